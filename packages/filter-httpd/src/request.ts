import type { Framing } from './framing.ts'
import type { Head } from './head.ts'

const DECODER = new TextDecoder()
const NOTHING = new Uint8Array(0)

/**
 * A request, with the names the platform's `Request` has, and its content at hand. POE: an `HTTP::Request`.
 *
 * Headers and the URL are made when they are asked for.
 */
export class HttpdRequest {
  /** What tells a request from an answer of the filter. */
  readonly kind = 'request'
  /** As it was sent: methods know upper from lower case. */
  readonly method: string
  /** As it was sent: `/path?query`; for a proxy a whole URL, `host:port` for CONNECT, `*` for OPTIONS. */
  readonly target: string
  /** The version of HTTP it was sent by. */
  readonly version: '1.0' | '1.1'
  /** Names and values of headers in turn, as they were sent. */
  readonly rawHeaders: readonly string[]
  /**
   * Whether the connection goes on after the answer; where not, close it once the answer is written. Ask behind the `put`:
   * the answer has its say too.
   */
  keepAlive: boolean
  /** Whether the request has content: with `streaming` it comes in records of its own. */
  readonly hasContent: boolean
  /** The content; empty with `streaming`. */
  content: ReturnType<Uint8Array['slice']> = NOTHING
  /** Names and values of the headers behind chunked content. */
  trailers: readonly string[] = []
  #headers: Headers | undefined
  #url: URL | undefined

  constructor(head: Head, framing: Framing) {
    this.method = head.method
    this.target = head.target
    this.version = head.minor === 0 ? '1.0' : '1.1'
    this.rawHeaders = head.fields
    this.keepAlive = framing.keepAlive
    this.hasContent = framing.length !== 0
  }

  /** The platform's headers. Several of a name are one value with commas. */
  get headers(): Headers {
    if (this.#headers === undefined) {
      this.#headers = new Headers()
      for (let i = 0; i < this.rawHeaders.length; i += 2)
        this.#headers.append(this.rawHeaders[i] as string, this.rawHeaders[i + 1] as string)
    }
    return this.#headers
  }

  /** The value of a header, the first where there are several; quicker than {@link headers}. */
  header(name: string): string | undefined {
    const wanted = name.toLowerCase()
    for (let i = 0; i < this.rawHeaders.length; i += 2)
      if ((this.rawHeaders[i] as string).toLowerCase() === wanted) return this.rawHeaders[i + 1]
    return undefined
  }

  /** The target as a URL, on the host the client named (`localhost` where it named none), without what is no URL. */
  get url(): URL {
    this.#url ??= this.#makeUrl()
    return this.#url
  }

  /** The content as text. */
  async text(): Promise<string> {
    return DECODER.decode(this.content)
  }

  /** The content as JSON. */
  async json(): Promise<unknown> {
    return JSON.parse(DECODER.decode(this.content))
  }

  /** The content, copied. */
  async arrayBuffer(): Promise<ArrayBuffer> {
    return this.content.slice().buffer
  }

  /** The platform's request. GET and HEAD lose their content, as it allows none; CONNECT and TRACE are refused by it. */
  toRequest(): Request {
    const { method, headers, content } = this
    const body = method === 'GET' || method === 'HEAD' || content.length === 0 ? null : content
    return new Request(this.url, { method, headers, body })
  }

  #makeUrl(): URL {
    const { target } = this
    if (/^https?:/i.test(target)) return new URL(target)
    const host = this.header('host') || 'localhost'
    if (this.method === 'CONNECT') return new URL(`http://${target}`)
    return new URL(`http://${host}${target === '*' ? '' : target}`)
  }
}
