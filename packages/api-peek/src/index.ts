/**
 * Looks inside a kernel: everything POE::API::Peek tells, and a snapshot of the whole kernel as JSON.
 *
 * @packageDocumentation
 */
import type { Peek } from './peek.ts'

declare module '@poe/kernel' {
  interface KernelMethods {
    /** What `@poe/api-peek` tells, after `kernel.use(peek)`. */
    readonly peek: Peek
  }
}

export { peek } from './mixin.ts'
export type { Peek } from './peek.ts'
export type { Snapshot, SnapshotHandle, SnapshotSession } from './snapshot.ts'
