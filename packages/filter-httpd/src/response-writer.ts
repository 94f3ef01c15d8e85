import type { Chunk } from '@poe/filter'
import { octetsOf } from './latin1.ts'
import { octetLength } from './octet-length.ts'
import type { Asked, HttpdChunk, HttpdLast, HttpdPut, HttpdResponse } from './response.ts'
import { bad, statusLine, type WrittenHeaders, writtenHeaders } from './response-head.ts'

/** How the content of a streaming response is written. */
type Mode = 'chunks' | 'length' | 'until the end' | 'nothing'

/** What the connection is once a response has begun. */
export type Fate = 'open' | 'closing' | 'switched'

/** Text up to so long is joined with the head; counting octets of more than that is left to the encoder. */
const SHORT = 2048
const ENCODER = new TextEncoder()
/** A head whose characters are no plain ASCII. */
const WIDE = /[\x80-\xff]/

/** Writes what answers one request. */
export class ResponseWriter {
  readonly asked: Asked
  /** What has been written and has to wait for other responses. */
  held: Chunk[] | null = null
  /** Whether the request has been answered wholly. */
  done = false
  /** What becomes of the connection behind this response. */
  fate: Fate = 'open'
  /** The client waits for a 100 before it sends its content. */
  waits = false
  /** The request was found to be malformed after it had been given out. */
  refused = false
  readonly #date: (() => string) | undefined
  /** How the content goes on, once a streaming response has begun. */
  #mode: Mode | null = null
  /** Octets that are missing of a streaming response with a length. */
  #missing = 0

  constructor(asked: Asked, date: (() => string) | undefined) {
    this.asked = asked
    this.#date = date
  }

  /** Whether the final response has begun. */
  get begun(): boolean {
    return this.done || this.#mode !== null
  }

  /** @throws PoeError `ERR_POE_HTTPD_RESPONSE`; nothing has been written then */
  write(record: HttpdPut, chunks: Chunk[]): void {
    if ('chunk' in record) this.#writeChunk(record, chunks)
    else if ('last' in record) this.#writeLast(record, chunks)
    else this.#writeResponse(record, chunks)
  }

  /** Nothing more is written; a client that waits for content sees that it was cut. */
  cut(): void {
    this.done = true
    this.#end('closing')
  }

  #writeResponse(response: HttpdResponse, chunks: Chunk[]): void {
    if (this.#mode !== null) {
      if (!this.refused) throw bad('the streaming one before it has not had its { last: true }')
      this.cut()
      return
    }
    const line = statusLine(response)
    const headers = writtenHeaders(response.headers)
    const { status = 200 } = response
    if (status < 200 && status !== 101) this.#writeInterim(status, `${line}${headers.lines}\r\n`, chunks)
    else if (response.streaming === true) this.#writeStreaming(response, line, headers, chunks)
    else this.#writeWhole(response, line, headers, chunks)
  }

  /** HTTP/1.0 knows none of these. */
  #writeInterim(status: number, head: string, chunks: Chunk[]): void {
    if (status === 100) this.waits = false
    if (this.asked.version !== '1.0') pushHead(head, chunks)
  }

  #writeWhole(response: HttpdResponse, line: string, headers: WrittenHeaders, chunks: Chunk[]): void {
    const { status = 200, body = null } = response
    const content = typeof body === 'string' && body.length > SHORT ? ENCODER.encode(body) : body
    const length = content === null ? 0 : typeof content === 'string' ? octetLength(content) : content.length
    const silent = this.#isSilent(status)
    if (!silent && headers.length !== undefined && headers.length !== String(length))
      throw bad(`its Content-Length is ${headers.length}, its body has ${length} octets`)
    const head = this.#head(line, headers, status, this.#toldLength(status, headers, silent ? body : length))
    this.done = true
    if (silent || length === 0) pushHead(head, chunks)
    else if (typeof content === 'string') pushHead(head, chunks, content)
    else {
      pushHead(head, chunks)
      chunks.push(content as Uint8Array)
    }
  }

  /** What has no content need not tell its length, and must not tell a wrong one. */
  #toldLength(status: number, headers: WrittenHeaders, content: HttpdResponse['body'] | number): string {
    if (this.#hasNoLength(status)) return ''
    if (status === 205) return 'Content-Length: 0\r\n'
    const length = headers.length ?? (typeof content === 'number' ? content : lengthOf(content))
    return length === undefined ? '' : `Content-Length: ${length}\r\n`
  }

  #writeStreaming(response: HttpdResponse, line: string, headers: WrittenHeaders, chunks: Chunk[]): void {
    const { status = 200, body } = response
    if (body !== undefined && body !== null) throw bad('a streaming one has its content in { chunk }s, not in a body')
    const mode = this.#isSilent(status) ? 'nothing' : this.#modeFor(headers)
    const framing = mode === 'nothing' ? this.#toldLength(status, headers, null) : framingLine(mode, headers)
    // Where only the end of the connection tells the end of the content, it has to come.
    if (mode === 'until the end') this.asked.keepAlive = false
    pushHead(this.#head(line, headers, status, framing), chunks)
    this.#mode = mode
    this.#missing = mode === 'length' ? Number(headers.length) : 0
  }

  #writeChunk({ chunk }: HttpdChunk, chunks: Chunk[]): void {
    const mode = this.#streams('{ chunk }')
    const length = typeof chunk === 'string' ? octetLength(chunk) : chunk.length
    if (mode === 'nothing' || length === 0) return
    if (mode === 'length' && length > this.#missing) throw bad('it has more content than its Content-Length')
    this.#missing -= length
    if (mode !== 'chunks') chunks.push(chunk)
    else if (typeof chunk === 'string') chunks.push(`${length.toString(16)}\r\n${chunk}\r\n`)
    else chunks.push(`${length.toString(16)}\r\n`, chunk, '\r\n')
  }

  #writeLast({ trailers }: HttpdLast, chunks: Chunk[]): void {
    const mode = this.#streams('{ last: true }')
    if (mode === 'length' && this.#missing > 0) throw bad(`${this.#missing} octets of its Content-Length are missing`)
    const { lines } = writtenHeaders(trailers)
    if (mode === 'chunks') pushHead(`0\r\n${lines}\r\n`, chunks)
    this.done = true
  }

  /** The whole head; what it says becomes of the connection is so from here on. */
  #head(line: string, headers: WrittenHeaders, status: number, framing: string): string {
    const date = this.#date === undefined ? '' : `Date: ${this.#date()}\r\n`
    this.#end(this.#fateBehind(status, headers))
    return `${line}${headers.lines}${date}${this.#connection(headers, status)}${framing}\r\n`
  }

  #fateBehind(status: number, headers: WrittenHeaders): Fate {
    if (this.#isSwitch(status)) return 'switched'
    // A client that was never told to send its content may send it or not; nobody can tell.
    const lost = this.waits || this.asked.method === 'CONNECT'
    return headers.close || lost || !this.asked.keepAlive ? 'closing' : 'open'
  }

  #end(fate: Fate): void {
    this.fate = fate
    this.asked.keepAlive = fate !== 'closing'
  }

  #connection(headers: WrittenHeaders, status: number): string {
    if (this.#isSwitch(status)) return ''
    if (this.fate === 'closing') return headers.close ? '' : 'Connection: close\r\n'
    return this.asked.version === '1.0' && !headers.connection ? 'Connection: keep-alive\r\n' : ''
  }

  /** Whether what follows is no HTTP any more. */
  #isSwitch(status: number): boolean {
    return status === 101 || this.#opensTunnel(status)
  }

  #opensTunnel(status: number): boolean {
    return this.asked.method === 'CONNECT' && status >= 200 && status < 300
  }

  #hasNoLength(status: number): boolean {
    return status === 204 || this.#isSwitch(status)
  }

  /** Whether no content may follow, whatever the headers say. */
  #isSilent(status: number): boolean {
    if (status === 304 || status === 205 || this.#hasNoLength(status)) return true
    return this.asked.method === 'HEAD'
  }

  #modeFor(headers: WrittenHeaders): Mode {
    if (headers.length !== undefined) return 'length'
    return this.asked.version === '1.0' ? 'until the end' : 'chunks'
  }

  #streams(what: string): Mode {
    if (this.#mode === null) throw bad(`${what} comes behind a response with "streaming: true"`)
    return this.#mode
  }
}

/** A head in as few pieces as it can be: text is written as UTF-8, which is right for ASCII only. */
function pushHead(head: string, chunks: Chunk[], content = ''): void {
  if (!WIDE.test(head)) chunks.push(head + content)
  else if (content === '') chunks.push(octetsOf(head))
  else chunks.push(octetsOf(head), content)
}

/** Octets of a body that is not written; undefined where there is none, so that nothing is known of it. */
function lengthOf(body: HttpdResponse['body']): number | undefined {
  if (body === null || body === undefined) return undefined
  return typeof body === 'string' ? octetLength(body) : body.length
}

function framingLine(mode: Mode, { length }: WrittenHeaders): string {
  if (length !== undefined) return `Content-Length: ${length}\r\n`
  return mode === 'chunks' ? 'Transfer-Encoding: chunked\r\n' : ''
}
