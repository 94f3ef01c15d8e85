import type { DescriptorService } from './descriptors.ts'
import type { FilesService } from './files.ts'
import type { NetService } from './net.ts'
import type { PipeService } from './pipes.ts'
import type { Exit, ProcessService } from './process.ts'
import type { HandleStage } from './stage.ts'
import type { TerminalService } from './terminal.ts'

/** What a kernel gives its loop. No method throws; a loop guards against it all the same. */
export interface LoopHost {
  /**
   * Run what is due, bounded, then say by {@link Loop.wake} or {@link Loop.setTimer} when to come again.
   * A turn nobody needs is harmless.
   */
  turn(): void
  /** An OS signal that is watched arrived: `TERM`, `INT`, `HUP`, without `SIG`. */
  signal(name: string): void
  /** A program that {@link ProcessService.spawn} started has ended; called after its handle's `onExit`. */
  exited(pid: number, exit: Exit): void
  /** Who waits for what, in sentences: for a loop on which nothing can happen any more. */
  explain?(): string
}

/**
 * A host event loop as POE sees it: time, one timer, wake-ups, OS signals, and the services that make handles.
 *
 * A loop promises, and `@poe/test-loops` tests:
 *
 * 1. Nothing is called back outside `run()`: what became ready before or after waits for the next `run()`.
 * 2. `turn`, `signal`, `exited` and readiness are called from the host, never inside a call to the loop or to a handle.
 * 3. Ready I/O is dispatched before a turn that was asked for in the same turn of the host, alarms included.
 * 4. Any number of `wake()` before a turn: one turn.
 * 5. Promises settle between any two callbacks.
 */
export interface Loop {
  /** How the loop is called in errors and tables: `select`, `virtual`, `browser`. */
  readonly name: string
  /** The host and the process, for kernel ids; missing where there is neither. */
  readonly place?: string
  /** The environment's settings, such as `POE_TRACE_EVENTS`; missing where there are none. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Monotonic milliseconds with fractions. A call costs about as much as an event: read it rarely. */
  now(): number
  /** Unix milliseconds. The wall clock may step; turn wall times into monotonic ones once. */
  wallClock(): number
  /** From 0 up to, not including, 1; seeded on a simulated loop. */
  random(): number
  /** Once, before anything else: a loop serves one kernel. */
  attach(host: LoopHost): void
  /** Asks for a turn soon, after ready I/O was dispatched. Idempotent until that turn begins. */
  wake(): void
  /** Asks for a turn at or after `at`, never before ({@link now}'s clock); Infinity for none; replaces the former request. */
  setTimer(at: number): void
  /** Keeps the host alive and calls back until `halt()`; settles then. Rejects if a callback threw. */
  run(): Promise<void>
  /** Ends `run()`. Twice, or without a run, is harmless. */
  halt(): void
  /** Something worth a developer's eye that is nobody's error: where the host shows warnings. */
  warn(message: string): void
  /** One line of tracing, written before this returns. Missing: tracing goes to {@link warn}. */
  trace?(line: string): void
  /** Missing where there are no signals (a page, a worker). A watched signal alone keeps nothing alive. */
  watchSignal?(name: string): void
  /** Ends {@link watchSignal}: the signal has the host's default effect again. */
  ignoreSignal?(name: string): void
  /** Calls back once, when a window, widget or element is gone. Missing where there are none. */
  watchDestroyed?(target: object, destroyed: () => void): Disposable
  /** Missing where the host has no sockets. */
  readonly net?: NetService
  /** Missing where the host starts no programs. */
  readonly process?: ProcessService
  /** Missing where the host has no files. */
  readonly files?: FilesService
  /** Missing where the host has no terminal. */
  readonly terminal?: TerminalService
  /** Missing where the host has no pipes that would be more than memory. */
  readonly pipes?: PipeService
  /** Missing where the host has no descriptors, or none that others may watch. */
  readonly descriptors?: DescriptorService
  /** Where handles of nothing but memory are called back from. Missing where a loop has no handles at all. */
  readonly stage?: HandleStage
}

/** The services a loop may offer. */
export type ServiceName = 'net' | 'process' | 'files' | 'terminal' | 'pipes' | 'descriptors' | 'stage'
