/**
 * Lines of a terminal for a session: editing keys, history, completion, passwords: POE::Wheel::ReadLine.
 *
 * @packageDocumentation
 */
export type {
  GetOptions,
  ReadLineEvents,
  ReadLineException,
  ReadLineInput,
  ReadLineOptions,
} from './options.ts'
export { ReadLine } from './read-line.ts'
export type { BoundFunction, ReadLineClass } from './types.ts'
export type { Attribs, CompletionFunction } from './variables.ts'
