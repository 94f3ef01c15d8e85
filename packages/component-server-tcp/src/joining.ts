import type { Owned } from '@poe/kernel'
import type { SocketHandle } from '@poe/loop'

/** Sockets of a connection that is not a client's yet: closed should its session stop before. */
export class Joining implements Owned {
  readonly kind = 'socket'
  readonly label = 'TcpServer -> clientPreConnect'
  readonly #sockets = new Set<SocketHandle>()
  #given = false

  /** Keeps a socket; closes it at once where nobody wants it any more. */
  keep(socket: SocketHandle): void {
    this.#sockets.add(socket)
    if (this.#given) socket.close()
  }

  /** The sockets are somebody else's now, this one; others, which it has replaced, are closed. */
  hand(over: SocketHandle): void {
    this.#sockets.delete(over)
    this.dispose()
  }

  dispose(): void {
    this.#given = true
    for (const socket of this.#sockets) socket.close()
  }
}
