import type { Address } from '@poe/loop'

/** The subprotocol by which a page and a bridge carry a connection: the octets in binary messages, and these in text. */
export const OCTETS = 'poe.octets'

/** How a bridge closes where the connection failed; the reason is an error code and an operation. */
export const FAILED = 4000

/** Octets asked for at once. */
export const WINDOW = 262_144

/** What the text messages say. */
export interface Notice {
  /** From the bridge, first: the connection is there, and these are its ends. */
  readonly open?: { readonly local: Address; readonly remote: Address | null }
  /** Either way: no octets come any more. */
  readonly end?: true
  /** Either way: so many more octets may be sent. */
  readonly take?: number
}

/** What a text message says; nothing where it is none of these. */
export function noticeOf(text: string): Notice {
  try {
    return (JSON.parse(text) as Notice | null) ?? {}
  } catch {
    return {}
  }
}
