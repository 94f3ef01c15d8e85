import type { Untyped } from '@poe/kernel'
import type { SessionContext } from '@poe/session'

/** The heap as the client keeps it. */
export interface Heap {
  server: unknown
  connected: boolean
  shutdown: boolean
  shutdownOnError: boolean
  gotAnError: boolean
  retries: number
  retryDelay: number | undefined
}

/** What the client's own handlers are given; callbacks know it by narrower types. */
export type Ctx = SessionContext<Untyped, Heap> & SessionContext

/** The heap of a client that has just been made. */
export function newHeap(): Heap {
  return {
    server: undefined,
    connected: false,
    shutdown: false,
    shutdownOnError: true,
    gotAnError: false,
    retries: 0,
    retryDelay: undefined,
  }
}
