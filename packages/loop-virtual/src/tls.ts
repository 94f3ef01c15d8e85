import { type HandleError, handleError, type SecureOptions, type TlsFacts } from '@poe/loop'
import { abortable, type Outcome } from './abortable.ts'
import type { Happening } from './agenda.ts'
import type { Connection } from './connection.ts'
import type { End } from './flow.ts'
import type { VirtualSocket } from './socket-handle.ts'
import { agree, refusal } from './tls-agreement.ts'
import type { World } from './world.ts'

const TIMEOUT = 10_000

/**
 * Upgrades to TLS in place. No octet is encrypted: a handshake is an understanding between both sides that they
 * want one. What fails a real one fails this: a peer that goes on in the clear, plaintext found when it begins, two
 * servers or two clients, options that do not fit each other.
 */
export class Handshakes {
  readonly #world: World
  readonly #sides = new Map<Connection, Side>()

  constructor(world: World) {
    this.#world = world
  }

  /** Resolves with a handle in place of `handle` when the peer has upgraded too. */
  begin(handle: VirtualSocket, options: SecureOptions): Promise<VirtualSocket> {
    return abortable<VirtualSocket>(options.signal, (outcome) => {
      const { connection } = handle.ends
      const over = (side: Side): void => {
        if (this.#sides.get(connection) === side) this.#sides.delete(connection)
      }
      const side = new Side(this.#world, handle, options, outcome, over)
      side.begin(() => this.#meet(connection, side))
      return () => side.drop()
    })
  }

  #meet(connection: Connection, side: Side): void {
    const other = this.#sides.get(connection)
    if (other === undefined) {
      this.#sides.set(connection, side)
      return
    }
    this.#sides.delete(connection)
    const [server, client] = side.options.server ? [side, other] : [other, side]
    if (other.options.server === side.options.server) return void failBoth(server, client, refusal('EPROTO'))
    const agreed = agree(server.options, client.options, undefined)
    if ('code' in agreed) return void failBoth(server, client, agreed)
    this.#world.note(`${connection.facts.name} speaks TLS`)
    this.#world.setup(connection.remote ? this.#world.delay(connection.there.subject) : 0, () => {
      // Both have handles before either can be sent anything.
      for (const each of [other, side]) each.succeed(each.options.server ? agreed.server : agreed.client)
    })
  }
}

/** One side of an upgrade under way: who answers for its end meanwhile, when everything that comes is wrong. */
class Side implements End {
  readonly options: SecureOptions
  readonly #world: World
  readonly #handle: VirtualSocket
  readonly #outcome: Outcome<VirtualSocket>
  readonly #over: (side: Side) => void
  #deadline: Happening | null = null
  #ended = false

  constructor(
    world: World,
    handle: VirtualSocket,
    options: SecureOptions,
    outcome: Outcome<VirtualSocket>,
    over: (side: Side) => void,
  ) {
    this.#world = world
    this.#handle = handle
    this.options = options
    this.#outcome = outcome
    this.#over = over
  }

  begin(meet: () => void): void {
    const { input, output } = this.#handle.ends
    const unread = this.#handle.release().length > 0
    if (input !== null) input.sink = this
    if (output !== null) output.source = this
    const wrong = unread ? refusal('EPROTO') : input?.over === true ? refusal('ECONNRESET') : null
    const { handshakeTimeout = TIMEOUT } = this.options
    if (handshakeTimeout < Number.POSITIVE_INFINITY)
      this.#deadline = this.#world.after(handshakeTimeout, () => this.fail(refusal('ETIMEDOUT', TOO_LONG)))
    this.#world.setup(0, () => {
      if (wrong !== null) this.fail(wrong)
      else if (!this.#ended) meet()
    })
  }

  succeed(facts: TlsFacts): void {
    if (!this.#end()) return
    this.#outcome.done(this.#handle.successor(this.#world, facts))
  }

  fail(error: HandleError): void {
    if (!this.#drop(error.code)) return
    this.#outcome.failed(error)
  }

  /** Given up: the connection is closed, and nobody told. */
  drop(): void {
    this.#drop('being given up')
  }

  arrived(): void {
    this.fail(refusal('EPROTO'))
  }

  ended(): void {
    this.fail(refusal('ECONNRESET'))
  }

  failed(code: string): void {
    this.fail(handleError(code, 'handshake'))
  }

  drained(): void {}

  #drop(why: string): boolean {
    if (!this.#end()) return false
    const { connection, input, output } = this.#handle.ends
    input?.close()
    output?.abandon()
    connection.leave()
    this.#world.note(`${connection.facts.name} fails to speak TLS by ${why}`)
    return true
  }

  #end(): boolean {
    if (this.#ended) return false
    this.#ended = true
    this.#deadline?.cancel()
    this.#over(this)
    return true
  }
}

const TOO_LONG = 'The TLS handshake takes too long'

function failBoth(one: Side, other: Side, error: HandleError): void {
  one.fail(error)
  other.fail(error)
}
