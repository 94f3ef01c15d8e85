import { Refused } from './refused.ts'

/** A request's line and headers, read strictly by RFC 9112. */
export interface Head {
  readonly method: string
  /** As it was sent: `/path?query`, `http://…`, `host:port` or `*`. */
  readonly target: string
  /** Of HTTP/1.0 and HTTP/1.1. */
  readonly minor: 0 | 1
  /** Names and values in turn, as they were sent, without the blanks around values. */
  readonly fields: readonly string[]
}

/** The limits of a head. */
export interface HeadLimits {
  readonly maxHeaders: number
  readonly maxTarget: number
}

const LINE = /^([!#$%&'*+\-.^_`|~\w]+) ([\x21-\x7e\x80-\xff]+) HTTP\/(\d)\.(\d)$/
const NAME = /^[!#$%&'*+\-.^_`|~\w]+$/
/** No control characters but tabs; a CR or LF of its own is one. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it looks for
const CONTROL = /[\0-\x08\x0a-\x1f\x7f]/
const TARGET = /^(?:\/|https?:\/\/[^/?#])/i
const AUTHORITY = /^[^/?#@\s]+:\d{1,5}$/

/**
 * Reads a head.
 * @param text - one character an octet, without the empty line that ends it
 * @throws Refused
 */
export function readHead(text: string, limits: HeadLimits): Head {
  const lines = text.split('\r\n')
  if (lines.length - 1 > limits.maxHeaders) throw new Refused(431, `There are more than ${limits.maxHeaders} headers.`)
  const line = lines[0] as string
  const [, method, target, major, minor] = LINE.exec(line) ?? lineRefused(line)
  if (target!.length > limits.maxTarget) throw new Refused(414, `The target is longer than ${limits.maxTarget}.`)
  if (major !== '1') throw new Refused(505, `This server speaks HTTP/1.1, not HTTP/${major}.${minor}.`)
  if (!isTarget(method!, target!)) throw new Refused(400, 'The target is none.')
  const fields: string[] = []
  for (let i = 1; i < lines.length; i++) readField(lines[i] as string, fields)
  // What comes after 1.1 has to be understood as 1.1.
  return { method: method!, target: target!, minor: minor === '0' ? 0 : 1, fields }
}

function isTarget(method: string, target: string): boolean {
  if (target === '*') return method === 'OPTIONS'
  return (method === 'CONNECT' ? AUTHORITY : TARGET).test(target)
}

/** Puts the name and the value of a line into a list. */
export function readField(line: string, fields: string[]): void {
  const colon = line.indexOf(':')
  const name = line.slice(0, colon)
  if (colon < 0 || !NAME.test(name)) throw new Refused(400, fieldFault(line))
  if (CONTROL.test(line)) throw new Refused(400, 'A header has a control character.')
  fields.push(name, trimmed(line, colon + 1))
}

function fieldFault(line: string): string {
  if (/^[ \t]/.test(line)) return 'A header goes on in a second line, which is obsolete.'
  return /^[^:]*[ \t]:/.test(line)
    ? 'There is a blank between the name of a header and its colon.'
    : 'A header is none.'
}

/** Without the blanks on either side; those are spaces and tabs only. */
function trimmed(line: string, from: number): string {
  let to = line.length
  let at = from
  while (at < to && isBlank(line.charCodeAt(at))) at++
  while (to > at && isBlank(line.charCodeAt(to - 1))) to--
  return line.slice(at, to)
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9
}

function lineRefused(line: string): never {
  if (/ HTTP\/\d+\.\d+$/.test(line)) throw new Refused(400, 'The method or the target of the request is none.')
  throw new Refused(400, 'The request line is none: method, target and HTTP/1.1 were expected.')
}
