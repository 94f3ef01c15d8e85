import { PoeError, show } from '@poe/errors'
import { reasonOf } from './reasons.ts'
import type { HttpdHeaders, HttpdResponse } from './response.ts'

const NAME = /^[!#$%&'*+\-.^_`|~\w]+$/
/** A CR or LF in a header would begin another one. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it looks for
const CONTROL = /[\0-\x08\x0a-\x1f\x7f]/

/** The headers a user gave, as they are to be written, and what they say about the content. */
export interface WrittenHeaders {
  readonly lines: string
  readonly length: string | undefined
  /** There is a Connection header. */
  readonly connection: boolean
}

/** The first line of a response. @throws PoeError `ERR_POE_HTTPD_RESPONSE` */
export function statusLine({ status = 200, statusText = reasonOf(status) }: HttpdResponse): string {
  if (!Number.isInteger(status) || status < 100 || status > 999)
    throw bad(`status must be a whole number from 100 to 999, not ${show(status)}`)
  if (CONTROL.test(statusText)) throw bad(`statusText must be one line, not ${show(statusText)}`)
  return `HTTP/1.1 ${status} ${statusText}\r\n`
}

/** @throws PoeError `ERR_POE_HTTPD_RESPONSE` for what is no header, and for those that are the filter's to write */
export function writtenHeaders(given: HttpdHeaders | undefined): WrittenHeaders {
  let lines = ''
  let length: string | undefined
  let connection = false
  if (given !== undefined)
    for (const [name, value] of pairsOf(given)) {
      if (!NAME.test(name)) throw bad(`${show(name)} is no name of a header`)
      if (CONTROL.test(value)) throw bad(`the header ${name} must be one line, not ${show(value)}`)
      if (name.length === 14 && name.toLowerCase() === 'content-length') length = value
      else if (name.length === 17 && name.toLowerCase() === 'transfer-encoding')
        throw bad('Transfer-Encoding is written by the filter; leave it out, or put a response with "streaming: true"')
      else {
        if (name.length === 10 && name.toLowerCase() === 'connection') connection = true
        lines += `${name}: ${value}\r\n`
      }
    }
  if (length !== undefined && !/^\d{1,15}$/.test(length))
    throw bad(`Content-Length must be a number, not ${show(length)}`)
  return { lines, length, connection }
}

/** What is wrong with a response. */
export function bad(what: string): PoeError {
  return new PoeError('ERR_POE_HTTPD_RESPONSE', `HttpdFilter cannot put that response: ${what}.`)
}

function* pairsOf(given: HttpdHeaders): Generator<readonly [string, string]> {
  if (Array.isArray(given) || given instanceof Headers) {
    for (const [name, value] of given as Iterable<[string, unknown]>) yield [name, String(value)]
    return
  }
  for (const name of Object.keys(given)) {
    const value = (given as Readonly<Record<string, unknown>>)[name]
    if (Array.isArray(value)) for (const one of value) yield [name, String(one)]
    else if (value !== undefined) yield [name, String(value)]
  }
}
