import { isPoeError } from '@poe/errors'
import { errnoOf, type HandleError, handleError } from '@poe/loop'

/** What the error event of a wheel carries: POE's operation, errno and text, and the wheel's id. */
export interface WheelError {
  /** What the wheel was doing: `read`, `write`, `bind`, `listen`, `connect`, `accept`, … */
  readonly operation: string
  /** `ECONNRESET` and the like, or the `ERR_POE_…` of a filter; empty at the end of input. */
  readonly code: string
  /** Positive, Linux's number; 0 at the end of input, and where the code is no errno. */
  readonly errno: number
  /** Empty at the end of input. */
  readonly message: string
  /** The wheel it happened to. */
  readonly wheelId: number
}

/** The end of input, as POE tells it: an error of reading that is none. */
export function endOfInput(wheelId: number): WheelError {
  return { operation: 'read', code: '', errno: 0, message: '', wheelId }
}

/** An error event's payload from what a handle or a service told. */
export function wheelError(operation: string, error: HandleError, wheelId: number): WheelError {
  return { operation, code: error.code, errno: error.errno, message: error.message, wheelId }
}

/** An error event's payload for one of the known codes. */
export function wheelErrorOf(operation: string, code: string, wheelId: number, message?: string): WheelError {
  return wheelError(operation, handleError(code, operation, message === undefined ? {} : { message }), wheelId)
}

/** An error event's payload for what a filter says of its input: too long (EMSGSIZE), or malformed (EPROTO). */
export function filterError(error: unknown, wheelId: number): WheelError | undefined {
  if (!isPoeError(error) || !error.code.startsWith('ERR_POE_FILTER_')) return undefined
  const errno = errnoOf(/TOO_LONG|FULL|LIMIT/.test(error.code) ? 'EMSGSIZE' : 'EPROTO')
  return { operation: 'read', code: error.code, errno, message: error.message, wheelId }
}
