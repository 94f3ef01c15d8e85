import type { HandleError } from './handle-error.ts'
import type { StreamHandle } from './handles.ts'

/** How a program is started. */
export interface SpawnOptions {
  /** The program and its arguments; no shell is involved. */
  readonly command: readonly [string, ...string[]]
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Pipes unless said otherwise; `terminal` gives the program a terminal of its own. */
  readonly terminal?: { readonly rows: number; readonly columns: number }
  readonly stdin?: 'pipe' | 'inherit' | 'ignore'
  readonly stdout?: 'pipe' | 'inherit' | 'ignore'
  readonly stderr?: 'pipe' | 'inherit' | 'ignore'
  /** A process group of its own. Default: true. */
  readonly detached?: boolean
  readonly uid?: number
  readonly gid?: number
}

/** How a program ended: by itself with `code`, by `signal`, or it never started, for the reason in `error`. */
export interface Exit {
  readonly code: number | null
  /** Without `SIG`: `TERM`. */
  readonly signal: string | null
  readonly error: HandleError | null
}

/** A started program. A failed start is an exit. */
export interface Child {
  readonly pid: number | undefined
  readonly stdin?: StreamHandle
  readonly stdout?: StreamHandle
  readonly stderr?: StreamHandle
  readonly terminal?: StreamHandle
  /** Sends a signal, named without `SIG`. False: it has ended already. */
  kill(signal: string): boolean
  resize?(rows: number, columns: number): void
  /**
   * Each callback once, from the host, when the program has ended, or when it could not be started; its pipes may still
   * hold what it wrote. Also where it has ended already.
   */
  onExit(exited: (exit: Exit) => void): void
}

/** Starts programs. */
export interface ProcessService {
  readonly pid: number
  /**
   * Throws for misuse only: a program that cannot be started is an exit with `error` (syscall `spawn`), and has neither a
   * `pid` nor pipes.
   */
  spawn(options: SpawnOptions): Child
  /** Whether a program of this id was started here and has not been told as ended. */
  isRunning(pid: number): boolean
  /** How many programs are. */
  readonly running: number
}
