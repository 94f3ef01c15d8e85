import type { Socket } from 'node:net'
import { constants, getPriority, setPriority } from 'node:os'
import process from 'node:process'
import { badOption, check, PoeError, show } from '@poe/errors'
import { type Child, type Exit, type HandleError, handleError, type StreamHandle } from '@poe/loop'
import { nodeError } from './node-error.ts'
import type { Start } from './program.ts'
import { KeeperLine } from './program-keeper.ts'
import { PtyHandle } from './pty-handle.ts'
import { NetSocketHandle } from './socket-handle.ts'
import type { Stage, Waiting } from './stage.ts'

type Told = (exit: Exit) => void

const READS = { only: 'read' } as const
const WRITES = { only: 'write' } as const

/** A program of the host, or one that could not be started. */
export class ProgramChild implements Child, Waiting {
  readonly pid: number | undefined
  readonly stdin?: StreamHandle
  readonly stdout?: StreamHandle
  readonly stderr?: StreamHandle
  readonly terminal?: StreamHandle
  readonly resize?: (rows: number, columns: number) => void
  readonly #stage: Stage
  readonly #kill: (signal: NodeJS.Signals) => boolean
  /** Whom to call still, one callback of the host each; the kernel is the last. */
  readonly #waiting: Told[] = []
  #kernel: Told | null
  /** Who leads the session of its terminal. */
  #leader: number | undefined
  /** What is left of its group is killed with it. */
  #killsRest = false
  #exit: Exit | null = null
  #announced = false

  /** @param exited - told last, and only of a program that had been started */
  constructor(stage: Stage, start: Start, exited: (pid: number, exit: Exit) => void) {
    const { pid } = start
    this.#stage = stage
    this.pid = pid
    if (pid === undefined) {
      this.#kernel = null
      this.#kill = () => false
      void start.failed.then((error) => this.#ended({ code: null, signal: null, error }))
      return
    }
    this.#kernel = (exit) => exited(pid, exit)
    const { host, stdin, stdout, stderr, terminal } = start
    const keeper = terminal === null ? null : this.#keeperLine(terminal.keeper)
    this.#kill = terminal === null ? (signal) => host.kill(signal) : (signal) => send(pid, signal)
    const over = (exit: Exit): void => (keeper === null ? this.#ended(exit) : keeper.over(exit))
    host.once('exit', (code, signal) => over({ code, signal: plain(signal), error: null }))
    if (stdin !== null) this.stdin = new NetSocketHandle(stage, stdin.pause(), WRITES)
    if (stdout !== null) this.stdout = new NetSocketHandle(stage, stdout.pause(), READS)
    if (stderr !== null) this.stderr = new NetSocketHandle(stage, stderr.pause(), READS)
    if (terminal === null || keeper === null) return
    this.#leader = host.pid
    this.terminal = new PtyHandle(stage, terminal, keeper, () => void this.kill('-HUP'))
    this.resize = (rows, columns) => terminal.resize(lines('rows', rows), lines('columns', columns))
  }

  /** @throws PoeError `ERR_POE_SIGNAL` for a name the host does not know */
  kill(signal: string): boolean {
    const toGroup = typeof signal === 'string' && signal.startsWith('-')
    const name = hostSignal(toGroup ? signal.slice(1) : signal)
    if (this.#exit !== null || this.pid === undefined) return false
    if (!toGroup) return this.#kill(name)
    return this.#leader === undefined ? send(-this.pid, name) : this.#killOnTerminal(this.pid, this.#leader, name)
  }

  /** There the program's group is its leader's, unless it has made one of its own. */
  #killOnTerminal(program: number, leader: number, name: NodeJS.Signals): boolean {
    send(-program, name)
    // The leader is to tell how the program ended, and to reap it; the rest of its group waits until then.
    if (name !== 'SIGKILL') return send(-leader, name)
    this.#killsRest = true
    return send(program, name)
  }

  /** Adds to the niceness the program has. */
  renice(by: number): HandleError | null {
    if (this.#exit !== null || this.pid === undefined) return handleError('ESRCH', 'setpriority')
    try {
      const { PRIORITY_HIGHEST, PRIORITY_LOW } = constants.priority
      setPriority(this.pid, Math.min(Math.max(getPriority(this.pid) + by, PRIORITY_HIGHEST), PRIORITY_LOW))
      return null
    } catch (error) {
      return systemError(error, 'setpriority')
    }
  }

  /** Also after the end: then the callback is on its way at once. */
  onExit(exited: Told): void {
    this.#waiting.push(exited)
    if (this.#exit !== null) this.#next()
  }

  /** Answers the stage: one callback, then the next in another turn of the host. */
  announce(): void {
    this.#announced = false
    const told = this.#waiting.shift() ?? this.#takeKernel()
    try {
      told?.(this.#exit!)
    } finally {
      this.#next()
    }
  }

  #keeperLine(socket: Socket): KeeperLine {
    const goes = (): void => {
      if (this.#killsRest && this.#leader !== undefined) send(-this.#leader, 'SIGKILL')
    }
    return new KeeperLine(socket, (exit) => this.#ended(exit), goes)
  }

  #ended(exit: Exit): void {
    if (this.#exit !== null) return
    this.#exit = exit
    this.#next()
  }

  #takeKernel(): Told | null {
    const kernel = this.#kernel
    this.#kernel = null
    return kernel
  }

  #next(): void {
    if (this.#announced || (this.#waiting.length === 0 && this.#kernel === null)) return
    this.#announced = true
    this.#stage.announceLater(this)
  }
}

/** To a process, or to a group where the number is below 0. */
function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

function lines(name: string, count: number): number {
  const wrong = check.integer(1, 65_535)(count)
  if (wrong !== undefined) throw badOption('child.resize', name, count, wrong)
  return count
}

/** The host wraps what the system said of a process. */
function systemError(error: unknown, syscall: string): HandleError {
  const { info } = error as { info?: { code?: unknown } }
  return nodeError(typeof info?.code === 'string' ? info : error, syscall)
}

function plain(signal: NodeJS.Signals | null): string | null {
  return signal === null ? null : signal.slice('SIG'.length)
}

function hostSignal(name: string): NodeJS.Signals {
  const word = `SIG${name}`
  if (Object.hasOwn(constants.signals, word)) return word as NodeJS.Signals
  throw new PoeError(
    'ERR_POE_SIGNAL',
    `kill takes a signal of this system without "SIG", as "TERM", not ${show(name)}.`,
  )
}
