import { PoeError, show } from '@poe/errors'
import { reasonOf } from './reasons.ts'
import type { HttpdHeaders, HttpdResponse } from './response.ts'

const NAME = /^[!#$%&'*+\-.^_`|~\w]+$/
/** What nearly all headers are made of. */
const ASCII = /^[\t\x20-\x7e]*$/
/** What they may be made of: a CR or LF would begin another one. */
const OCTETS = /^[\t\x20-\x7e\x80-\xff]*$/
const CLOSE = /(?:^|,)[ \t]*close[ \t]*(?:,|$)/i

/** The headers a user gave, as they are to be written, and what they say about the content. */
export interface WrittenHeaders {
  readonly lines: string
  readonly length: string | undefined
  /** There is a Connection header. */
  readonly connection: boolean
  /** It says that the connection ends. */
  readonly close: boolean
}

/** The first line of a response. @throws PoeError `ERR_POE_HTTPD_RESPONSE` */
export function statusLine({ status = 200, statusText = reasonOf(status) }: HttpdResponse): string {
  if (!Number.isInteger(status) || status < 100 || status > 999)
    throw bad(`status must be a whole number from 100 to 999, not ${show(status)}`)
  checkOctets('statusText', statusText)
  return `HTTP/1.1 ${status} ${statusText}\r\n`
}

/** @throws PoeError `ERR_POE_HTTPD_RESPONSE` for what is no header, and for those that are the filter's to write */
export function writtenHeaders(given: HttpdHeaders | undefined): WrittenHeaders {
  const written = { lines: '', length: undefined as string | undefined, connection: false, close: false }
  if (given === undefined) return written
  if (given instanceof Headers) for (const [name, value] of given) write(written, name, value)
  else if (isPairs(given)) for (const [name, value] of given) write(written, name, String(value))
  else
    for (const name of Object.keys(given)) {
      const value = given[name]
      if (typeof value === 'string') write(written, name, value)
      else if (Array.isArray(value)) for (const one of value) write(written, name, String(one))
      else if (value !== undefined) write(written, name, String(value))
    }
  return written
}

/** What is wrong with a response. */
export function bad(what: string): PoeError {
  return new PoeError('ERR_POE_HTTPD_RESPONSE', `HttpdFilter cannot put that response: ${what}.`)
}

function isPairs(given: HttpdHeaders): given is readonly (readonly [string, string])[] {
  return Array.isArray(given)
}

/** By length first: most headers are none of the filter's. */
function write(written: { -readonly [K in keyof WrittenHeaders]: WrittenHeaders[K] }, name: string, value: string) {
  if (!NAME.test(name)) throw bad(`${show(name)} is no name of a header`)
  checkOctets(`the header ${name}`, value)
  if (name.length === 14 && name.toLowerCase() === 'content-length') {
    if (!/^\d{1,15}$/.test(value)) throw bad(`Content-Length must be a number, not ${show(value)}`)
    if (written.length !== undefined) throw bad('it has more than one Content-Length')
    written.length = value
    return
  }
  if (name.length === 17 && name.toLowerCase() === 'transfer-encoding')
    throw bad('Transfer-Encoding is written by the filter; leave it out, or put a response with "streaming: true"')
  if (name.length === 10 && name.toLowerCase() === 'connection') {
    written.connection = true
    written.close ||= CLOSE.test(value)
  }
  written.lines += `${name}: ${value}\r\n`
}

function checkOctets(what: string, text: string): void {
  if (ASCII.test(text) || OCTETS.test(text)) return
  throw bad(`${what} must be one line of characters up to U+00FF, not ${show(text)}`)
}
