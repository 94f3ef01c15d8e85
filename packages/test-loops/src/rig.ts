import type { Exit, Listener, Loop, Mode, NetService, SocketHandle, StreamHandle, Watchable } from '@poe/loop'
import { ok } from './expect.ts'
import type { TestLoopOptions } from './options.ts'
import { Reading } from './reading.ts'

/** A loop under test, its host, and everything a test opens. */
export class Rig {
  readonly loop: Loop
  readonly options: TestLoopOptions
  /** What the loop told its host, and what tests add, in order. */
  readonly trace: string[] = []
  readonly signals: string[] = []
  readonly exits: { readonly pid: number; readonly exit: Exit }[] = []
  turns = 0
  /** What a test does in each turn. */
  onTurn: () => void = () => {}
  /** What the test waits for, for the message when it waits in vain. */
  awaited = 'the test'
  readonly #opened: { close(): void }[] = []
  readonly #broken: string[] = []
  #running = false
  #over: Promise<void> = Promise.resolve()
  #calling: string | null = null
  #inside: string | null = null
  #ended = false

  constructor(loop: Loop, options: TestLoopOptions) {
    this.loop = loop
    this.options = options
    loop.attach({
      turn: () => this.callback('turn', () => this.#turn()),
      signal: (name) => this.callback('signal', () => void this.signals.push(name)),
      exited: (pid, exit) => this.callback('exited', () => this.#exited(pid, exit)),
    })
  }

  /** What the running loop comes to. */
  get over(): Promise<void> {
    return this.#over
  }

  /** Runs the loop until {@link halt} or the end of the test. */
  run(): void {
    this.#running = true
    this.#over = this.loop.run()
    this.#over.catch(() => {
      this.#running = false
    })
  }

  halt(): void {
    this.loop.halt()
    this.#running = false
  }

  /** Waits for a condition, looking once per turn of the host, until the test's deadline. */
  async until(condition: () => boolean, what: string): Promise<void> {
    this.awaited = what
    while (!condition()) {
      ok(!this.#ended, `gave up: ${what}`)
      await pause(0)
    }
    this.awaited = 'the test'
  }

  /** Lets what is on its way arrive: some turns of the host, and round trips over the loop's own sockets. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 4; turn++) await pause(0)
    if (this.#running && this.loop.net !== undefined) await this.#roundTrips()
  }

  /** What a loop may never do, done meanwhile, fails the test. */
  checkBroken(): void {
    ok(this.#broken.length === 0, this.#broken[0] ?? '')
  }

  /** Wraps a callback: it must come from the host, and while the loop runs. */
  callback(name: string, call: () => void): void {
    if (this.#calling !== null) this.#broken.push(`"${name}" was called inside ${this.#calling}`)
    else if (this.#inside !== null) this.#broken.push(`"${name}" was called inside "${this.#inside}"`)
    else if (!this.#running && !this.#ended) this.#broken.push(`"${name}" was called outside run()`)
    const outer = this.#inside
    this.#inside = name
    try {
      call()
    } finally {
      this.#inside = outer
    }
  }

  /** A call to the loop or a handle, inside which nothing may be called back. */
  call<T>(name: string, call: () => T): T {
    const outer = this.#calling
    this.#calling = name
    try {
      return call()
    } finally {
      this.#calling = outer
    }
  }

  watch(handle: Watchable, mode: Mode, ready: () => void): void {
    this.call('watch()', () => handle.watch(mode, () => this.callback(`${mode} readiness`, ready)))
  }

  /** Reads whatever comes, at most `max` octets at once. */
  follow(handle: StreamHandle, max = 65_536): Reading {
    return new Reading(this, handle, max)
  }

  get net(): NetService {
    ok(this.loop.net !== undefined, 'the loop has no service "net"')
    return this.loop.net
  }

  /** Closes something at the end of the test. */
  keep<T extends { close(): void }>(opened: T): T {
    this.#opened.push(opened)
    return opened
  }

  async listener(): Promise<Listener> {
    const { host = '127.0.0.1', port = 0 } = this.options
    this.awaited = 'net.listen()'
    return this.keep(await this.net.listen({ host, port }))
  }

  /** Takes the next connection of a listener, which nobody watches afterwards. */
  async accept(listener: Listener): Promise<SocketHandle> {
    let accepted: SocketHandle | null = null
    this.watch(listener, 'read', () => {
      accepted = listener.accept()
      if (accepted !== null) listener.ignore('read')
    })
    await this.until(() => accepted !== null, 'a connection to accept')
    return this.keep(accepted as unknown as SocketHandle)
  }

  async connect(listener: Listener): Promise<SocketHandle> {
    const { family, address, port } = listener.local
    this.awaited = 'net.connect()'
    return this.keep(await this.net.connect(family === 'unix' ? { path: address } : { host: address, port }))
  }

  /** Two connected sockets of the running loop. */
  async pair(): Promise<[connected: SocketHandle, accepted: SocketHandle]> {
    const listener = await this.listener()
    const [connected, accepted] = await Promise.all([this.connect(listener), this.accept(listener)])
    listener.close()
    return [connected, accepted]
  }

  end(): void {
    this.#ended = true
    this.halt()
    for (const opened of this.#opened.splice(0)) opened.close()
  }

  #turn(): void {
    this.turns++
    this.trace.push('turn')
    this.onTurn()
  }

  #exited(pid: number, exit: Exit): void {
    this.exits.push({ pid, exit })
    this.trace.push('exited')
  }

  async #roundTrips(): Promise<void> {
    const [ours, theirs] = await this.pair()
    const heard = this.follow(theirs)
    for (let trip = 1; trip <= 3; trip++) {
      ours.write('x')
      await this.until(() => heard.octets === trip, 'a round trip over sockets')
    }
    ours.close()
    theirs.close()
  }
}

/** Time of the host, not of the loop. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds))
}
