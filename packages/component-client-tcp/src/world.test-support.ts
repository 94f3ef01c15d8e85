import { Kernel, type LedgerEntry, type Untyped } from '@poe/kernel'
import type { SocketHandle } from '@poe/loop'
import { VirtualLoop, type VirtualLoopOptions } from '@poe/loop-virtual'
import { Session } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { TcpClient, type TcpClientOptions } from './index.ts'

export type Options = Partial<TcpClientOptions<Untyped, Untyped, Untyped>>

/** The server's end of a connection: what it has heard, and what it says. */
export class Peer {
  readonly socket: SocketHandle
  heard = ''
  readonly #world: World

  constructor(world: World, socket: SocketHandle, reads: boolean) {
    this.#world = world
    this.socket = socket
    if (reads) socket.watch('read', () => this.#read())
  }

  say(text: string): void {
    this.socket.write(text)
  }

  #read(): void {
    const octets = this.socket.read(65_536)
    if (octets !== null) this.heard += new TextDecoder().decode(octets)
    else if (this.socket.state !== 'open') {
      this.#world.note(`server: ${this.socket.error?.code ?? 'end'}`)
      this.socket.close()
    }
  }
}

/** A simulated world of a client, its kernel, and servers to connect to. What happens is noted with its time. */
export class World {
  readonly loop: VirtualLoop
  readonly kernel: Kernel
  readonly trace: string[] = []
  readonly peers: Peer[] = []

  constructor(options: VirtualLoopOptions = {}) {
    this.loop = new VirtualLoop(options)
    this.kernel = new Kernel({ loop: this.loop })
  }

  note(text: string): void {
    this.trace.push(`${Math.round(this.loop.now() * 10) / 10} ${text}`)
  }

  /** Listens on port 80; every connection is given to `serve`. */
  async listen(
    serve: (peer: Peer) => void = () => {},
    options: { port?: number; path?: string; reads?: boolean; tls?: object } = {},
  ): Promise<{ close(): void }> {
    const { reads = true, path, port = 80, tls } = options
    const listener = await this.loop.net.listen({
      ...(path === undefined ? { port } : { path }),
      ...(tls === undefined ? {} : { tls }),
    })
    listener.watch('read', () => {
      const socket = listener.accept()
      if (socket === null) return
      const peer = new Peer(this, socket, reads)
      this.peers.push(peer)
      serve(peer)
    })
    return listener
  }

  /** A client of port 80 that notes every callback. */
  client(options: Options = {}): TcpClient<Untyped, Untyped, Untyped> {
    return new TcpClient<Untyped, Untyped, Untyped>({
      kernel: this.kernel,
      ...(options.domain === 'unix' ? {} : { remotePort: 80 }),
      connected: () => this.note('connected'),
      connectError: ({ heap }, error) => this.note(`connectError ${shown(error)}${again(heap)}`),
      serverInput: (_ctx, line) => this.note(`input ${line}`),
      serverError: (_ctx, error) => this.note(`error ${shown(error)}`),
      disconnected: ({ heap }) => this.note(`disconnected${again(heap)}`),
      ...options,
    })
  }

  /** Keeps the world going for so long. */
  keep(milliseconds: number): void {
    const { kernel } = this
    Session.create({
      kernel,
      inlineStates: { _start: ({ kernel: mine }) => void mine.delay('later', milliseconds), later() {} },
    })
  }

  /** Runs until nobody is left; gives what is left over, which should be nothing. */
  async end(): Promise<(LedgerEntry | string)[]> {
    await this.kernel.run()
    return [...this.kernel.ledger(), ...this.loop.warnings]
  }
}

/** An error event in three words. */
export function shown({ operation, code, errno }: WheelError): string {
  return `${operation} ${code || '-'} ${errno}`
}

function again({ retryDelay }: { readonly retryDelay: number | undefined }): string {
  return retryDelay === undefined ? '' : `, again in ${Math.round(retryDelay)}`
}
