import type { SessionHost } from '@poe/kernel'
import type { WheelError } from '@poe/wheel'

/** The names events have now: one record, shared by both sides of a wheel, changed by `event()`. */
export interface EventNames {
  inputEvent: string | undefined
  flushedEvent: string | undefined
  errorEvent: string | undefined
  highEvent: string | undefined
  lowEvent: string | undefined
}

/** What the two sides of a wheel are given. */
export interface Side {
  readonly host: SessionHost
  readonly id: number
  readonly label: string
  readonly events: EventNames
  /** Tells that the input has ended or was refused by the filter, or that the output was given up. */
  readonly fail: (error: WheelError) => void
  /** Tells that a handle has failed: once, whichever side of it finds out first; `told`: somebody knows already. */
  readonly broken: (error: WheelError, told?: boolean) => void
}
