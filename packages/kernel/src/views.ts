import type { Core } from './core.ts'
import type { SessionRecord } from './session-record.ts'

/** What a program sees of a record: the session itself, or the kernel for the kernel's own record. */
export function publicSession(record: SessionRecord): unknown {
  return record.id === 0 ? (record.core as Core).kernel : record
}
