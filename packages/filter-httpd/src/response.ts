/** Headers of a response: the platform's, a record, or pairs. Several of a name are a list in a record. */
export type HttpdHeaders =
  | Headers
  | Readonly<Record<string, string | number | readonly string[]>>
  | readonly (readonly [string, string])[]

/** What a response has to know of the request it answers. */
export interface Asked {
  /** The method of the request; HEAD is answered without content. */
  readonly method: string
  /** The version the client speaks. */
  readonly version: '1.0' | '1.1'
  /** Whether the connection goes on after the answer; the filter sets it by what is put. */
  keepAlive: boolean
}

/** What is put for a request. */
export interface HttpdAddressed {
  /**
   * The request that is answered. What is put for a later one waits until all before it have been answered.
   * @defaultValue the oldest that has not been answered wholly
   */
  readonly to?: Asked | undefined
}

/**
 * A response, with the names the platform's `Response` has. POE: an `HTTP::Response`.
 *
 * `Content-Length`, and `Connection` where the request needs one, are written by the filter. After a response that ends the
 * connection nothing more is written, whatever is put: the client would take it for something else.
 */
export interface HttpdResponse extends HttpdAddressed {
  /** 100 to 999. @defaultValue 200 */
  readonly status?: number
  /** @defaultValue the usual words for the status */
  readonly statusText?: string
  /** Their characters are octets, as in the platform's `Headers`: none is above U+00FF. */
  readonly headers?: HttpdHeaders | undefined
  /** Text is written as UTF-8. @defaultValue none */
  readonly body?: string | Uint8Array | null
  /**
   * The content follows in {@link HttpdChunk}s, up to an {@link HttpdLast}. With a `content-length` header it is written as it
   * is; otherwise in chunks, or to the end of the connection where the client speaks HTTP/1.0.
   * @defaultValue false
   */
  readonly streaming?: boolean
}

/** Content of a streaming response. */
export interface HttpdChunk extends HttpdAddressed {
  /** Octets, or text for its UTF-8; an empty one is nothing. */
  readonly chunk: string | Uint8Array
}

/** The end of a streaming response. */
export interface HttpdLast extends HttpdAddressed {
  /** Always true: the content ends here. */
  readonly last: true
  /** Headers behind the content; lost where it does not go out in chunks. */
  readonly trailers?: HttpdHeaders | undefined
}

/** What a filter puts. */
export type HttpdPut = HttpdResponse | HttpdChunk | HttpdLast

/** The response for one of the platform, whose body has to be waited for: `wheel.put(await responseOf(response))`. */
export async function responseOf(response: Response): Promise<HttpdResponse> {
  const { status, statusText, headers } = response
  return {
    status,
    ...(statusText === '' ? {} : { statusText }),
    headers,
    body: response.body === null ? null : new Uint8Array(await response.arrayBuffer()),
  }
}
