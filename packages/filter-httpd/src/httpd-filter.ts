import { PoeError } from '@poe/errors'
import type { Chunk, Filter } from '@poe/filter'
import { Answering } from './answering.ts'
import { ChunkedContent, type Content, FixedContent, tooLarge } from './content.ts'
import { type Framing, framingOf } from './framing.ts'
import { readHead } from './head.ts'
import { InputBuffer } from './input-buffer.ts'
import { latin1 } from './latin1.ts'
import { type HttpdFilterOptions, Settings } from './options.ts'
import { reasonOf } from './reasons.ts'
import type { HttpdAnswer, HttpdRecord, HttpdStreamed } from './records.ts'
import { Refused } from './refused.ts'
import { HttpdRequest } from './request.ts'
import type { HttpdPut } from './response.ts'
import type { ResponseWriter } from './response-writer.ts'

/**
 * The server's side of HTTP: reads requests, writes responses (POE: `POE::Filter::HTTPD`). HTTP/1.1 and 1.0, by RFC 9112 and
 * strictly: where two readers could take a request for two different ones, it is refused.
 *
 * Requests that come one behind the other are given out one by one; responses go out in the same order, whatever order
 * those that say whom they answer are put in. A record of kind
 * `answer` is to be put as it is; after a refusal the filter reads nothing more. Behind a request or a response that ends the
 * connection no request begins, and what comes is dropped; behind a CONNECT or a 101 it is kept for the filter that comes next. After `ERR_POE_FILTER_BUFFER_FULL` it
 * throws that again until `reset`.
 *
 * @typeParam Rec - what it gives: with `streaming`, content by itself too
 */
export interface HttpdFilter<Rec extends HttpdStreamed = HttpdRecord> extends Filter<Rec, HttpdPut> {
  clone(): HttpdFilter<Rec>
}

const CR = 13
/** What a method and a version may add to the longest target. */
const METHOD = 100
/** Refusals are plain text, and show nothing the client sent. */
const TEXT = { 'Content-Type': 'text/plain; charset=utf-8' }

/** A request of which content is still to come. */
interface Open {
  readonly request: HttpdRequest
  readonly content: Content
  /** What writes its answer. */
  readonly writer: ResponseWriter
  /** The client may be waiting for a 100, and has not been told. */
  expects: boolean
}

class HttpdFilterImpl implements HttpdFilter<HttpdStreamed> {
  readonly #settings: Settings
  #input = new InputBuffer()
  #answering: Answering
  /** Up to here the input holds no end of a head. */
  #searched = 0
  #open: Open | null = null
  /** Nothing is read any more. */
  #refused = false
  /** The request behind which none begins. */
  #last: HttpdRequest | null = null
  #failure: PoeError | undefined

  constructor(options: HttpdFilterOptions | Settings = {}) {
    this.#settings = options instanceof Settings ? options : new Settings(options)
    this.#answering = new Answering(this.#settings.date)
  }

  getOneStart(chunks: readonly Uint8Array[]): void {
    if (this.#failure !== undefined) throw this.#failure
    if (this.#refused || this.#isDeaf()) return
    for (const chunk of chunks) this.#input.add(chunk)
    const { length } = this.#input
    const { maxBuffer } = this.#settings
    if (length <= maxBuffer) return
    const waiting = `${length} octets of input wait, more than maxBuffer, ${maxBuffer}`
    throw (this.#failure = new PoeError(
      'ERR_POE_FILTER_BUFFER_FULL',
      `${waiting}; take requests with getOne before giving more.`,
    ))
  }

  getOne(): HttpdStreamed | undefined {
    if (this.#failure !== undefined) throw this.#failure
    if (this.#refused) return undefined
    try {
      if (this.#open !== null) return this.#goOn(this.#open)
      return this.#last !== null || this.#answering.fate !== 'open' ? undefined : this.#begin()
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return this.#refuse(error)
    }
  }

  put(records: readonly HttpdPut[]): Chunk[] {
    return this.#answering.put(records)
  }

  getPending(): Uint8Array[] | null {
    const { length } = this.#input
    return length === 0 ? null : [this.#input.slice(0, length)]
  }

  clone(): HttpdFilter<HttpdStreamed> {
    return new HttpdFilterImpl(this.#settings)
  }

  reset(): void {
    this.#input = new InputBuffer()
    this.#answering.reset()
    this.#searched = 0
    this.#open = null
    this.#refused = false
    this.#last = null
    this.#failure = undefined
  }

  /** Whether what comes now is for nobody. */
  #isDeaf(): boolean {
    if (this.#open !== null) return false
    return this.#answering.fate === 'closing' || (this.#last !== null && this.#last.method !== 'CONNECT')
  }

  #begin(): HttpdStreamed | undefined {
    if (this.#searched === 0) this.#input.skipEmptyLines()
    const end = this.#headEnd()
    if (end < 0) return undefined
    const head = readHead(latin1(this.#input.view(0, end - 4)), this.#settings)
    const framing = framingOf(head)
    const request = new HttpdRequest(head, framing)
    this.#searched = 0
    const writer = this.#answering.expect(request)
    if (!framing.keepAlive || request.method === 'CONNECT') this.#last = request
    if (framing.length !== 0) return this.#beginContent(request, writer, framing, end)
    this.#input.drop(end)
    return request
  }

  #beginContent(
    request: HttpdRequest,
    writer: ResponseWriter,
    framing: Framing,
    at: number,
  ): HttpdStreamed | undefined {
    const { streaming, maxHead } = this.#settings
    const maxContent = streaming ? Number.POSITIVE_INFINITY : this.#settings.maxContent
    const { length } = framing
    const content = length < 0 ? new ChunkedContent(at, maxContent, maxHead) : new FixedContent(at, length)
    writer.waits = framing.expects
    this.#open = { request, content, writer, expects: framing.expects }
    if (length > maxContent) throw tooLarge(maxContent)
    if (!streaming) return this.#goOn(this.#open)
    this.#input.drop(at)
    content.at = 0
    return request
  }

  #goOn(open: Open): HttpdStreamed | undefined {
    const { content, request, writer } = open
    if (this.#input.length > content.at) writer.waits = false
    if (open.expects) {
      open.expects = false
      const response = { status: 100, to: request }
      if (writer.waits && !writer.begun) return { kind: 'answer', response, keepAlive: true, request }
    }
    const whole = content.read(this.#input)
    if (this.#settings.streaming) return this.#stream(open, whole)
    if (!whole) return undefined
    this.#input.drop(content.at)
    this.#open = null
    request.content = content.taken.take()
    request.trailers = content.trailers
    return request
  }

  /** What has come of the content, and behind the last of it, its end. */
  #stream({ request, content }: Open, whole: boolean): HttpdStreamed | undefined {
    this.#input.drop(content.at)
    content.at = 0
    if (content.taken.length > 0) return { kind: 'body', request, octets: content.taken.take() }
    if (!whole) return undefined
    this.#open = null
    return { kind: 'end', request, trailers: content.trailers }
  }

  /** Past the empty line that ends a head; -1 while that has not come. @throws Refused */
  #headEnd(): number {
    const input = this.#input
    for (;;) {
      const at = input.lineFeed(this.#searched)
      if (this.#searched === 0 && (at < 0 ? input.length : at) > this.#settings.maxTarget + METHOD)
        throw new Refused(414, `The request line is longer than a target may be, ${this.#settings.maxTarget}.`)
      if ((at < 0 ? input.length : at) >= this.#settings.maxHead)
        throw new Refused(431, `The head is longer than ${this.#settings.maxHead} octets.`)
      if (at < 0) return -1
      if (at === 0 || input.at(at - 1) !== CR) throw new Refused(400, 'A line has no CR before its LF.')
      if (at === this.#searched + 1 && at > 1) return at + 1
      this.#searched = at + 1
    }
  }

  /** Says no, and reads nothing more: where the next request begins is anybody's guess. */
  #refuse({ status, message }: Refused): HttpdAnswer {
    const request = this.#open?.request
    const to = request ?? { method: '', version: '1.1' as const, keepAlive: false }
    this.#answering.refuse(this.#open?.writer ?? this.#answering.expect(to))
    this.#refused = true
    this.#open = null
    this.#input.clear()
    const response = {
      status,
      to,
      headers: { ...TEXT, Connection: 'close' },
      body: `${status} ${reasonOf(status)}\n${message}\n`,
    }
    return { kind: 'answer', response, keepAlive: false, request }
  }

  static {
    // As users know it, in messages, on consoles and in the types of a stack.
    Object.defineProperty(HttpdFilterImpl, 'name', { value: 'HttpdFilter' })
  }
}

/** Makes an {@link HttpdFilter}. @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_OPTIONS` */
export const HttpdFilter: {
  new (options: HttpdFilterOptions & { readonly streaming: true }): HttpdFilter<HttpdStreamed>
  new (options?: HttpdFilterOptions & { readonly streaming?: false | undefined }): HttpdFilter<HttpdRecord>
  new (options?: HttpdFilterOptions): HttpdFilter<HttpdStreamed>
} = HttpdFilterImpl as never
