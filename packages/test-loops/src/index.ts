/**
 * A kit that proves an event loop for POE: every promise of `@poe/loop` as a test, on whatever runner there is.
 *
 * @packageDocumentation
 */
export type { Lack } from './lacks.ts'
export type {
  Command,
  DescriptorPair,
  ProgramCommands,
  TerminalUser,
  TestLoopOptions,
  TlsCertificates,
} from './options.ts'
export type { Runner } from './runner.ts'
export { testLoop } from './test-loop.ts'
