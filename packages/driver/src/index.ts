/**
 * The contract of drivers, which move octets between filters and a handle: one read at a time, one queue of
 * output written when its owner says so.
 *
 * @packageDocumentation
 */
export type { Chunk, Driver, DriverHandle } from './driver.ts'
