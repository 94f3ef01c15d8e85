import type { Untyped } from '@poe/kernel'
import type { SocketHandle } from '@poe/loop'
import { type WheelError, wheelErrorOf } from '@poe/wheel'
import { ReadWrite, type ReadWriteOptions } from '@poe/wheel-readwrite'
import { filtersFor } from './client-filters.ts'
import type { ClientContext, ClientHeap } from './heaps.ts'
import { IdleWatch } from './idle.ts'
import { Joining } from './joining.ts'
import { type AnyOptions, HIGH_MARK } from './options.ts'

const STALL_TIMEOUT = 60_000

/** The context of a client's handlers. */
export type Ctx = ClientContext<Untyped, Untyped, object>

/** Where a client's heap keeps what is the server's own. */
const CONNECTION = Symbol('TcpServer connection')

type Heap = ClientHeap<Untyped, Untyped> & { [CONNECTION]?: Connection }

/** What the server knows of a client besides its heap. */
export class Connection {
  /** Sockets that are not the client's yet, while `clientPreConnect` is at work. */
  joining: Joining | null = null
  /** How many `clientInput` have not settled. */
  underway = 0
  /** Whether the client has disconnected. */
  over = false
  idle: IdleWatch | null = null

  /** Has the client's wheel made. */
  begin(ctx: Ctx, socket: SocketHandle, options: AnyOptions, idled: (error: WheelError) => void): void {
    const { heap, kernel } = ctx
    heap.client = wheelFor(ctx, socket, options)
    this.#joined(ctx, socket)
    const { idleTimeout = Number.POSITIVE_INFINITY } = options
    if (idleTimeout === Number.POSITIVE_INFINITY) return
    const { id } = heap.client
    const message = `The client has sent nothing for ${idleTimeout} ms`
    const quiet = () => this.underway === 0 && heap.client.isFlushed
    const late = () => idled(wheelErrorOf('idle', 'ETIMEDOUT', id, message))
    this.idle = new IdleWatch(kernel.host, idleTimeout, quiet, late)
  }

  /** Keeps a socket that is not the client's yet from being left open. */
  join(ctx: Ctx, socket: SocketHandle): void {
    this.joining = new Joining()
    this.joining.keep(socket)
    ctx.kernel.host.own(this.joining)
  }

  #joined(ctx: Ctx, socket: SocketHandle): void {
    if (this.joining === null) return
    this.joining.hand(socket)
    ctx.kernel.host.disown(this.joining)
  }

  /** Counts an input handler that is async until it has settled; `settled` is told when none is left. */
  await(promise: PromiseLike<unknown>, settled: () => void): void {
    this.underway++
    const over = () => {
      this.underway--
      if (this.underway === 0) settled()
    }
    promise.then(over, over)
  }
}

/** What the server knows of the client of this context; made when first asked for. */
export function connectionOf({ heap }: { readonly heap: object }): Connection {
  const own = heap as Heap
  own[CONNECTION] ??= new Connection()
  return own[CONNECTION]
}

function wheelFor(ctx: Ctx, socket: SocketHandle, options: AnyOptions): ReadWrite<Untyped, Untyped> {
  const { highMark = HIGH_MARK, lowMark = Math.ceil(highMark / 4), stallTimeout = STALL_TIMEOUT, maxOutput } = options
  const { filter, inputFilter, outputFilter } = filtersFor(options)
  // Written out, undefined where nothing is wanted: a record put together of others costs several times as much.
  return new ReadWrite(ctx, {
    handle: socket,
    filter,
    inputFilter,
    outputFilter,
    inputEvent: 'tcpServerGotInput',
    errorEvent: 'tcpServerGotError',
    highEvent: 'tcpServerGotHigh',
    lowEvent: 'tcpServerGotLow',
    highMark,
    lowMark,
    stallTimeout,
    flushedEvent: options.clientFlushed === undefined ? undefined : 'tcpServerGotFlush',
    maxOutput,
  } as ReadWriteOptions<Untyped, Untyped, Untyped>)
}
