import { messageOf } from './message.ts'

/** The runtime mark of a PoeError; its value is the version of the shape. */
const BRAND = Symbol.for('@poe/error')

/**
 * The one error class of POE. `code` is API; `message` says what was given and what to do instead.
 *
 * Misuse throws one of these. An expected miss (no such session, no such alarm) is a return value.
 */
export interface PoeError extends Error {
  /** `PoeError`. */
  readonly name: 'PoeError'
  /** Stable, starts with `ERR_POE_`; each package lists its own in its README. */
  readonly code: string
}

class PoeErrorImpl extends Error {
  declare readonly name: 'PoeError'
  readonly code: string

  constructor(code: string, message: string, options?: { readonly cause?: unknown }) {
    super(messageOf(code, message), options)
    this.code = code
  }

  static {
    Object.defineProperty(PoeErrorImpl.prototype, BRAND, { value: 1 })
    // Consoles and stacks show both names; users know one.
    Object.defineProperty(PoeErrorImpl.prototype, 'name', { value: 'PoeError' })
    Object.defineProperty(PoeErrorImpl, 'name', { value: 'PoeError' })
  }
}

/** Makes a {@link PoeError}; `cause` is kept as the standard `Error.cause`. */
export const PoeError: new (code: string, message: string, options?: { readonly cause?: unknown }) => PoeError =
  PoeErrorImpl

/** Whether a value is a PoeError, from whichever installed copy of this package; with `code`, of that code. */
export function isPoeError(value: unknown, code?: string): value is PoeError {
  if (typeof value !== 'object' || value === null) return false
  return (value as { [BRAND]?: unknown })[BRAND] === 1 && (code === undefined || (value as PoeError).code === code)
}
