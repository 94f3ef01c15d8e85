/**
 * Pipes: what is written to one end comes out of the other. In memory, on any loop, or on descriptors of the system.
 * POE::Pipe::OneWay and POE::Pipe::TwoWay.
 *
 * @packageDocumentation
 */
export { OneWay } from './one-way.ts'
export type { MemoryOptions, OpenOptions, PipeLoop, SystemLoop } from './options.ts'
export { TwoWay } from './two-way.ts'
