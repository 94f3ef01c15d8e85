import type { Address } from '@poe/loop'

/** The subprotocol of pages on `@poe/loop-browser`: the octets in binary messages, and these in text. */
export const OCTETS = 'poe.octets'

/** How a WebSocket is closed where the connection failed; the reason is an error code and an operation. */
export const FAILED = 4000

/** What the text messages say. */
export interface Notice {
  /** To the page, first: the connection is there, and these are its ends. */
  readonly open?: { readonly local: Address; readonly remote: Address | null }
  /** Either way: no octets come any more. */
  readonly end?: true
  /** Either way: so many more octets may be sent. */
  readonly take?: number
}

/** What a text message says; null where it is no such message. */
export function noticeOf(text: string): Notice | null {
  try {
    const notice: unknown = JSON.parse(text)
    return typeof notice === 'object' && notice !== null ? notice : null
  } catch {
    return null
  }
}

/** What a client may ask for and the bridge speaks; `binary` is what other bridges call plain octets. */
export function chooseProtocol(offered: ReadonlySet<string>): string | false {
  return [OCTETS, 'binary'].find((name) => offered.has(name)) ?? false
}
