import type { Address, SocketHandle } from '@poe/loop'
import { type StreamEnds, VirtualStream } from './stream-handle.ts'
import type { World } from './world.ts'

/** Where a socket is and leads to. */
export interface SocketAddresses {
  readonly local: Address
  readonly remote: Address | null
}

/** A simulated stream socket. */
export class VirtualSocket extends VirtualStream implements SocketHandle {
  readonly local: Address
  readonly remote: Address | null

  constructor(world: World, ends: StreamEnds, { local, remote }: SocketAddresses) {
    super(world, ends)
    this.local = local
    this.remote = remote
  }
}
