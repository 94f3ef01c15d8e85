import { Kernel, type LedgerEntry } from '@poe/kernel'
import type { ConnectOptions, SocketHandle, StreamHandle } from '@poe/loop'
import { VirtualLoop, type VirtualLoopOptions } from '@poe/loop-virtual'
import { Session, type SessionContext } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { SocketFactory, type SocketFactoryOptions } from './index.ts'

/** A session with a factory in a simulated world, whose time moves as a test says; the test is the other end. */
export class VirtualRig {
  readonly loop: VirtualLoop
  readonly kernel: Kernel
  readonly trace: string[] = []
  readonly sockets: SocketHandle[] = []
  readonly running: Promise<void>
  wheel!: SocketFactory
  readonly #keeper: number
  /** Called at each success, after it was noted. */
  onSuccess: (socket: SocketHandle, ...args: unknown[]) => void = () => {}

  constructor(options: Partial<SocketFactoryOptions>, world: VirtualLoopOptions = {}) {
    this.loop = new VirtualLoop({ paced: true, ...world })
    this.kernel = new Kernel({ loop: this.loop })
    Session.create({
      kernel: this.kernel,
      inlineStates: {
        _start: (ctx: SessionContext) => {
          const events = { successEvent: 'success', failureEvent: 'failure' }
          this.wheel = new SocketFactory(ctx, { ...events, ...options } as never)
        },
        success: (_ctx: unknown, socket: SocketHandle, ...args: unknown[]) => {
          this.sockets.push(socket)
          this.trace.push(`success ${args[0]} ${args[1]}`)
          this.onSuccess(socket, ...args)
        },
        failure: (_ctx: unknown, { operation, code, errno, message }: WheelError) => {
          this.trace.push(`${operation} ${code} ${errno}: ${message}`)
        },
      },
    })
    // Keeps the world going when the session has stopped.
    this.#keeper = Session.create({
      kernel: this.kernel,
      inlineStates: {
        _start: ({ kernel }) => void kernel.delay('done', 1e9),
        done: ({ kernel }) => void kernel.delay('done'),
      },
    }).id
    this.running = this.kernel.run()
    this.running.catch(() => {})
  }

  advance(milliseconds = 0): Promise<void> {
    return this.loop.advance(milliseconds)
  }

  /** Connects, by other means than the session's. */
  async connect(options: ConnectOptions = { port: 80 }): Promise<SocketHandle> {
    let socket: SocketHandle | undefined
    const connecting = this.loop.net.connect(options).then((made) => {
      socket = made
    })
    connecting.catch(() => {})
    await this.loop.advanceUntil(() => socket !== undefined, { limit: 1000 })
    return socket as SocketHandle
  }

  /** Ends it all; gives what is left, which should be nothing. */
  async end(): Promise<(LedgerEntry | string)[]> {
    this.wheel.dispose()
    for (const socket of this.sockets) socket.close()
    await this.advance()
    this.kernel.post(this.#keeper, 'done')
    await this.running
    return [...this.kernel.ledger()]
  }
}

/** What a stream has told so far: its text, then how it ended. */
export function follow(handle: StreamHandle): { text: string; ending: string } {
  const told = { text: '', ending: '' }
  handle.watch('read', () => {
    const octets = handle.read(65_536)
    if (octets !== null) told.text += new TextDecoder().decode(octets)
    else if (handle.state !== 'open') told.ending = handle.error?.code ?? handle.state
  })
  return told
}
