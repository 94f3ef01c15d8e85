import type { Driver } from '@poe/driver'
import { badOption, check, checkOptions } from '@poe/errors'
import type { Filter, OutputFilter } from '@poe/filter'
import type { Accepting, Untyped } from '@poe/kernel'
import type { StreamHandle } from '@poe/loop'
import type { WheelError } from '@poe/wheel'

/** The part of a filter that reads. */
export type InputFilter<Rec> = Pick<Filter<Rec, never>, 'getOneStart' | 'getOne' | 'getPending' | 'clone' | 'reset'>

/** The events of a ReadWrite wheel: names of handlers that take what it sends. */
export interface ReadWriteEvents<M, Rec> {
  /** (record, wheel id) for every record. Without it, nothing is read. */
  readonly inputEvent?: Accepting<M, [Rec, number]>
  /** (wheel id) when everything that was put has been given to the operating system. */
  readonly flushedEvent?: Accepting<M, [number]>
  /** (error) at the end of input (errno 0) and when reading or writing fails. */
  readonly errorEvent?: Accepting<M, [WheelError]>
  /** (wheel id) when the octets waiting to be written reach `highMark`. */
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
  readonly outputHandle?: StreamHandle
  /** Default: a `SysRWDriver`. The wheel has it to itself. */
  readonly driver?: Driver
  /** Turns octets into records and back. Default: a `LineFilter`. The wheel has it to itself. */
  readonly filter?: Filter<Rec, Put>
  /** Instead of `filter`, for one direction. */
  readonly inputFilter?: InputFilter<Rec>
  readonly outputFilter?: OutputFilter<Put>
  /** Octets waiting to be written at which `highEvent` comes. With `lowMark`, or not at all. */
  readonly highMark?: number
  readonly lowMark?: number
  /** Write within `put`, instead of when the dispatch ends. Default: false. */
  readonly autoFlush?: boolean
  /** Octets that may wait to be written; one more is a write error (ENOBUFS). Default: 64 MiB. */
  readonly maxOutput?: number
  /** Milliseconds without progress in writing after which that is an error (ETIMEDOUT). Default: Infinity. */
  readonly stallTimeout?: number
}

const HANDLE = check.having('a stream handle', 'read', 'write', 'watch', 'close')
const FILTER = check.having('a filter', 'getOneStart', 'getOne', 'put')

const CHECKS = {
  handle: HANDLE,
  inputHandle: HANDLE,
  outputHandle: HANDLE,
  driver: check.having('a driver', 'get', 'put', 'flush'),
  filter: FILTER,
  inputFilter: check.having('a filter', 'getOneStart', 'getOne'),
  outputFilter: check.having('a filter', 'put'),
  inputEvent: check.name,
  flushedEvent: check.name,
  errorEvent: check.name,
  highEvent: check.name,
  lowEvent: check.name,
  highMark: check.integer(1),
  lowMark: check.integer(1),
  autoFlush: check.flag,
  maxOutput: check.integer(1),
  stallTimeout: check.milliseconds,
}

/** Refuses options that are wrong, or do not go together. */
export function checkReadWrite(options: ReadWriteOptions<Untyped, Untyped, Untyped>): void {
  checkOptions('ReadWrite', options, CHECKS)
  const { handle, inputHandle, outputHandle, filter, inputFilter, outputFilter } = options
  if (handle === undefined && (inputHandle === undefined || outputHandle === undefined))
    throw badOption('ReadWrite', 'handle', handle, 'given, or both "inputHandle" and "outputHandle"')
  if (handle !== undefined && (inputHandle ?? outputHandle) !== undefined)
    throw badOption('ReadWrite', 'handle', handle, 'left out where "inputHandle" and "outputHandle" are given')
  if (filter !== undefined && (inputFilter ?? outputFilter) !== undefined)
    throw badOption('ReadWrite', 'filter', filter, 'left out where "inputFilter" or "outputFilter" is given')
  checkMarks(options)
}

function checkMarks({ highMark, lowMark, highEvent, lowEvent }: ReadWriteOptions<Untyped, Untyped, Untyped>): void {
  if ((highMark === undefined) !== (lowMark === undefined))
    throw badOption(
      'ReadWrite',
      highMark === undefined ? 'highMark' : 'lowMark',
      undefined,
      'given where its partner is',
    )
  if (highMark === undefined && (highEvent ?? lowEvent) !== undefined)
    throw badOption('ReadWrite', 'highMark', highMark, 'given, with "lowMark", where "highEvent" or "lowEvent" is')
  if (highMark !== undefined && lowMark !== undefined && lowMark >= highMark)
    throw badOption('ReadWrite', 'lowMark', lowMark, `less than "highMark", ${highMark}`)
}
