import type { SessionHost } from '@poe/kernel'
import type { WheelError } from '@poe/wheel'

/** The names events have now. */
export interface EventNames {
  inputEvent: string
  errorEvent: string | undefined
  resetEvent: string | undefined
  idleEvent: string | undefined
}

/** What the parts of a wheel are given of it. */
export interface Side {
  readonly host: SessionHost
  readonly id: number
  readonly label: string
  readonly events: EventNames
  /** Nothing is delivered now. */
  readonly paused: boolean
  /** Nothing is read or delivered any more. */
  readonly over: boolean
  /** Sends the error event, or warns. */
  report(error: WheelError): void
  /** As {@link report}, and nothing is read any more. */
  fail(error: WheelError): void
}
