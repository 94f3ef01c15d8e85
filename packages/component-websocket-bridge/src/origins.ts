import type { IncomingMessage } from 'node:http'
import type { OptionCheck } from '@poe/errors'

/** Whose pages may use a bridge: every one's, those of a list, or what a function says. */
export type Origins = '*' | readonly string[] | ((origin: string, request: IncomingMessage) => boolean)

/** What is wrong with origins, if anything. */
export const isOrigins: OptionCheck = (value) =>
  value === '*' ||
  typeof value === 'function' ||
  (Array.isArray(value) && value.every((origin) => typeof origin === 'string'))
    ? undefined
    : '"*", a list of origins as "https://example.net", or a function'

/**
 * Whether a request may be served: by default, where its page comes from the host it asks. A program that is no browser has
 * no origin, and could claim any.
 */
export function isWelcome(origins: Origins | undefined, request: IncomingMessage): boolean {
  const { origin, host } = request.headers
  if (origin === undefined || origins === '*') return true
  if (typeof origins === 'function') return origins(origin, request)
  return origins === undefined ? /^https?:\/\/(.*)$/.exec(origin)?.[1] === host : origins.includes(origin)
}
