import type { Chunk } from '@poe/filter'
import { octetLength } from './octet-length.ts'
import type { Asked, HttpdChunk, HttpdLast, HttpdPut, HttpdResponse } from './response.ts'
import { bad, statusLine, type WrittenHeaders, writtenHeaders } from './response-head.ts'

/** How the content of a streaming response is written. */
type Mode = 'chunks' | 'length' | 'until the end' | 'nothing'

/** Text up to so long is joined with the head; counting octets of more than that is left to the encoder. */
const SHORT = 2048
const ENCODER = new TextEncoder()

/** Writes what answers one request. */
export class ResponseWriter {
  readonly asked: Asked
  /** What has been written and has to wait for other responses. */
  readonly held: Chunk[] = []
  /** Whether the request has been answered wholly. */
  done = false
  readonly #date: (() => string) | undefined
  /** How the content goes on, once a streaming response has begun. */
  #mode: Mode | null = null
  /** Octets that are missing of a streaming response with a length. */
  #missing = 0

  constructor(asked: Asked, date: (() => string) | undefined) {
    this.asked = asked
    this.#date = date
  }

  /** @throws PoeError `ERR_POE_HTTPD_RESPONSE`; nothing has been written then */
  write(record: HttpdPut, chunks: Chunk[]): void {
    if ('chunk' in record) this.#writeChunk(record, chunks)
    else if ('last' in record) this.#writeLast(record, chunks)
    else this.#writeResponse(record, chunks)
  }

  #writeResponse(response: HttpdResponse, chunks: Chunk[]): void {
    if (this.#mode !== null) throw bad('the streaming one before it has not had its { last: true }')
    const line = statusLine(response)
    const headers = writtenHeaders(response.headers)
    const { status = 200 } = response
    if (status < 200 && status !== 101) chunks.push(`${line}${headers.lines}\r\n`)
    else if (response.streaming === true) this.#writeHead(response, line, headers, chunks)
    else this.#writeWhole(response, line, headers, chunks)
  }

  #writeWhole(response: HttpdResponse, line: string, headers: WrittenHeaders, chunks: Chunk[]): void {
    const { status = 200, body = null } = response
    const content = typeof body === 'string' && body.length > SHORT ? ENCODER.encode(body) : body
    const length = content === null ? 0 : typeof content === 'string' ? octetLength(content) : content.length
    const silent = this.#isSilent(status)
    if (!silent && headers.length !== undefined && headers.length !== String(length))
      throw bad(`its Content-Length is ${headers.length}, its body has ${length} octets`)
    const told = status === 204 || status === 101 ? '' : `Content-Length: ${headers.length ?? length}\r\n`
    const head = `${line}${headers.lines}${this.#common(headers, this.asked.keepAlive, status)}${told}\r\n`
    this.done = true
    if (silent || length === 0) chunks.push(head)
    else if (typeof content === 'string') chunks.push(head + content)
    else chunks.push(head, content as Uint8Array)
  }

  #writeHead({ status = 200, body }: HttpdResponse, line: string, headers: WrittenHeaders, chunks: Chunk[]): void {
    if (body !== undefined && body !== null) throw bad('a streaming one has its content in { chunk }s, not in a body')
    const mode = this.#isSilent(status) ? 'nothing' : this.#modeFor(headers)
    // Where only the end of the connection tells the end of the content, it has to come.
    const keepAlive = this.asked.keepAlive && mode !== 'until the end'
    chunks.push(`${line}${headers.lines}${this.#common(headers, keepAlive, status)}${framingLine(mode, headers)}\r\n`)
    this.#mode = mode
    this.#missing = mode === 'length' ? Number(headers.length) : 0
  }

  #writeChunk({ chunk }: HttpdChunk, chunks: Chunk[]): void {
    const mode = this.#begun('{ chunk }')
    const length = typeof chunk === 'string' ? octetLength(chunk) : chunk.length
    if (mode === 'nothing' || length === 0) return
    if (mode === 'length' && length > this.#missing) throw bad('it has more content than its Content-Length')
    this.#missing -= length
    if (mode !== 'chunks') chunks.push(chunk)
    else if (typeof chunk === 'string') chunks.push(`${length.toString(16)}\r\n${chunk}\r\n`)
    else chunks.push(`${length.toString(16)}\r\n`, chunk, '\r\n')
  }

  #writeLast({ trailers }: HttpdLast, chunks: Chunk[]): void {
    const mode = this.#begun('{ last: true }')
    if (mode === 'length' && this.#missing > 0) throw bad(`${this.#missing} octets of its Content-Length are missing`)
    const { lines } = writtenHeaders(trailers)
    if (mode === 'chunks') chunks.push(`0\r\n${lines}\r\n`)
    this.done = true
  }

  /** What every final response says besides. */
  #common(headers: WrittenHeaders, keepAlive: boolean, status: number): string {
    const date = this.#date === undefined ? '' : `Date: ${this.#date()}\r\n`
    if (headers.connection || status === 101) return date
    if (!keepAlive) return `${date}Connection: close\r\n`
    return this.asked.version === '1.0' ? `${date}Connection: keep-alive\r\n` : date
  }

  /** Whether no content may follow, whatever the headers say. */
  #isSilent(status: number): boolean {
    return this.asked.method === 'HEAD' || status === 204 || status === 304 || status === 101
  }

  #modeFor(headers: WrittenHeaders): Mode {
    if (headers.length !== undefined) return 'length'
    return this.asked.version === '1.0' ? 'until the end' : 'chunks'
  }

  #begun(what: string): Mode {
    if (this.#mode === null) throw bad(`${what} comes behind a response with "streaming: true"`)
    return this.#mode
  }
}

function framingLine(mode: Mode, { length }: WrittenHeaders): string {
  if (length !== undefined) return `Content-Length: ${length}\r\n`
  return mode === 'chunks' ? 'Transfer-Encoding: chunked\r\n' : ''
}
