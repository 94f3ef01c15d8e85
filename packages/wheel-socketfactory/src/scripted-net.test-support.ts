import { Kernel, type LedgerEntry } from '@poe/kernel'
import {
  type Address,
  type ConnectOptions,
  type DatagramHandle,
  type DatagramOptions,
  type HandleError,
  type Listener,
  type ListenOptions,
  type Loop,
  type NetService,
  type SocketHandle,
  TimeLoop,
} from '@poe/loop'
import { Session, type SessionContext } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { SocketFactory, type SocketFactoryOptions } from './index.ts'

/** A promise somebody else settles. */
interface Asked<T> {
  readonly operation: 'listen' | 'connect' | 'datagram'
  readonly options: ListenOptions & ConnectOptions & DatagramOptions
  resolve(made: T): void
  reject(error: unknown): void
}

/** A service that makes what the test gives it, when the test gives it. */
export class ScriptedNet implements NetService {
  readonly asked: Asked<never>[] = []

  listen(options: ListenOptions): Promise<Listener> {
    return this.#ask('listen', options)
  }

  connect(options: ConnectOptions): Promise<SocketHandle> {
    return this.#ask('connect', options)
  }

  datagram(options: DatagramOptions): Promise<DatagramHandle> {
    return this.#ask('datagram', options)
  }

  #ask<T>(operation: Asked<never>['operation'], options: object): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.asked.push({ operation, options, resolve, reject } as Asked<never>)
      // As a host does, when it is no longer wanted.
      const { signal } = options as ListenOptions
      signal?.addEventListener('abort', () => reject(signal.reason))
    })
  }
}

/** A socket nobody reads or writes. */
export class FakeSocket {
  static #last = 0
  readonly id = ++FakeSocket.#last
  readonly local: Address
  readonly remote: Address | null
  state = 'open'

  constructor(local: Address, remote: Address | null) {
    this.local = local
    this.remote = remote
  }

  close(): void {
    this.state = 'closed'
  }

  toJSON(): string {
    return 'socket'
  }
}

export const inet = (address: string, port: number): Address => ({ family: 'inet', address, port })
export const unix = (path: string): Address => ({ family: 'unix', address: path, port: 0 })

/** A listening socket with what waits in a list. */
export class FakeListener {
  readonly id = 1000
  readonly readAhead = 0
  readonly local: Address
  readonly waiting: (FakeSocket | HandleError | null)[] = []
  state = 'open'
  error: HandleError | null = null
  readonly #wake: () => void
  #ready: (() => void) | null = null
  #paused = false

  constructor(local: Address, wake: () => void) {
    this.local = local
    this.#wake = wake
  }

  accept(): FakeSocket | null {
    const next = this.waiting.shift() ?? null
    this.error = next !== null && 'syscall' in next ? next : null
    return next instanceof FakeSocket ? next : null
  }

  watch(_mode: string, ready: () => void): void {
    this.#ready = ready
    this.#wake()
  }

  ignore(): void {
    this.#ready = null
  }

  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
    this.#wake()
  }

  close(): void {
    this.state = 'closed'
    this.#ready = null
  }

  announce(): boolean {
    if (this.#ready === null || this.#paused || this.waiting.length === 0) return false
    this.#ready()
    return true
  }
}

type Reactions = Partial<Record<string, (wheel: SocketFactory, ...args: never[]) => unknown>>

/** A kernel on simulated time with a scripted service, and the trace of a session with a wheel. */
export class NetRig {
  readonly loop: Loop & TimeLoop
  readonly kernel: Kernel
  readonly net = new ScriptedNet()
  readonly trace: string[] = []
  readonly listeners: FakeListener[] = []
  wheel!: SocketFactory
  context!: SessionContext

  constructor(services: object | undefined = undefined) {
    this.loop = Object.assign(new TimeLoop({ settle: () => this.#settle() }), services ?? { net: this.net })
    this.kernel = new Kernel({ loop: this.loop })
  }

  listener(local: Address): FakeListener {
    const listener = new FakeListener(local, () => this.loop.wake())
    this.listeners.push(listener)
    return listener
  }

  session(options: Partial<SocketFactoryOptions>, reactions: Reactions = {}): this {
    const noted = (name: string) => [
      name,
      (_ctx: unknown, ...args: unknown[]) => {
        this.trace.push([name, ...args.map(show)].join(' '))
        return reactions[name]?.(this.wheel, ...(args as never[]))
      },
    ]
    const names = ['success', 'failure', 'listening', ...Object.keys(reactions)]
    Session.create({
      kernel: this.kernel,
      inlineStates: {
        ...Object.fromEntries(names.map(noted)),
        _start: (ctx: SessionContext) => {
          this.context = ctx
          const events = { successEvent: 'success', failureEvent: 'failure', listeningEvent: 'listening' }
          // Time jumps while the script thinks: it is not to run out.
          const patient = options.remoteAddress === undefined ? {} : { connectTimeout: Number.POSITIVE_INFINITY }
          const { socketProtocol } = options
          this.wheel = new SocketFactory(ctx, {
            ...events,
            ...(socketProtocol === 'udp' ? {} : patient),
            ...options,
          } as never)
        },
      },
    })
    return this
  }

  /** Runs the script beside the kernel, and the kernel to its end. */
  async play(script: (asked: Asked<never>) => unknown): Promise<string[]> {
    const running = this.kernel.run()
    await this.quiet()
    await script(this.net.asked[0] as Asked<never>)
    await running
    return this.trace
  }

  async quiet(): Promise<void> {
    this.loop.wake()
    for (let i = 0; i < 6; i++) await new Promise(setImmediate)
  }

  get left(): (LedgerEntry | string)[] {
    const open = this.listeners.filter(({ state }) => state !== 'closed').map(() => 'a listener is open')
    return [...this.kernel.ledger(), ...open, ...this.loop.warnings]
  }

  async #settle(): Promise<void> {
    await new Promise(setImmediate)
    while (this.listeners.some((listener) => listener.announce()));
  }
}

function show(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined'
  if (!('wheelId' in value)) return JSON.stringify(value).replaceAll('"', '')
  const { operation, code, errno, wheelId } = value as WheelError
  return `${operation} ${code} ${errno} ${wheelId}`
}
