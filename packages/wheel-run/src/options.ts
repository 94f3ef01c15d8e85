import type { Driver } from '@poe/driver'
import type { Filter, OutputFilter } from '@poe/filter'
import type { Accepting, Untyped } from '@poe/kernel'
import type { StreamHandle } from '@poe/loop'
import type { InputFilter, LastRecord } from '@poe/wheel-readwrite/sides'
import type { RunError } from './run-error.ts'

/** What is run: text for a shell, a program and its arguments, or a function of a module. */
export type Program = string | readonly [string, ...string[]] | ModuleFunction

/** A function that is called in a process of its own. It may be async; what it gives back is not looked at. */
export interface ModuleFunction {
  /** The module: `new URL('./work.js', import.meta.url)`, a URL as text, or an absolute path. */
  readonly module: URL | string
  /** The name it exports the function by. Default: `default`. */
  readonly export?: string
}

/** Where a stream leads instead of to the wheel: the name of a file, a handle of the loop, or a descriptor of the host. */
export type Redirection = string | StreamHandle | number

/** The events of a Run wheel: names of handlers that take what it sends. */
export interface RunEvents<M, Out, Err> {
  /** (wheel id) when everything that was put has been given to the operating system; after `lowEvent`. */
  readonly stdinEvent?: Accepting<M, [number]>
  /** (record, wheel id) for every record of the program's output; a last one without its end has a third argument. */
  readonly stdoutEvent?: Accepting<M, [Out, number, LastRecord?]>
  /** As `stdoutEvent`, of its errors. */
  readonly stderrEvent?: Accepting<M, [Err, number, LastRecord?]>
  /**
   * (error) at the end of a stream (`read`, errno 0), and when something fails: reading, writing, starting the
   * program, setting its priority.
   */
  readonly errorEvent?: Accepting<M, [RunError]>
  /** (wheel id) once, when all of the program's outputs have ended; where there are none, when the program has. */
  readonly closeEvent?: Accepting<M, [number]>
  /** (wheel id) when, after writing, as many octets wait as `highMark`; once, until `lowEvent`. */
  readonly highEvent?: Accepting<M, [number]>
  /** (wheel id) when they have fallen to `lowMark` again. */
  readonly lowEvent?: Accepting<M, [number]>
}

/** What turns the octets of a program's streams into records and back. The wheel has each to itself. */
export interface RunFilters<Out, Err, In> {
  /** For input and output. Default: a `LineFilter` of lines that end with LF. */
  readonly stdioFilter?: Filter<Out, In>
  /** For the program's input, instead of `stdioFilter`. */
  readonly stdinFilter?: OutputFilter<In>
  /** For its output, instead of `stdioFilter`. */
  readonly stdoutFilter?: InputFilter<Out>
  /** For its errors. Default: a `LineFilter` as above. */
  readonly stderrFilter?: InputFilter<Err>
}

/** What reads and writes a program's streams. Default: a `SysRWDriver` each. */
export interface RunDrivers {
  /** For input and output. */
  readonly stdioDriver?: Driver
  /** For the program's input, instead of `stdioDriver`. */
  readonly stdinDriver?: Driver
  /** For its output, instead of `stdioDriver`. */
  readonly stdoutDriver?: Driver
  /** For its errors. */
  readonly stderrDriver?: Driver
}

/** How a Run wheel is made: POE::Wheel::Run. */
export interface RunOptions<M, Out, Err, In> extends RunEvents<M, Out, Err>, RunFilters<Out, Err, In>, RunDrivers {
  /**
   * A string is split at blanks, or given to `/bin/sh` where it has a character that means something to a shell; a
   * list is started as it is.
   */
  readonly program: Program
  /** More arguments, never seen by a shell; for a function its arguments, anything that can be copied. */
  readonly programArgs?: readonly unknown[]
  /**
   * What joins us and the program: `pipe`, what the host has for pipes; `socketpair`, the same on hosts that have
   * socket pairs for pipes; `pty`, a terminal, errors and output together; `pty-pipe`, a terminal, errors apart.
   * Default: `pipe`.
   */
  readonly conduit?: 'pipe' | 'socketpair' | 'pty' | 'pty-pipe'
  /** Lines and columns of the terminal. Default: those of the terminal we run on, or 24 and 80. */
  readonly winsize?: readonly [rows: number, columns: number]
  /** Whether octets pass a terminal as they are, unechoed and unedited. Default: true. */
  readonly raw?: boolean
  /** Gives output and errors conduits even while no event names them, to be named later. Default: false, they are ours. */
  readonly capture?: boolean
  /** What the program reads. */
  readonly redirectStdin?: Redirection
  /** Where its output goes; a file is emptied first. */
  readonly redirectStdout?: Redirection
  /** Where its errors go. */
  readonly redirectStderr?: Redirection
  /** Where both go. */
  readonly redirectOutput?: Redirection
  /** The program has our own input. Default: false. */
  readonly noStdin?: boolean
  /** What is added to the program's niceness. */
  readonly priority?: number
  /** The id of the user who is to own the process. */
  readonly user?: number
  /** The id of the group. */
  readonly group?: number
  /** The program stays in our process group. Default: false, it has one of its own. */
  readonly noSetPgrp?: boolean
  /** The program's working directory. Default: ours. */
  readonly cwd?: string
  /** The program's environment, all of it. Default: ours. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** What is sent to the program and its process group if it still runs when the wheel ends; true: `TERM`. Default: false. */
  readonly killOnDispose?: boolean | string
  /** Octets waiting to be written at which `highEvent` comes and `put` gives true. With `lowMark`, or not at all. */
  readonly highMark?: number
  /** Octets to which they have to fall for `lowEvent`; at least 1, less than `highMark`. */
  readonly lowMark?: number
  /** Write within `put`, instead of when the dispatch ends. Default: false. */
  readonly autoFlush?: boolean
  /** Octets that may wait to be written; one more is a write error (ENOBUFS). Default: 64 MiB. */
  readonly maxOutput?: number
  /** Milliseconds the program may take nothing of what waits before that is an error (ETIMEDOUT). Default: Infinity. */
  readonly stallTimeout?: number
}

/** Options, whatever the records and the events are. */
export type AnyRunOptions = RunOptions<Untyped, Untyped, Untyped, Untyped>
