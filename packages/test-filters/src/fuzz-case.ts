import type { Filter } from '@poe/filter'
import type { Random } from './random.ts'

/** A filter of octets to be fuzzed. */
export interface FuzzCase {
  /** How it is called in the names of tests. */
  readonly name: string
  /** Makes a filter with nothing in it, a new one at each call. Small limits find more. */
  create(): Filter<unknown, unknown>
  /** Some records that come back as they are put: a few hundred octets of them, often none. */
  puts(random: Random): readonly unknown[]
  /** Its records have no bounds of their own, so they are compared joined. @defaultValue false */
  readonly unframed?: boolean
  /** What it puts is not what it reads: the input to be damaged. @defaultValue what it puts */
  wire?(random: Random): Uint8Array
  /** It is made for peers one trusts: it gets whole records only. @defaultValue false */
  readonly trusted?: boolean
  /** The most octets it may keep: its `maxBuffer`. @defaultValue 4 MiB */
  readonly most?: number
}

/** How much is tried. */
export interface FuzzOptions {
  /** Where to begin; each input has a seed of its own, so the one in a failed test's message finds the same at once. @defaultValue 1 */
  readonly seed?: number | undefined
  /** How many octets of hostile input; a tenth of that makes round trips. @defaultValue 100000 */
  readonly octets?: number | undefined
}
