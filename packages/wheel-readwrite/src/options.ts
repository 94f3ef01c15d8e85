import type { Driver } from '@poe/driver'
import { badOption, check, checkOptions } from '@poe/errors'
import type { Filter, OutputFilter } from '@poe/filter'
import type { Accepting, Untyped } from '@poe/kernel'
import type { StreamHandle } from '@poe/loop'
import type { WheelError } from '@poe/wheel'
import type { LastRecord } from './input.ts'

/** The part of a filter that reads. */
export type InputFilter<Rec> = Pick<
  Filter<Rec, never>,
  'getOneStart' | 'getOne' | 'getPending' | 'clone' | 'reset' | 'finish'
>

/** The events of a ReadWrite wheel: names of handlers that take what it sends. */
export interface ReadWriteEvents<M, Rec> {
  /**
   * (record, wheel id) for every record, and for a last one that the end of input cut short, as a line without its end,
   * (record, wheel id, `{ unterminated: true }`). Without it, nothing is read unless somebody walks the wheel.
   */
  readonly inputEvent?: Accepting<M, [Rec, number, LastRecord]>
  /** (wheel id) when everything that was put has been given to the operating system; after `lowEvent`. */
  readonly flushedEvent?: Accepting<M, [number]>
  /**
   * (error) at the end of input (errno 0), and when reading or writing fails. What the wheel can tell: a failed
   * handle, once, with its code; a filter's limit (EMSGSIZE) or complaint (EPROTO), which ends the input unless its
   * code begins with `ERR_POE_FILTER_RECORD_`, being about one record;
   * `maxOutput` (ENOBUFS), `stallTimeout` (ETIMEDOUT) and `put` after `shutdownOutput` (EPIPE), which end the output.
   */
  readonly errorEvent?: Accepting<M, [WheelError]>
  /** (wheel id) when, after writing, as many octets wait as `highMark`; once, until `lowEvent`. */
  readonly highEvent?: Accepting<M, [number]>
  /** (wheel id) when they have fallen to `lowMark` again. */
  readonly lowEvent?: Accepting<M, [number]>
}

/** How a ReadWrite wheel is made: POE::Wheel::ReadWrite. */
export interface ReadWriteOptions<M, Rec, Put> extends ReadWriteEvents<M, Rec> {
  /** What is read and written. */
  readonly handle?: StreamHandle
  /** Both of these instead of `handle`, where input and output differ. */
  readonly inputHandle?: StreamHandle
  /** See `inputHandle`. */
  readonly outputHandle?: StreamHandle
  /** Default: a `SysRWDriver`. The wheel has it to itself. */
  readonly driver?: Driver
  /** Turns octets into records and back. Default: a `LineFilter`. The wheel has it to itself. */
  readonly filter?: Filter<Rec, Put>
  /** Instead of `filter`, for reading. Default: a `LineFilter`. */
  readonly inputFilter?: InputFilter<Rec>
  /** Instead of `filter`, for writing. Default: a `LineFilter`. */
  readonly outputFilter?: OutputFilter<Put>
  /** Octets waiting to be written at which `highEvent` comes and `put` gives true. With `lowMark`, or not at all. */
  readonly highMark?: number
  /** Octets to which they have to fall for `lowEvent`; at least 1, less than `highMark`. */
  readonly lowMark?: number
  /** Write within `put`, instead of when the dispatch ends. Default: false. */
  readonly autoFlush?: boolean
  /** Octets that may wait to be written; one more is a write error (ENOBUFS). Default: 64 MiB. */
  readonly maxOutput?: number
  /** Milliseconds the peer may take nothing of what waits before that is an error (ETIMEDOUT). Default: Infinity. */
  readonly stallTimeout?: number
}

/** Where `highEvent` and `lowEvent` come; both are there or none. */
export interface Marks {
  /** Octets waiting at which `put` gives true; undefined: none. */
  readonly highMark: number | undefined
  /** Octets to which they have to fall again. */
  readonly lowMark: number | undefined
}

const HANDLE = check.having('a stream handle', 'read', 'write', 'watch', 'close')

const EVENTS = {
  inputEvent: check.name,
  flushedEvent: check.name,
  errorEvent: check.name,
  highEvent: check.name,
  lowEvent: check.name,
}

const MARKS = { highMark: check.integer(1), lowMark: check.integer(1) }

const CHECKS = {
  handle: HANDLE,
  inputHandle: HANDLE,
  outputHandle: HANDLE,
  driver: check.having('a driver', 'get', 'put', 'flush'),
  filter: check.having('a filter', 'getOneStart', 'getOne', 'put'),
  inputFilter: check.having('a filter', 'getOneStart', 'getOne'),
  outputFilter: check.having('a filter', 'put'),
  ...EVENTS,
  ...MARKS,
  autoFlush: check.flag,
  maxOutput: check.integer(1),
  stallTimeout: check.milliseconds,
}

const CLOSE = { linger: check.milliseconds, stallTimeout: check.milliseconds }

/** Refuses options that are wrong, or do not go together. */
export function checkReadWrite(options: ReadWriteOptions<Untyped, Untyped, Untyped>): void {
  checkOptions('ReadWrite', options, CHECKS)
  const { handle, inputHandle, outputHandle, filter, inputFilter, outputFilter, highMark, lowMark } = options
  if (handle === undefined && (inputHandle === undefined || outputHandle === undefined))
    throw badOption('ReadWrite', 'handle', handle, 'given, or both "inputHandle" and "outputHandle"')
  if (handle !== undefined && (inputHandle ?? outputHandle) !== undefined)
    throw badOption('ReadWrite', 'handle', handle, 'left out where "inputHandle" or "outputHandle" is given')
  if (filter !== undefined && (inputFilter ?? outputFilter) !== undefined)
    throw badOption('ReadWrite', 'filter', filter, 'left out where "inputFilter" or "outputFilter" is given')
  if ((highMark ?? lowMark) !== undefined) checkOrder('ReadWrite', highMark, lowMark)
  checkMarkEvents('ReadWrite', options, highMark)
}

/** Refuses names of events that are none. */
export function checkEvents(names: ReadWriteEvents<Untyped, Untyped>, { highMark }: Marks): void {
  checkOptions('ReadWrite.event()', names, EVENTS)
  checkMarkEvents('ReadWrite.event()', names, highMark)
}

/** Refuses marks one of which is missing, or the wrong way round. */
export function checkMarks(taker: string, { highMark, lowMark }: Marks): void {
  checkOptions(taker, { highMark, lowMark }, MARKS)
  checkOrder(taker, highMark, lowMark)
}

function checkOrder(taker: string, highMark: number | undefined, lowMark: number | undefined): void {
  if (highMark === undefined) throw badOption(taker, 'highMark', highMark, 'given where "lowMark" is')
  if (lowMark === undefined) throw badOption(taker, 'lowMark', lowMark, 'given where "highMark" is')
  if (lowMark >= highMark) throw badOption(taker, 'lowMark', lowMark, `less than "highMark", ${highMark}`)
}

/** Refuses options of `close()` that are wrong. */
export function checkClose(options: object): void {
  checkOptions('ReadWrite.close()', options, CLOSE)
}

function checkMarkEvents(
  taker: string,
  { highEvent, lowEvent }: ReadWriteEvents<Untyped, Untyped>,
  highMark: number | undefined,
): void {
  if (highMark === undefined && (highEvent ?? lowEvent) !== undefined)
    throw badOption(taker, 'highMark', highMark, 'given, with "lowMark", where "highEvent" or "lowEvent" is')
}
