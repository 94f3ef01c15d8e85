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
  /**
   * What was thrown or told below, where there is such: a `HandleError` of the loop, or a `PoeError` of a filter, whose own `cause` may
   * be the host's error. Not enumerable, as that of an Error: it is neither compared nor sent along.
   */
  readonly cause?: unknown
}

/** The end of input, as POE tells it: an error of reading that is none. */
export function endOfInput(wheelId: number): WheelError {
  return { operation: 'read', code: '', errno: 0, message: '', wheelId }
}

/** An error event's payload from what a handle or a service told. */
export function wheelError(operation: string, error: HandleError, wheelId: number): WheelError {
  return causedBy(error, { operation, code: error.code, errno: error.errno, message: error.message, wheelId })
}

/** An error event's payload for one of the known codes. */
export function wheelErrorOf(operation: string, code: string, wheelId: number, message?: string): WheelError {
  const { errno, message: usual } = handleError(code, operation)
  return { operation, code, errno, message: message ?? usual, wheelId }
}

/** An error event's payload for what a filter says of its input: too long (EMSGSIZE), or malformed (EPROTO). */
export function filterError(error: unknown, wheelId: number): WheelError | undefined {
  if (!isPoeError(error) || !error.code.startsWith('ERR_POE_FILTER_')) return undefined
  const errno = errnoOf(/TOO_LONG|FULL|LIMIT/.test(error.code) ? 'EMSGSIZE' : 'EPROTO')
  return causedBy(error, { operation: 'read', code: error.code, errno, message: error.message, wheelId })
}

function causedBy(cause: unknown, error: WheelError): WheelError {
  return Object.defineProperty(error, 'cause', { value: cause })
}
