import type { HandleError } from './handle-error.ts'
import type { StreamHandle } from './handles.ts'

/**
 * What a program has for one of its standard streams: a pipe to us, what we have ourselves, nothing, or something that is
 * there already. The same object for output and errors is opened once, so that neither overwrites the other.
 */
export type ProgramStream = 'pipe' | 'inherit' | 'ignore' | RedirectedStream

/** A file (made or emptied where the program writes), a handle of the same loop, or a descriptor of the host. */
export type RedirectedStream =
  | {
      /** A file of this path, made or emptied where the program writes. */
      readonly file: string
    }
  | {
      /** A stream of this loop that the host can lend to a program. */
      readonly handle: StreamHandle
    }
  | {
      /** A descriptor of this process. */
      readonly descriptor: number
    }

/** The terminal a program is given. */
export interface ProgramTerminal {
  /** Lines of its window. */
  readonly rows: number
  /** Columns of its window. */
  readonly columns: number
  /** Octets pass as they are: no echo, no editing, no signals by keys, no CR before LF. Default: true. */
  readonly raw?: boolean
}

/** A function of a module, to be called in a process of its own. */
export interface ModuleCall {
  /** The module's URL. */
  readonly url: string
  /** The name it exports the function by. */
  readonly export: string
  /** Arguments for the function; what the host can copy. */
  readonly args: readonly unknown[]
}

/** How a program is started: by `command` or by `module`, one of both. */
export interface SpawnOptions {
  /** The program and its arguments; no shell is involved. */
  readonly command?: readonly [string, ...string[]]
  /**
   * Has the host's own runtime call a function. Its process ends with 0 when the function, or the promise it gave, is
   * done, and with 255 when that throws, the error on its standard error.
   */
  readonly module?: ModuleCall
  /** The folder it begins in. Default: this process's. */
  readonly cwd?: string
  /** Its whole environment; what is undefined is left out. Default: this process's. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** A terminal of its own instead of pipes; with `stderr: 'pipe'` errors come apart from it. */
  readonly terminal?: ProgramTerminal
  /** Default: `pipe`; left out where there is a terminal. */
  readonly stdin?: ProgramStream
  /** As `stdin`. */
  readonly stdout?: ProgramStream
  /** Default: `pipe`, or the terminal. */
  readonly stderr?: ProgramStream
  /** A process group of its own; always, on a terminal. Default: true. */
  readonly detached?: boolean
  /** The user it runs as, by number; wants the right to. */
  readonly uid?: number
  /** The group it runs as, by number; wants the right to. */
  readonly gid?: number
}

/** How a program ended: by itself with `code`, by `signal`, or it never started, for the reason in `error`. */
export interface Exit {
  /** What it ended with; null where a signal ended it, or it could not be started. */
  readonly code: number | null
  /** Without `SIG`: `TERM`. */
  readonly signal: string | null
  /** Why it could not be started; null where it was. */
  readonly error: HandleError | null
}

/** A started program. A failed start is an exit. What it has besides `pid` depends on what was asked for. */
export interface Child {
  /** The system's number; undefined where it could not be started. */
  readonly pid: number | undefined
  /** What it reads; there where it is a pipe. */
  readonly stdin?: StreamHandle
  /** What it writes; there where it is a pipe. */
  readonly stdout?: StreamHandle
  /** Its errors; there where they are a pipe. */
  readonly stderr?: StreamHandle
  /** Our end of its terminal; there where it has one. */
  readonly terminal?: StreamHandle
  /** Sends a signal, named without `SIG`; `-TERM` to its whole process group. False: it has ended already. */
  kill(signal: string): boolean
  /** Tells its terminal that the window has another size; there where it has a terminal. */
  resize?(rows: number, columns: number): void
  /** Adds to its niceness; gives why that was not possible, if so. Missing where the host has no priorities. */
  renice?(by: number): HandleError | null
  /**
   * Each callback once, from the host, when the program has ended, or when it could not be started; its pipes may still
   * hold what it wrote. Also where it has ended already.
   */
  onExit(exited: (exit: Exit) => void): void
}

/** Starts programs. */
export interface ProcessService {
  /** The number of this process. */
  readonly pid: number
  /**
   * Throws for misuse only: a program that cannot be started is an exit with `error` (syscall `spawn`, or `open` for a
   * file), and has neither a `pid` nor pipes. A handle or a descriptor that is given stays its owner's.
   * @throws PoeError `ERR_POE_NO_SERVICE` for a terminal or a module call where the loop has none
   */
  spawn(options: SpawnOptions): Child
  /** Whether a program of this id was started here and has not been told as ended. */
  isRunning(pid: number): boolean
  /** How many programs are. */
  readonly running: number
}

/** Opens pseudo-terminals for a loop whose host has none itself: `@poe/pty`. */
export interface Ptys {
  /** Throws the host's error where there is none to be had. */
  open(rows: number, columns: number): Pty
  /** @param ours - our end */
  resize(ours: number, rows: number, columns: number): void
}

/** Both ends of a pseudo-terminal, as descriptors of the host, to be closed by whoever opened it. */
export interface Pty {
  /** Our end. */
  readonly ours: number
  /** The program's end, which no program inherits by accident. */
  readonly theirs: number
  /** By what path the program's end is opened. */
  readonly path: string
}
