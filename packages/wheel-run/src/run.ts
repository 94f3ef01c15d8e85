import type { Filter, OutputFilter } from '@poe/filter'
import type { Untyped } from '@poe/kernel'
import type { Exit } from '@poe/loop'
import type { WheelContext } from '@poe/wheel'
import type { InputFilter } from '@poe/wheel-readwrite/sides'
import type { RunEvents, RunOptions } from './options.ts'
import { RunImpl } from './run-impl.ts'

/** How `close()` of a {@link Run} ends a program. */
export interface CloseOptions {
  /**
   * Milliseconds the program is given for each step: to end because its input has, to end when it is asked to by a
   * signal; and whoever else holds its outputs to end them. Default: 5000.
   */
  readonly timeout?: number
}

/**
 * A program, or a function in a process of its own, and its streams: POE::Wheel::Run.
 *
 * @typeParam Out - what the filter of its output makes
 * @typeParam Err - what the filter of its errors makes
 * @typeParam In - what the filter of its input takes
 * @typeParam M - the event map of the session
 */
export interface Run<Out = string, Err = string, In = Out, M = Untyped> extends Disposable {
  /** From 1, unique in a kernel (POE: `ID`). */
  readonly id: number
  /** The process; undefined where it could not be started, which the error event tells (POE: `PID`). */
  readonly pid: number | undefined
  /** How the program ended; null while it runs. */
  readonly exit: Exit | null
  /** Whether the wheel has ended. */
  readonly disposed: boolean
  /** Whether everything that was put has been given to the operating system. */
  readonly isFlushed: boolean
  /**
   * Queues records for the program's input, to be written when the present dispatch ends. Gives whether as much waits as
   * `highMark`. After `shutdownStdin` it is an error event (EPIPE), told once; what is put after writing has failed goes
   * nowhere.
   * @throws PoeError `ERR_POE_NO_STREAM` where the program's input is none of the wheel's
   */
  put(...records: In[]): boolean
  /**
   * Ends the program's input after what has been put. A raw terminal knows no end of input: there the wheel merely takes
   * no more.
   */
  shutdownStdin(): void
  /**
   * Sends the program a signal, named without `SIG`; `-TERM` to its process group. False: it has ended. Default: `TERM`.
   * @throws PoeError `ERR_POE_SIGNAL`
   */
  kill(signal?: string): boolean
  /**
   * Changes the names of events, from the very next record on; undefined for none.
   * @throws PoeError `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_BAD_OPTION`; `ERR_POE_NO_STREAM` for an output that is none of
   * the wheel's
   */
  event(names: { readonly [E in keyof RunEvents<M, Out, Err>]: RunEvents<M, Out, Err>[E] | undefined }): void
  /** Nothing of the program's output is delivered until `resumeStdout`, not even its end, and the program feels it. */
  pauseStdout(): void
  /** Ends {@link pauseStdout}; what was kept is delivered after this returns. */
  resumeStdout(): void
  /** As {@link pauseStdout}, for its errors. */
  pauseStderr(): void
  /** Ends {@link pauseStderr}. */
  resumeStderr(): void
  /** Both filters at once: {@link setStdinFilter} and {@link setStdoutFilter}. */
  setStdioFilter(filter: Filter<Out, In>): void
  /** For what is put from now on. */
  setStdinFilter(filter: OutputFilter<In>): void
  /** The new filter gets the octets the old one had not used; their records are delivered after this returns. */
  setStdoutFilter(filter: InputFilter<Out>): void
  /** As {@link setStdoutFilter}. */
  setStderrFilter(filter: InputFilter<Err>): void
  /** The filter its input goes through (POE: `get_stdin_filter`). */
  getStdinFilter(): OutputFilter<In>
  /** The filter of its output (POE: `get_stdout_filter`). */
  getStdoutFilter(): InputFilter<Out>
  /** The filter of its errors (POE: `get_stderr_filter`). */
  getStderrFilter(): InputFilter<Err>
  /**
   * Moves the mark; looked at with the next `put` or write.
   * @throws PoeError `ERR_POE_BAD_OPTION` where the wheel was made without marks, or they would cross
   */
  setHighMark(octets: number): void
  /** As {@link setHighMark}. */
  setLowMark(octets: number): void
  /** Octets queued for the program's input, not counting those the handle has taken. */
  getDriverOutOctets(): number
  /** Chunks queued, a half-written one included. */
  getDriverOutMessages(): number
  /**
   * Tells the program that its terminal has another size.
   * @throws PoeError `ERR_POE_NO_TERMINAL` where it has none; `ERR_POE_BAD_OPTION`
   */
  winsize(rows: number, columns: number): void
  /**
   * Ends the program, by force if it must be, and then the wheel: ends its input after what has been put; then asks
   * by TERM (HUP, on a terminal) and at last by KILL, the whole process group each time. What it still says is
   * delivered, and so is `closeEvent`. The session lives on until then. Twice is fine.
   */
  close(options?: CloseOptions): void
  /**
   * Ends the wheel now and closes our ends. The program runs on, without its input, and with nobody to write to,
   * unless `killOnDispose` says otherwise.
   */
  dispose(): void
}

/** How Run wheels are made; types of records come from the filters. */
export interface RunClass {
  new <M, Out = string, Err = string, In = Out>(
    ctx: WheelContext<M>,
    options: RunOptions<M, Out, Err, In>,
  ): Run<Out, Err, In, M>
}

/**
 * Makes a {@link Run}: the program has been started when this returns.
 * @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_MISSING_OPTION`, `ERR_POE_OPTIONS` for
 * wrong options; `ERR_POE_NO_SESSION` without the context of a living session; `ERR_POE_NO_SERVICE` where the loop starts
 * no programs, or none of this kind
 */
export const Run = RunImpl as unknown as RunClass
