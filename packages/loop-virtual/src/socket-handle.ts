import type { Address, Ends, SocketHandle, TlsFacts } from '@poe/loop'
import { type StreamEnds, VirtualStream } from './stream-handle.ts'
import type { World } from './world.ts'

/** A simulated stream socket. */
export class VirtualSocket extends VirtualStream implements SocketHandle {
  readonly tls: TlsFacts | undefined
  #ends: Ends
  #direct: Ends | undefined

  constructor(world: World, ends: StreamEnds, { local, remote }: Ends, tls?: TlsFacts) {
    super(world, ends)
    this.#ends = { local, remote }
    this.tls = tls
  }

  get local(): Address {
    return this.#ends.local
  }

  get remote(): Address | null {
    return this.#ends.remote
  }

  get direct(): Ends | undefined {
    return this.#direct
  }

  readdress(told: Ends): void {
    this.#direct ??= this.#ends
    this.#ends = told
  }

  // The rest is for the upgrade to TLS.

  /** A handle of the same connection, with the same ends. */
  successor(world: World, tls: TlsFacts): VirtualSocket {
    const { ends } = this
    const next = new VirtualSocket(world, ends, this.#direct ?? this.#ends, tls)
    if (this.#direct !== undefined) next.readdress(this.#ends)
    return next
  }
}
