import { badOption, check, checkOptions, type OptionCheck } from '@poe/errors'

/**
 * What is wrong with the simulated world. Chances are from 0, never, to 1, always; nothing is wrong by default.
 * `latency`, `jitter`, `bandwidth` and what names a peer concern TCP and UDP; short reads and writes every stream.
 */
export interface FaultOptions {
  /** Milliseconds from one host to another, one way. Default: 0. */
  readonly latency?: number
  /** Up to so many milliseconds more, drawn for each delivery; octets of a stream stay in order. Default: 0. */
  readonly jitter?: number
  /** Octets per millisecond that leave each end of a connection. Default: Infinity. */
  readonly bandwidth?: number
  /** Octets a receiver takes before somebody reads them. Default: 65,536. */
  readonly window?: number
  /** Chance that a read gives less than there is. */
  readonly shortReads?: number
  /** Chance that a write takes less than it could. */
  readonly shortWrites?: number
  /** The most octets a short read gives or a short write takes: 1 to this, drawn each time. Default: 16. */
  readonly shortMost?: number
  /** Chance, at each delivery, that the connection is reset instead. */
  readonly resets?: number
  /** Chance, at each delivery, that the ends lose each other for good without either being told. */
  readonly vanishes?: number
  /** Chance, for each end of a connection, that it never reads. */
  readonly deaf?: number
  /** Chance that a connect is refused. */
  readonly refusals?: number
  /** Chance that a connect gets no answer. */
  readonly hangs?: number
  /** Chance that an accept fails for want of descriptors: EMFILE. */
  readonly acceptFailures?: number
  /** Chance that a datagram is lost. */
  readonly loss?: number
  /** Chance that a datagram arrives twice. */
  readonly duplicates?: number
  /** Chance that a datagram is held up, so that others overtake it. */
  readonly reorders?: number
  /** How many milliseconds a held-up datagram is late at most. Default: 10. */
  readonly reorderBy?: number
  /** Chance that a program cannot be started: EAGAIN. */
  readonly spawnFailures?: number
  /** Milliseconds until a connect that gets no answer fails by ETIMEDOUT. Default: 130,000, as Linux. */
  readonly connectTimeout?: number
  /** Milliseconds until octets nobody acknowledges fail their sender by ETIMEDOUT. Default: 924,600, as Linux. */
  readonly retransmitTimeout?: number
}

/** What holds where nothing is said. */
export const SOUND: Required<FaultOptions> = {
  latency: 0,
  jitter: 0,
  bandwidth: Infinity,
  window: 65_536,
  shortReads: 0,
  shortWrites: 0,
  shortMost: 16,
  resets: 0,
  vanishes: 0,
  deaf: 0,
  refusals: 0,
  hangs: 0,
  acceptFailures: 0,
  loss: 0,
  duplicates: 0,
  reorders: 0,
  reorderBy: 10,
  spawnFailures: 0,
  connectTimeout: 130_000,
  retransmitTimeout: 924_600,
}

const chance: OptionCheck = (value) =>
  typeof value === 'number' && value >= 0 && value <= 1 ? undefined : 'a chance from 0 to 1'

const finite: OptionCheck = (value) =>
  Number.isFinite(value) && (value as number) >= 0 ? undefined : 'a finite number of milliseconds, 0 or more'

const bandwidth: OptionCheck = (value) =>
  typeof value === 'number' && value > 0 ? undefined : 'a number of octets per millisecond above 0'

const CHECKS = {
  latency: finite,
  jitter: finite,
  bandwidth,
  window: check.integer(1),
  shortReads: chance,
  shortWrites: chance,
  shortMost: check.integer(1),
  resets: chance,
  vanishes: chance,
  deaf: chance,
  refusals: chance,
  hangs: chance,
  acceptFailures: chance,
  loss: chance,
  duplicates: chance,
  reorders: chance,
  reorderBy: finite,
  spawnFailures: chance,
  connectTimeout: finite,
  retransmitTimeout: finite,
}

/** @throws PoeError when these cannot be meant */
export function checkFaults(taker: string, given: FaultOptions): void {
  checkOptions(taker, given, CHECKS)
  if ((given.refusals ?? 0) + (given.hangs ?? 0) > 1)
    throw badOption(taker, 'hangs', given.hangs, 'at most 1 together with "refusals"')
}
