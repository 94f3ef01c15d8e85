import type { Untyped } from '@poe/kernel'
import type { FollowTailOptions } from './options.ts'

/** How much is looked through for the end of the last record, where nobody says where to begin. */
const BEFORE_END = 4096

/** Where reading begins: the options of these names. */
export type Start = Pick<FollowTailOptions<Untyped, Untyped>, 'seek' | 'seekBack' | 'wholeRecords'>

/** Where the first octet is that the filter is given, and what becomes of the records up to `wanted`, or of the first one. */
export interface Beginning {
  readonly at: number
  /** Records that end up to here are not delivered. */
  readonly swallowTo: number
  readonly skipsOne: boolean
}

/** Where to begin in a file of this size. */
export function firstOctet({ seek, seekBack, wholeRecords }: Start, size: number): Beginning {
  if (seek === undefined && seekBack === undefined)
    return { at: Math.max(0, size - BEFORE_END), swallowTo: size, skipsOne: false }
  const fromEnd = seekBack !== undefined || (seek !== undefined && seek < 0)
  const asked = seek ?? -seekBack!
  const at = Math.min(size, Math.max(0, fromEnd && asked <= 0 ? size + asked : asked))
  // From one octet before: where a record begins here, what is left out is the end of the one before.
  return wholeRecords && at > 0 ? { at: at - 1, swallowTo: 0, skipsOne: true } : { at, swallowTo: 0, skipsOne: false }
}
