/**
 * What a loop for Node, Bun or Deno is tested with, ready made.
 *
 * @packageDocumentation
 */
export { certificate, hasOpenssl } from './certificate.ts'
export { type FakeInput, type FakeOutput, FakeTerminal } from './fake-terminal.ts'
export { type LentByNode, NodeHost } from './node-host.ts'
