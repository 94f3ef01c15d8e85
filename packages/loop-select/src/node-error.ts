import { errnoOf, type HandleError, type HandleErrorDetails, handleError } from '@poe/loop'

/** What the host's error objects may carry. */
interface HostError {
  readonly code?: unknown
  readonly syscall?: unknown
  readonly message?: unknown
  readonly address?: unknown
  readonly port?: unknown
  readonly errors?: readonly unknown[]
}

/** What is known of a failure besides the host's error. */
export interface Known {
  readonly address?: string | undefined
  readonly port?: number | undefined
}

/** The host's words for using a stream that has gone. */
const GONE = new Set(['ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END', 'ERR_SOCKET_CLOSED', 'EPIPE'])

/** Operations of the contract; any other word of the host gives way to what the caller was doing. */
const OPERATIONS = new Set(['read', 'write', 'bind', 'listen', 'connect', 'accept', 'getaddrinfo'])

/** What a listener lacks when it is `listen` rather than `bind` that fails; the host says `listen` for both. */
const EXHAUSTED = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'])

/** Turns what the host threw or emitted into the error of a handle. */
export function nodeError(thrown: unknown, operation: string, known: Known = {}): HandleError {
  const error = first(thrown)
  const code = codeOf(error)
  const said = typeof error.syscall === 'string' && OPERATIONS.has(error.syscall) ? error.syscall : operation
  return handleError(code, said, details(error, code, known))
}

/** As {@link nodeError}, for listening: binding and listening are told apart. */
export function listenError(thrown: unknown, known: Known): HandleError {
  const error = nodeError(thrown, 'bind', known)
  if (error.syscall !== 'listen' || EXHAUSTED.has(error.code)) return error
  return { ...error, syscall: 'bind' }
}

/** Of several addresses tried, the first one's error. */
function first(thrown: unknown): HostError {
  const error = (typeof thrown === 'object' && thrown !== null ? thrown : { message: String(thrown) }) as HostError
  return Array.isArray(error.errors) && error.errors.length > 0 ? (error.errors[0] as HostError) : error
}

function codeOf(error: HostError): string {
  const code = typeof error.code === 'string' ? error.code : 'UNKNOWN'
  return GONE.has(code) ? 'EPIPE' : code
}

function details(error: HostError, code: string, known: Known): HandleErrorDetails {
  const address = typeof error.address === 'string' ? error.address : known.address
  const port = typeof error.port === 'number' ? error.port : known.port
  return {
    ...(errnoOf(code) === 0 && typeof error.message === 'string' ? { message: error.message } : {}),
    ...(address === undefined ? {} : { address }),
    ...(port === undefined ? {} : { port }),
  }
}
