import type { Head } from './head.ts'
import { Refused } from './refused.ts'

/** How a request's content is to be found, and what becomes of the connection. */
export interface Framing {
  /** Octets of content; -1 where it comes in chunks. */
  readonly length: number
  /** Whether the connection goes on after the answer. */
  readonly keepAlive: boolean
  /** Whether the client waits for a 100 before it sends the content. */
  readonly expects: boolean
}

/** The most digits of a length: enough for anything, few enough to be exact. */
const LENGTH = /^\d{1,15}$/
const HOST = /^(?:[^\s/?#@\\,]+)?$/

/** The headers that say where a request ends, of which there is one at most. */
interface Found {
  host?: string
  length?: string
  transfer?: string
  expect?: string
  encoding?: string
  connection?: string
}

/** @throws Refused where there may be two opinions about where the request ends */
export function framingOf(head: Head): Framing {
  const { fields, minor } = head
  const found: Found = {}
  for (let i = 0; i < fields.length; i += 2) note(found, fields[i] as string, fields[i + 1] as string)
  if (found.host === undefined && minor === 1) throw new Refused(400, 'HTTP/1.1 needs a Host header.')
  if (found.host !== undefined && !HOST.test(found.host)) throw new Refused(400, 'The Host header is none.')
  const length = lengthOf(found, minor)
  return { length, keepAlive: keepsAlive(found.connection, minor), expects: expects(found, minor, length) }
}

/** By length first: most headers are none of these. */
function note(found: Found, name: string, value: string): void {
  switch (name.length) {
    case 4:
      if (is(name, 'host')) found.host = single(found.host, name, value)
      break
    case 6:
      if (is(name, 'expect')) found.expect = single(found.expect, name, value)
      break
    case 10:
      if (is(name, 'connection'))
        found.connection = found.connection === undefined ? value : `${found.connection},${value}`
      break
    case 14:
      if (is(name, 'content-length')) found.length = single(found.length, name, value)
      break
    case 16:
      if (is(name, 'content-encoding')) found.encoding = value
      break
    case 17:
      if (is(name, 'transfer-encoding')) found.transfer = single(found.transfer, name, value)
      break
  }
}

function is(name: string, wanted: string): boolean {
  return name === wanted || name.toLowerCase() === wanted
}

function single(before: string | undefined, name: string, value: string): string {
  if (before !== undefined) throw new Refused(400, `There is more than one ${name} header.`)
  return value
}

function lengthOf({ length, transfer, encoding }: Found, minor: number): number {
  if (transfer !== undefined) {
    if (length !== undefined) throw new Refused(400, 'Content-Length and Transfer-Encoding contradict each other.')
    if (minor === 0) throw new Refused(400, 'HTTP/1.0 knows no Transfer-Encoding.')
    if (transfer.toLowerCase() !== 'chunked') throw new Refused(501, 'The only Transfer-Encoding here is chunked.')
    return -1
  }
  if (length !== undefined) {
    if (!LENGTH.test(length)) throw new Refused(400, 'The Content-Length is no number.')
    return Number(length)
  }
  if (encoding !== undefined && minor === 1) throw new Refused(411, 'Content has to come with a length.')
  return 0
}

function keepsAlive(connection: string | undefined, minor: number): boolean {
  if (connection === undefined) return minor === 1
  const options = connection.toLowerCase().split(/[ \t]*,[ \t]*/)
  return !options.includes('close') && (minor === 1 || options.includes('keep-alive'))
}

function expects({ expect }: Found, minor: number, length: number): boolean {
  if (expect === undefined || minor === 0) return false
  if (expect.toLowerCase() !== '100-continue') throw new Refused(417, 'The only expectation here is 100-continue.')
  return length !== 0
}
