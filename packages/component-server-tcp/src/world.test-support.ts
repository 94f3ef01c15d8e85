import { Kernel, type LedgerEntry, type Untyped } from '@poe/kernel'
import type { ConnectOptions, SocketHandle } from '@poe/loop'
import { VirtualLoop, type VirtualLoopOptions } from '@poe/loop-virtual'
import { Session } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { TcpServer, type TcpServerOptions } from './index.ts'

/** A server at port 80 of a simulated world, whose time moves as a test says; the test plays the clients. */
export class World {
  readonly loop: VirtualLoop
  readonly kernel: Kernel
  readonly trace: string[] = []
  readonly warnings: string[] = []
  readonly server: TcpServer<Untyped, Untyped, Untyped>
  readonly running: Promise<void>
  readonly #keeper: number

  constructor(options: Partial<TcpServerOptions<Untyped, Untyped, Untyped>>, world: VirtualLoopOptions = {}) {
    this.loop = new VirtualLoop({ paced: true, ...world })
    this.loop.warn = (message) => void this.warnings.push(message)
    this.kernel = new Kernel({ loop: this.loop })
    const input = options.acceptor === undefined ? { clientInput: echo } : {}
    const place = options.domain === 'unix' ? {} : { port: 80 }
    this.server = new TcpServer<Untyped, Untyped, Untyped>({ kernel: this.kernel, ...place, ...input, ...options })
    // Keeps the world going when the server has ended.
    const inlineStates = {
      _start: ({ kernel }: Untyped) => void kernel.delay('done', 1e9),
      done: ({ kernel }: Untyped) => void kernel.delay('done'),
    }
    this.#keeper = Session.create({ kernel: this.kernel, inlineStates } as never).id
    this.running = this.kernel.run()
    this.running.catch(() => {})
  }

  note(text: string): void {
    this.trace.push(text)
  }

  advance(milliseconds = 0): Promise<void> {
    return this.loop.advance(milliseconds)
  }

  async client(options: ConnectOptions = { port: 80 }): Promise<Guest> {
    const socket = await this.comes(this.loop.net.connect(options))
    return new Guest(socket)
  }

  /** What a promise comes to while the world goes on. */
  async comes<T>(promise: Promise<T>): Promise<T> {
    let settled = false
    const done = () => void (settled = true)
    promise.then(done, done)
    await this.loop.advanceUntil(() => settled, { limit: 60_000 })
    return promise
  }

  /** Ends it all well; gives what is left, which should be nothing. */
  async end(): Promise<(LedgerEntry | string)[]> {
    await this.comes(this.server.close())
    this.kernel.post(this.#keeper, 'done')
    await this.running
    return [...this.kernel.ledger(), ...this.warnings]
  }
}

/** A client, by other means than POE's. */
export class Guest {
  socket: SocketHandle
  text = ''
  /** How it ended: `ended`, or the code of the failure; empty while it has not. */
  ending = ''

  constructor(socket: SocketHandle) {
    this.socket = socket
    this.#follow()
  }

  send(text: string | Uint8Array): void {
    this.socket.write(text)
  }

  /** Goes on over another handle of the connection. */
  replace(socket: SocketHandle): void {
    this.socket = socket
    this.#follow()
  }

  #follow(): void {
    const { socket } = this
    socket.watch('read', () => {
      const octets = socket.read(65_536)
      if (octets !== null) this.text += new TextDecoder().decode(octets)
      else if (socket.state !== 'open') {
        this.ending = socket.error?.code ?? socket.state
        socket.shutdown()
      }
    })
  }
}

export const echo = ({ heap }: Untyped, line: string): unknown => heap.client.put(line)

export const shown = ({ operation, code, errno }: WheelError): string => `${operation} ${code || '-'} ${errno}`
