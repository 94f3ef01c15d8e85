/**
 * Looks inside a kernel: everything POE::API::Peek tells, and a snapshot of the whole kernel as JSON.
 *
 * @packageDocumentation
 */
export { peek } from './mixin.ts'
export type { Peek } from './peek.ts'
export type { Snapshot, SnapshotHandle, SnapshotSession } from './snapshot.ts'
