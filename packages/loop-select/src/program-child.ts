import type { Socket } from 'node:net'
import { constants } from 'node:os'
import { PoeError, show } from '@poe/errors'
import type { Child, Exit, StreamHandle } from '@poe/loop'
import type { Start, Started } from './program.ts'
import { NetSocketHandle } from './socket-handle.ts'
import type { Stage, Waiting } from './stage.ts'

type Told = (exit: Exit) => void

/** A program of the host, or one that could not be started. */
export class ProgramChild implements Child, Waiting {
  readonly pid: number | undefined
  readonly stdin?: StreamHandle
  readonly stdout?: StreamHandle
  readonly stderr?: StreamHandle
  readonly #stage: Stage
  readonly #kill: (signal: NodeJS.Signals) => boolean
  /** Whom to call still, one callback of the host each; the kernel is the last. */
  readonly #waiting: Told[] = []
  #kernel: Told | null
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
    this.#kill = (signal) => start.host.kill(signal)
    start.host.once('exit', (code, signal) => this.#ended({ code, signal: plain(signal), error: null }))
    Object.assign(this, pipes(stage, start))
  }

  /** @throws PoeError `ERR_POE_SIGNAL` for a name the host does not know */
  kill(signal: string): boolean {
    const name = hostSignal(signal)
    return this.#exit === null && this.#kill(name)
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

  #ended(exit: Exit): void {
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

function pipes(
  stage: Stage,
  { stdin, stdout, stderr }: Started,
): Partial<Record<'stdin' | 'stdout' | 'stderr', StreamHandle>> {
  const handle = (socket: Socket, only: 'read' | 'write') => new NetSocketHandle(stage, socket.pause(), { only })
  return {
    ...(stdin === null ? {} : { stdin: handle(stdin, 'write') }),
    ...(stdout === null ? {} : { stdout: handle(stdout, 'read') }),
    ...(stderr === null ? {} : { stderr: handle(stderr, 'read') }),
  }
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
