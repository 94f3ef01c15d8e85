import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** The other end of a connection to an example. */
export class Peer {
  readonly socket: Socket
  heard = ''
  #changed: () => void = () => {}

  static async connect(port: string | undefined): Promise<Peer> {
    const peer = new Peer(Number(port))
    await once(peer.socket, 'connect')
    return peer
  }

  private constructor(port: number) {
    this.socket = connect(port, '127.0.0.1').setEncoding('utf8')
    this.socket.on('data', (text) => {
      this.heard += text
      this.#changed()
    })
    this.socket.on('close', () => this.#changed())
  }

  say(text: string): void {
    this.socket.write(text)
  }

  /** Waits until all it has heard matches. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.heard)
      if (match !== null) return match
      if (this.socket.closed) throw new Error(`The connection ended without ${pattern}: ${this.heard}`)
      await new Promise<void>((resolve) => {
        this.#changed = resolve
      })
    }
  }
}
