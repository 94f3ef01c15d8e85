import { type HandleError, handleError } from '@poe/loop'
import type { Connection } from './connection.ts'
import type { End } from './flow.ts'
import { VirtualSocket } from './socket-handle.ts'
import type { World } from './world.ts'

/** One side of an upgrade under way. */
interface Side {
  readonly server: boolean
  readonly done: () => void
  readonly failed: (error: HandleError) => void
}

/**
 * Upgrades to TLS in place. No octet is encrypted: a handshake is an understanding between both sides that they
 * want one. What fails a real one fails this: a peer that goes on in the clear, plaintext found when it begins, two
 * servers or two clients.
 */
export class Handshakes {
  readonly #world: World
  readonly #sides = new Map<Connection, Side>()

  constructor(world: World) {
    this.#world = world
  }

  /** Resolves with a handle in place of `handle` when the peer has upgraded too. */
  begin(handle: VirtualSocket, server: boolean): Promise<VirtualSocket> {
    return new Promise((resolve, reject) => {
      const { connection, input, output } = handle.ends
      const unread = handle.release()
      let over = false
      const failed = (error: HandleError): void => {
        if (over) return
        over = true
        this.#sides.delete(connection)
        input?.close()
        output?.abandon()
        connection.leave()
        this.#world.note(`${connection.facts.name} fails to speak TLS by ${error.code}`)
        reject(error)
      }
      const done = (): void => {
        if (over) return
        over = true
        resolve(new VirtualSocket(this.#world, handle.ends, handle))
      }
      const waiting = interim(failed)
      if (input !== null) input.sink = waiting
      if (output !== null) output.source = waiting
      const wrong = unread.length > 0 || input?.over === true
      this.#world.setup(0, () => {
        if (wrong) failed(handleError(unread.length > 0 ? 'EPROTO' : 'ECONNRESET', 'connect'))
        else this.#meet(connection, { server, done, failed })
      })
    })
  }

  #meet(connection: Connection, side: Side): void {
    const other = this.#sides.get(connection)
    if (other === undefined) {
      this.#sides.set(connection, side)
      return
    }
    this.#sides.delete(connection)
    if (other.server === side.server) {
      for (const each of [other, side]) each.failed(handleError('EPROTO', 'connect'))
      return
    }
    this.#world.note(`${connection.facts.name} speaks TLS`)
    this.#world.setup(connection.remote ? this.#world.delay(connection.there.subject) : 0, () => {
      // Both have handles before either can be sent anything.
      other.done()
      side.done()
    })
  }
}

/** Who answers for an end during its handshake: everything that comes is wrong. */
function interim(failed: (error: HandleError) => void): End {
  return {
    arrived: () => failed(handleError('EPROTO', 'connect')),
    ended: () => failed(handleError('ECONNRESET', 'connect')),
    failed: (code) => failed(handleError(code, 'connect')),
    drained() {},
  }
}
