import type { Driver } from '@poe/driver'
import { SysRWDriver } from '@poe/driver-sysrw'
import type { Filter } from '@poe/filter'
import { LineFilter } from '@poe/filter-line'
import type { SocketHandle } from '@poe/loop'

/** What a conversation is made of; mutants replace one of them. */
export interface Parts {
  driver(): Driver
  filter(): Filter<string>
  handle(handle: SocketHandle): SocketHandle
}

/** The real ones. */
export const PARTS: Parts = {
  driver: () => new SysRWDriver(),
  filter: () => new LineFilter(),
  handle: (handle) => handle,
}
