import type { SessionHost } from '@poe/kernel'
import type { WheelError } from '@poe/wheel'

/** The names events have now: one record, shared by both sides of a wheel, changed by `event()`. */
export interface EventNames {
  /** Sent each record. */
  inputEvent: string | undefined
  /** Sent when all output has left. */
  flushedEvent: string | undefined
  /** Sent the end of input, and failures. */
  errorEvent: string | undefined
  /** Sent when output reaches the high mark. */
  highEvent: string | undefined
  /** Sent when it has fallen to the low mark. */
  lowEvent: string | undefined
}

/** What the two sides of a wheel are given. */
export interface Side {
  /** The kernel's means for the session. */
  readonly host: SessionHost
  /** The wheel's id. */
  readonly id: number
  /** The wheel's name in the ledger. */
  readonly label: string
  /** Which events are sent; they may change. */
  readonly events: EventNames
  /** Tells that the input has ended or was refused by the filter, or that the output was given up. */
  failed(error: WheelError): void
  /** Tells that a handle has failed: once, whichever side of it finds out first; `told`: somebody knows already. */
  handleFailed(error: WheelError, told?: boolean): void
}
