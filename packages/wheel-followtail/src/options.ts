import type { Driver } from '@poe/driver'
import { badOption, check, checkOptions } from '@poe/errors'
import type { Filter } from '@poe/filter'
import type { Accepting, Untyped } from '@poe/kernel'
import type { FileHandle, StreamHandle } from '@poe/loop'
import type { WheelError } from '@poe/wheel'

/** What goes with a record that the end of a file cut short: a last line without its line end. */
export interface LastRecord {
  /** Always true: the file ended before the record did. */
  readonly unterminated: true
}

/** The part of a filter that reads. */
export type TailFilter<Rec> = Pick<
  Filter<Rec, never>,
  'getOneStart' | 'getOne' | 'getPending' | 'clone' | 'reset' | 'finish'
>

/** The events of a FollowTail wheel: names of handlers that take what it sends. */
export interface FollowTailEvents<M, Rec> {
  /**
   * (record, wheel id) for every record. What a file ends with when it is rotated away or emptied, as half a line, comes as
   * (record, wheel id, `{ unterminated: true }`), before `resetEvent`; where half a record is none, it is dropped.
   */
  readonly inputEvent: Accepting<M, [Rec, number, LastRecord]>
  /**
   * (error) when the file cannot be opened (`open`), looked at (`stat`) or read (`read`), once until that changes; at the end
   * of a stream (errno 0); where the filter refuses its input. After an error of reading or of the filter nothing is
   * read any more; one about a single record excepted. A file that is not there is no error.
   */
  readonly errorEvent?: Accepting<M, [WheelError]>
  /** (wheel id) before the first record of another file of that name, or of a file that was emptied, or has appeared. */
  readonly resetEvent?: Accepting<M, [number]>
  /** (wheel id) when all there is has been delivered, and whenever it was looked in vain for more. */
  readonly idleEvent?: Accepting<M, [number]>
}

/** How a FollowTail wheel is made: POE::Wheel::FollowTail. */
export interface FollowTailOptions<M, Rec> extends FollowTailEvents<M, Rec> {
  /** The file to follow, whether it is there or not; or a named pipe, a terminal or another device. */
  readonly filename?: string
  /** Instead of `filename`: an open file, or a stream. The wheel has it to itself, and closes it. */
  readonly handle?: FileHandle | StreamHandle
  /** Says how much is read at once. Default: a `SysRWDriver`. */
  readonly driver?: Pick<Driver, 'get'>
  /** Turns octets into records. Default: a `LineFilter`. The wheel has it to itself. */
  readonly filter?: TailFilter<Rec>
  /** Milliseconds between two looks at a file where the host does not tell of a change before. Default: 1000. */
  readonly pollInterval?: number
  /**
   * Octets from the start of the file at which reading begins; negative: from its end. What lies outside is moved to the
   * nearer end. Of no effect on a file that appears later, and on streams. Default: behind the last record that is there.
   */
  readonly seek?: number
  /** `-seek`; 0 is the end of the file. */
  readonly seekBack?: number
  /** Whether the record that `seek` or `seekBack` leads into the middle of is left out. Default: false. */
  readonly wholeRecords?: boolean
  /**
   * Tells rotated files by their names: whether `name`, in the folder of the file, may have been called `base`. Default: `base`
   * and a dot or a hyphen in front of something that begins with a digit, such as `base.1` and `base-20240131`, and is
   * not the name of a compressed file.
   */
  readonly rotated?: (name: string, base: string) => boolean
  /**
   * Milliseconds a file that was rotated away is still read: before the new one is, where that is empty, and then besides it.
   * Default: 2000.
   */
  readonly linger?: number
}

const octets = (value: unknown): string | undefined =>
  Number.isSafeInteger(value) ? undefined : 'a whole number of octets'

const EVENTS = { inputEvent: check.name, errorEvent: check.name, resetEvent: check.name, idleEvent: check.name }

const CHECKS = {
  ...EVENTS,
  filename: check.name,
  handle: check.having('a file handle or stream handle', 'read', 'close'),
  driver: check.having('a driver', 'get'),
  filter: check.having('a filter', 'getOneStart', 'getOne'),
  pollInterval: check.milliseconds,
  seek: octets,
  seekBack: octets,
  wholeRecords: check.flag,
  rotated: check.callable,
  linger: check.milliseconds,
}

/** Refuses options that are wrong, or do not go together. */
export function checkFollowTail(options: FollowTailOptions<Untyped, Untyped>): void {
  checkOptions('FollowTail', options, CHECKS, ['inputEvent'])
  const { filename, handle, seek, seekBack, wholeRecords, rotated } = options
  if (filename === undefined && handle === undefined)
    throw badOption('FollowTail', 'filename', filename, 'given, or "handle"')
  if (filename !== undefined && handle !== undefined)
    throw badOption('FollowTail', 'handle', handle, 'left out where "filename" is given')
  if (seek !== undefined && seekBack !== undefined)
    throw badOption('FollowTail', 'seekBack', seekBack, 'left out where "seek" is given')
  if (wholeRecords !== undefined && (seek ?? seekBack) === undefined)
    throw badOption('FollowTail', 'wholeRecords', wholeRecords, 'left out where neither "seek" nor "seekBack" is given')
  if (rotated !== undefined && filename === undefined)
    throw badOption('FollowTail', 'rotated', rotated, 'left out where a "handle" is followed')
  if (handle !== undefined && isStream(handle)) checkStream(options)
}

/** Refuses names of events that are none, and takes none away that the wheel needs. */
export function checkEvents(names: object): void {
  checkOptions('FollowTail.event()', names, EVENTS)
  if ('inputEvent' in names && names.inputEvent === undefined)
    throw badOption('FollowTail.event()', 'inputEvent', undefined, 'the name of an event')
}

/** Whether a handle is read in sequence. */
export function isStream(handle: FileHandle | StreamHandle): handle is StreamHandle {
  return 'watch' in handle
}

/** There is nowhere to seek to in a stream, and the loop tells when there is more. */
function checkStream({ seek, seekBack, pollInterval }: FollowTailOptions<Untyped, Untyped>): void {
  for (const [name, value] of Object.entries({ seek, seekBack, pollInterval }))
    if (value !== undefined) throw badOption('FollowTail', name, value, 'left out where "handle" is a stream')
}
