/**
 * Pseudo-terminals for programs that POE starts: what `new SelectLoop({ ptys })` takes.
 *
 * @packageDocumentation
 */
export { ptys } from './ptys.ts'
