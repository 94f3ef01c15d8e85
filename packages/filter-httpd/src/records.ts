import type { HttpdRequest } from './request.ts'
import type { HttpdResponse } from './response.ts'

/**
 * Something the server is to answer at once: put {@link response}. It is a refusal of what the client sent, after which nothing
 * more is read, or the 100 for which a client waits before it sends content.
 */
export interface HttpdAnswer {
  /** What tells it from a request: the filter itself has something to say. */
  readonly kind: 'answer'
  /** To be put as it is. */
  readonly response: HttpdResponse
  /** Whether the connection goes on; where not, close it once the answer is written. */
  readonly keepAlive: boolean
  /** The request it is about, where that could be read. */
  readonly request: HttpdRequest | undefined
}

/** Content of a request, as it arrived; only with `streaming`. */
export interface HttpdBody {
  /** What tells it from other records: a piece of content. */
  readonly kind: 'body'
  /** The request it belongs to. */
  readonly request: HttpdRequest
  /** The piece. */
  readonly octets: Uint8Array
}

/** All content of a request has been given out; only with `streaming`. */
export interface HttpdEnd {
  /** What tells it from other records: the end of content. */
  readonly kind: 'end'
  /** The request that has now come whole. */
  readonly request: HttpdRequest
  /** Names and values of the headers behind chunked content. */
  readonly trailers: readonly string[]
}

/** What a filter makes of its input. */
export type HttpdRecord = HttpdRequest | HttpdAnswer

/** What a filter with `streaming` makes of its input. */
export type HttpdStreamed = HttpdRecord | HttpdBody | HttpdEnd
