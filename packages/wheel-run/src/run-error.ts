import type { WheelError } from '@poe/wheel'

/** One of a program's standard streams, by its name there: a program's `stdin` is what we write to. */
export type StreamName = 'stdin' | 'stdout' | 'stderr'

/** What the error event of a Run wheel carries. */
export interface RunError extends WheelError {
  /** `read` and `write`; `exec` and `open` where the program could not be started; `setpriority`. */
  readonly operation: string
  /** The stream it happened to; null where it was none. */
  readonly stream: StreamName | null
}

/** An error with its stream, and its cause, which is not enumerable. */
export function runError(error: WheelError, stream: StreamName | null): RunError {
  return Object.defineProperty({ ...error, stream }, 'cause', { value: error.cause })
}
