import { errnoOf, type HandleError, type HandleErrorDetails, handleError } from '@poe/loop'
import { FAILED } from './bridge-protocol.ts'

/** Codes of a close that is no failure: normal, going away, none given. */
const ENDS: ReadonlySet<number> = new Set([1000, 1001, 1005])

const CODES: Readonly<Record<number, string>> = { 1008: 'EACCES', 1009: 'EMSGSIZE', 1013: 'EAGAIN' }

/** Why a WebSocket was closed, as the error of a handle; null where nothing failed. */
export function closeError(
  { code, reason }: CloseEvent,
  syscall: string,
  known?: HandleErrorDetails,
): HandleError | null {
  if (ENDS.has(code)) return null
  const [told = '', operation = syscall] = code === FAILED ? reason.split(' ') : []
  if (errnoOf(told) > 0) return handleError(told, operation, known)
  const usual = syscall === 'connect' ? 'ECONNREFUSED' : 'ECONNRESET'
  return handleError(CODES[code] ?? usual, syscall, reason === '' ? known : { ...known, message: reason })
}
