import { hostname } from 'node:os'
import process from 'node:process'
import { isMainThread } from 'node:worker_threads'
import { check, checkOptions, PoeError } from '@poe/errors'
import type {
  FilesService,
  HandleStage,
  Loop,
  LoopHost,
  NetService,
  PipeService,
  ProcessService,
  Ptys,
  TerminalService,
} from '@poe/loop'
import { SelectFiles } from './files-service.ts'
import { SelectNet } from './net-service.ts'
import { SelectPipes } from './pipe-service.ts'
import { SelectProcess } from './process-service.ts'
import { Signals } from './signals.ts'
import { Stage, type Waiting } from './stage.ts'
import { SelectTerminal } from './terminal-service.ts'
import type { TerminalStreams } from './terminal-streams.ts'
import { now, Timer } from './timer.ts'
import { trace } from './trace.ts'

/** As long as a timer can be: it fires for nobody, it only keeps the host alive. */
const FOR_EVER = 2 ** 31 - 1

/** What a {@link SelectLoop} takes. */
export interface SelectLoopOptions {
  /** Other streams than standard input and output for the terminal service. */
  readonly terminal?: TerminalStreams
  /** What gives programs terminals: `ptys` of `@poe/pty`. Default: none, programs have pipes. */
  readonly ptys?: Ptys
}

const CHECKS = { terminal: check.object, ptys: check.having('pseudo-terminals', 'open', 'resize') }

/** How `run()` ends. */
interface Run {
  readonly hold: NodeJS.Timeout
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

/**
 * POE::Loop::Select, the default loop: the host's own event loop on Node, Bun and Deno, with signals, sockets, programs, files
 * and the terminal.
 *
 * Making one starts and registers nothing. Outside {@link run} nothing is called back, and no socket and no program
 * keeps the process alive.
 */
export class SelectLoop implements Loop {
  readonly name: string = 'select'
  readonly place = `${hostname()}-${process.pid}`
  /** The environment of the process, as it is when it is looked at. */
  readonly env = process.env
  /** TCP, unix and TLS sockets, and UDP. */
  readonly net: Required<NetService>
  /** Programs on pipes, and on terminals where there are `ptys`. */
  readonly process: ProcessService
  /** Files of the host, named pipes, devices. */
  readonly files: Required<FilesService>
  /** Pairs of connected sockets: unix ones, or TCP ones of the host with itself. */
  readonly pipes: PipeService
  /** The terminal of the process; missing in a worker. */
  readonly terminal?: TerminalService
  readonly stage: HandleStage
  /** Missing in a worker, which gets no signals. Names the host does not know, and KILL and STOP, have no effect. */
  readonly watchSignal?: (name: string) => void
  /** Missing in a worker. */
  readonly ignoreSignal?: (name: string) => void

  readonly #stage = new Stage((error) => this.#broke(error))
  readonly #timer = new Timer(() => this.wake())
  readonly #turn: Waiting = { announce: () => this.#takeTurn() }
  #host: LoopHost | null = null
  #run: Run | null = null
  #woken = false
  #gaveWay = false

  /** @throws PoeError for options it cannot mean */
  constructor(options: SelectLoopOptions = {}) {
    checkOptions('SelectLoop', options, CHECKS)
    this.stage = this.#stage
    this.net = new SelectNet(this.#stage)
    this.pipes = new SelectPipes(this.#stage)
    this.files = new SelectFiles(this.#stage)
    const exited: LoopHost['exited'] = (pid, exit) => this.#host?.exited(pid, exit)
    this.process = new SelectProcess(this.#stage, exited, options.ptys)
    if (isMainThread || options.terminal !== undefined)
      this.terminal = new SelectTerminal(this.#stage, options.terminal ?? {})
    if (!isMainThread) return
    const signals = new Signals(this.#stage, (name) => this.#host?.signal(name))
    this.watchSignal = (name) => signals.watch(name)
    this.ignoreSignal = (name) => signals.ignore(name)
  }

  now(): number {
    return now()
  }

  wallClock(): number {
    return Date.now()
  }

  random(): number {
    return Math.random()
  }

  /** @throws PoeError `ERR_POE_LOOP_TAKEN` when the loop serves a kernel already */
  attach(host: LoopHost): void {
    if (this.#host !== null)
      throw new PoeError(
        'ERR_POE_LOOP_TAKEN',
        'This SelectLoop serves a kernel already; make another by new SelectLoop().',
      )
    this.#host = host
  }

  wake(): void {
    if (this.#woken) return
    this.#woken = true
    this.#stage.announceLater(this.#turn)
  }

  setTimer(at: number): void {
    this.#timer.set(at)
  }

  /** Rejects with PoeError `ERR_POE_LOOP_RUNNING` while another run is on. */
  async run(): Promise<void> {
    if (this.#run !== null)
      throw new PoeError('ERR_POE_LOOP_RUNNING', 'This SelectLoop runs already; await that run(), or halt() it first.')
    return new Promise((resolve, reject) => {
      this.#run = { hold: setInterval(() => {}, FOR_EVER), resolve, reject }
      this.#stage.start()
      this.#timer.start()
    })
  }

  halt(): void {
    this.#stop()?.resolve()
  }

  warn(message: string): void {
    process.emitWarning(message, 'PoeWarning')
  }

  /** To the file named by `POE_TRACE_FILENAME`, emptied when the process first traces, or to stderr. */
  trace(line: string): void {
    trace(line)
  }

  #stop(): Run | null {
    const run = this.#run
    if (run === null) return null
    this.#run = null
    clearInterval(run.hold)
    this.#timer.stop()
    this.#stage.stop()
    return run
  }

  #broke(error: unknown): void {
    const run = this.#stop()
    // Halted in the callback that then threw: nobody awaits the run any more, and the error must not get lost.
    if (run === null) throw error
    run.reject(error)
  }

  #takeTurn(): void {
    // Readiness that was announced after the turn was asked for goes first, but cannot hold the turn up for ever.
    if (this.#stage.underway > 0 && !this.#gaveWay) {
      this.#gaveWay = true
      this.#stage.announceLater(this.#turn)
      return
    }
    this.#gaveWay = false
    this.#woken = false
    this.#host?.turn()
  }
}
