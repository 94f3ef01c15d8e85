/**
 * Accepts connections of a listening socket that the program has made: POE::Wheel::ListenAccept.
 *
 * @packageDocumentation
 */
export { ListenAccept, type ListenAcceptClass } from './listen-accept.ts'
export type { ListenAcceptEvents, ListenAcceptOptions } from './options.ts'
