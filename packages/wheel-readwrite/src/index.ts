/**
 * Buffered, filtered reading and writing of a stream for a session: POE::Wheel::ReadWrite.
 *
 * @packageDocumentation
 */
export type { LastRecord } from './input.ts'
export type { InputFilter, ReadWriteEvents, ReadWriteOptions } from './options.ts'
export { type CloseOptions, type Detached, ReadWrite, type ReadWriteClass } from './read-write.ts'
