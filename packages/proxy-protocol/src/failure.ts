import { PoeError } from '@poe/errors'

/** The error for octets that are no header: not even its beginning. */
export function noHeader(octet: number): PoeError {
  const hex = octet.toString(16).padStart(2, '0')
  return new PoeError(
    'ERR_POE_PROXY_MISSING',
    `The connection does not begin with a PROXY header: octet 0x${hex} cannot be part of one. Does the peer send it?`,
  )
}

/** The error for a header that breaks the protocol. */
export function malformed(what: string): PoeError {
  return new PoeError('ERR_POE_PROXY_MALFORMED', `The PROXY header ${what}.`)
}

/** The error for a header longer than is allowed. */
export function tooLong(length: number, most: number): PoeError {
  return new PoeError(
    'ERR_POE_PROXY_TOO_LONG',
    `The PROXY header has ${length} octets, more than maxLength, ${most}. Raise it if the proxy is trusted.`,
  )
}
