import { badOption, check, checkOptions, PoeError } from '@poe/errors'
import type { HandleStage, Loop, LoopHost, PipeService } from '@poe/loop'
import { Destroyed } from './destroyed.ts'
import { checkFaults, type FaultOptions } from './fault-options.ts'
import type { Fault } from './faults.ts'
import { VirtualFiles } from './files-service.ts'
import { VirtualNet } from './net-service.ts'
import { checkLoop, type VirtualLoopOptions } from './options.ts'
import { VirtualPipes } from './pipe-service.ts'
import { VirtualProcess } from './process-service.ts'
import { Random } from './random.ts'
import { report } from './report.ts'
import { Runner } from './runner.ts'
import { hostHop } from './settle.ts'
import { Signals } from './signals.ts'
import { VirtualTerminal } from './terminal-service.ts'
import { World } from './world.ts'

/** How long `advanceUntil` waits where nothing else is said: an hour. */
const LIMIT = 3_600_000

/**
 * A loop in a world of its own: time, network, programs, files and faults are simulated, from one seed. The same
 * seed and program give the same {@link journal}, byte for byte.
 *
 * Time stands still while anything is left to do and then jumps to what happens next. Real time has no effect:
 * what a program awaits of the real world (a real file, a real timer) does not hold simulated time up.
 */
export class VirtualLoop implements Loop {
  readonly name = 'virtual'
  readonly place = 'virtual'
  readonly env: Readonly<Record<string, string | undefined>>
  /** Simulated hosts and sockets. */
  readonly net: VirtualNet
  /** Scripted programs. */
  readonly process: VirtualProcess
  /** Files in memory. */
  readonly files: VirtualFiles
  /** Pipes of the simulated system. */
  readonly pipes: PipeService
  /** A terminal to type on. */
  readonly terminal: VirtualTerminal
  readonly stage: HandleStage
  /** Messages of {@link warn}. */
  readonly warnings: string[] = []
  readonly #world: World
  readonly #runner: Runner
  readonly #signals: Signals
  readonly #destroyed: Destroyed
  readonly #random: Random
  readonly #inform: () => string
  #host: LoopHost | null = null
  #wallOffset: number

  /** @throws PoeError for options it cannot mean */
  constructor(options: VirtualLoopOptions = {}) {
    checkLoop(options)
    const { seed = 1, traceLimit = 10_000, stillLimit = 10_000, settle = hostHop(), faults = {} } = options
    const { paced = false, onStuck = 'reject', onlyFaults = null, cost = 0.01 } = options
    const world = new World({ seed, faults, onlyFaults, journalLimit: traceLimit, settle })
    this.#inform = (): string => report(world, options.explain ?? (() => this.#host?.explain?.() ?? ''))
    this.#world = world
    this.stage = world
    this.pipes = new VirtualPipes(world)
    this.#random = new Random(seed)
    this.#wallOffset = options.start ?? 0
    const running = { paced, onStuck, stillLimit, cost, settle, report: this.#inform }
    this.#runner = new Runner(world, running, () => this.#host?.turn())
    this.#signals = new Signals(world, (name) => this.#host?.signal(name))
    this.#destroyed = new Destroyed(world)
    this.env = options.env ?? {}
    this.terminal = new VirtualTerminal(world, options.terminal ?? {}, () => void this.raise('INT'))
    this.files = new VirtualFiles(world, () => this.wallClock(), options.files ?? {})
    this.net = new VirtualNet(world, { own: options.host ?? 'localhost', hosts: options.hosts, files: this.files })
    const exited: LoopHost['exited'] = (pid, exit) => this.#host?.exited(pid, exit)
    this.process = new VirtualProcess(world, this.files, options.programs ?? {}, exited)
  }

  /** What the world did, oldest line first: simulated milliseconds, what or who, how. */
  get journal(): readonly string[] {
    return this.#world.journal.entries
  }

  /** The faults that happened by chance, oldest first; of more than 100,000 the latest. */
  get faultLog(): readonly Fault[] {
    return this.#world.faults.log.entries
  }

  /** What is open, who waits for what, and what `explain` says: the message of a stuck world. */
  report(): string {
    return this.#inform()
  }

  now(): number {
    return this.#world.now
  }

  wallClock(): number {
    return this.#world.now + this.#wallOffset
  }

  /** Steps the wall clock, forth or back; the monotonic one does not feel it. */
  stepWallClock(milliseconds: number): void {
    this.#world.note(`wall clock steps by ${milliseconds}`)
    this.#wallOffset += milliseconds
  }

  random(): number {
    return this.#random.next()
  }

  /** @throws PoeError `ERR_POE_LOOP_TAKEN` when the loop serves a kernel already */
  attach(host: LoopHost): void {
    if (this.#host !== null)
      throw new PoeError(
        'ERR_POE_LOOP_TAKEN',
        'This VirtualLoop serves a kernel already; make another by new VirtualLoop().',
      )
    this.#host = host
  }

  wake(): void {
    this.#runner.wake()
  }

  setTimer(at: number): void {
    this.#runner.setTimer(at)
  }

  /**
   * Rejects with PoeError `ERR_POE_LOOP_RUNNING` while another run is on, `ERR_POE_STUCK` when nothing will ever
   * happen again, and with what a callback threw.
   */
  async run(): Promise<void> {
    return this.#runner.run()
  }

  halt(): void {
    this.#runner.halt()
  }

  /** Collected in {@link warnings}. */
  warn(message: string): void {
    this.#world.note(`warning: ${message}`)
    this.warnings.push(message)
  }

  /** Into the {@link journal}. */
  trace(line: string): void {
    this.#world.note(`trace: ${line}`)
  }

  watchSignal(name: string): void {
    this.#signals.watch(name)
  }

  ignoreSignal(name: string): void {
    this.#signals.ignore(name)
  }

  /** Sends the program an OS signal. Answers whether it is watched; one that is not has no effect. */
  raise(name: string): boolean {
    return this.#signals.raise(name)
  }

  watchDestroyed(target: object, destroyed: () => void): Disposable {
    return this.#destroyed.watch(target, destroyed)
  }

  /** A window, widget or element is gone: tells who watches it. */
  destroy(target: object): void {
    this.#destroyed.destroy(target)
  }

  /** Has something done at a simulated time, from the host; what it throws rejects `run()`. */
  at(time: number, act: () => void): Disposable {
    const happening = this.#world.at(nonNegative('at', 'time', time), act)
    return { [Symbol.dispose]: () => happening.cancel() }
  }

  /** A callback takes this long: simulated time passes inside it. */
  block(milliseconds: number): void {
    this.#world.now += nonNegative('block', 'milliseconds', milliseconds)
  }

  /** Changes the faults that are named, from now on. */
  setFaults(faults: FaultOptions): void {
    checkFaults('VirtualLoop.setFaults', faults)
    this.#world.faults.change(faults)
  }

  /**
   * Settles when the clock has moved so far and all there was to do then is done, or when the run has ended. A
   * `paced` loop moves only so; another would have come there anyway.
   *
   * Rejects with PoeError `ERR_POE_NOT_RUNNING` where no `run()` is under way.
   */
  async advance(milliseconds: number): Promise<void> {
    return this.#await('advance', nonNegative('advance', 'milliseconds', milliseconds), null)
  }

  /**
   * Settles as soon as a condition holds, looking after each callback; rejects with PoeError `ERR_POE_LIMIT` when
   * it does not within `limit` milliseconds (default: an hour), or when the run ends before.
   */
  async advanceUntil(holds: () => boolean, options: { readonly limit?: number } = {}): Promise<void> {
    checkOptions('VirtualLoop.advanceUntil', options, { limit: check.milliseconds })
    const limit = nonNegative('advanceUntil', 'limit', options.limit ?? LIMIT)
    if (!holds()) await this.#await('advanceUntil', limit, holds)
  }

  async #await(caller: string, milliseconds: number, until: (() => boolean) | null): Promise<void> {
    if (!(await this.#runner.runsSoon()))
      throw new PoeError('ERR_POE_NOT_RUNNING', `${caller} moves a loop that runs; call run() first, without awaiting.`)
    const reached = this.#runner.pacing.add(this.#world.now + milliseconds, until)
    this.#world.stirred()
    return reached
  }
}

function nonNegative(method: string, name: string, value: number): number {
  const wrong = check.milliseconds(value) ?? (value === Infinity ? 'finite' : undefined)
  if (wrong !== undefined) throw badOption(`VirtualLoop.${method}`, name, value, wrong)
  return value
}
