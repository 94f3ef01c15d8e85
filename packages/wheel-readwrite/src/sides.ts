/**
 * The two sides a wheel on streams is made of, for wheels that have other sides than ReadWrite: a program's output and
 * errors to read, its input to write.
 *
 * @packageDocumentation
 */
export { Input, type LastRecord } from './input.ts'
export { checkMarks, type InputFilter, type Marks } from './options.ts'
export { Output, type OutputLimits } from './output.ts'
export type { EventNames, Side } from './side.ts'
