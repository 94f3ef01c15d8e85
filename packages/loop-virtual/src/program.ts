import type { Chunk } from '@poe/loop'

/**
 * What a scripted program does. One that is asynchronous exits with 0 when its promise is fulfilled, and with 1,
 * the error on its standard error, when that is rejected; another goes on until it calls `exit` or is killed.
 */
export type Program = (child: ScriptedChild) => void | Promise<void>

/** The inside of a running program. */
export interface ScriptedChild {
  /** Its number. */
  readonly pid: number
  /** What it was started with, the program's name left out. */
  readonly args: readonly string[]
  /** What the function of a module is called with: copies. Empty for other programs. */
  readonly values: readonly unknown[]
  /** What was added to its niceness since it was started. */
  readonly niceness: number
  /** Its environment. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder it begins in. */
  readonly cwd: string
  /** The size of its terminal; null where it has none. */
  readonly size: { readonly rows: number; readonly columns: number } | null
  /** What comes on standard input: octets, or null at the end. One read at a time. */
  read(): Promise<Uint8Array | null>
  /** Standard input by lines, their ends left out; a last line without one counts. */
  lines(): AsyncIterable<string>
  /** To standard output; settles when all is taken. A reader that has gone kills the program by PIPE. */
  write(chunk: Chunk): Promise<void>
  /** To standard error; else as {@link write}. */
  complain(chunk: Chunk): Promise<void>
  /** Settles after so many simulated milliseconds; never, once the program has ended. */
  sleep(milliseconds: number): Promise<void>
  /** Catches a signal, named without `SIG`. Others kill the program, but for CHLD, CONT, URG and WINCH. */
  onSignal(name: string, caught: () => void): void
  /** Ends: what was written still leaves. Twice is fine; the first counts. */
  exit(code?: number): void
  /** Ends as if killed by this signal. */
  die(signal: string): void
}
