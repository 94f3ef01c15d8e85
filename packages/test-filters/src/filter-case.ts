import type { Chunk, Filter } from '@poe/filter'

/** The two functions of a test runner that a kit needs; those of vitest, jest, mocha and `node:test` will do. */
export interface Runner {
  /** Names a group of tests. */
  describe(name: string, body: () => void): unknown
  /** Names a test; it fails where the body throws. */
  it(name: string, body: () => void): unknown
}

/** A filter to be tested, and something for it to read. */
export interface FilterCase<Rec, Put = Rec, In = Uint8Array, Out = Chunk> {
  /** How it is called in the names of tests. */
  readonly name: string
  /** Makes a filter with nothing in it, a new one at each call. */
  create(): Filter<Rec, Put, In, Out>
  /** The records that {@link wire} is; a few short ones of every kind. */
  readonly records: readonly Rec[]
  /**
   * What `put` is given to get the records back.
   * @defaultValue the records
   */
  readonly put?: readonly Put[]
  /**
   * The input the records are read from. It is cut at every octet, so a hundred of them are plenty.
   * @defaultValue what `put` makes of the records
   */
  readonly wire?: readonly In[]
  /**
   * The input is no octets but items, between which it may be cut.
   * @defaultValue false
   */
  readonly items?: boolean
  /**
   * The records have no bounds of their own, as those of a stream of octets: they are compared joined.
   * @defaultValue false
   */
  readonly unframed?: boolean
  /**
   * What is pending may be other input with the same meaning, as that of a stack of filters, which has to be put
   * together again.
   * @defaultValue false: pending is the very end of what was given
   */
  readonly rewritesPending?: boolean
  /**
   * What it puts is not what it reads, as with requests and responses; then `wire` has to be given.
   * @defaultValue false
   */
  readonly oneWay?: boolean
  /**
   * The filter is made for peers one trusts: damaged input is kept from it.
   * @defaultValue false
   */
  readonly trusted?: boolean
  /** Input that must be refused. */
  readonly malformed?: readonly Malformed<Rec, Put, In, Out>[]
  /**
   * Whether two records are the same.
   * @defaultValue the same primitives; the same octets; lists, maps, sets, dates and plain objects of the same
   */
  equal?(actual: Rec, expected: Rec): boolean
}

/** Input that a filter must refuse with a PoeError whose code begins with `ERR_POE_FILTER_`. */
export interface Malformed<Rec, Put = Rec, In = Uint8Array, Out = Chunk> {
  /** What is wrong with it. */
  readonly name: string
  /** Everything up to what is wrong, or somewhat more. */
  readonly wire: readonly In[]
  /** The code of the error. @defaultValue any code of a filter */
  readonly code?: string
  /** The records given out before the error. @defaultValue none */
  readonly before?: readonly Rec[]
  /** It is wrong only when it comes in one chunk, as too much of it at once. @defaultValue false */
  readonly whole?: boolean
  /** Makes a filter of other settings, as a small limit. @defaultValue the `create` of the case */
  create?(): Filter<Rec, Put, In, Out>
}

/** A filter of octets for `swapMatrix`; every {@link FilterCase} whose input is octets is one. */
export interface SwapMember {
  /** How it is called in the names of tests. */
  readonly name: string
  /** Makes a filter with nothing in it. */
  create(): Filter<unknown, never>
  /** The records that the wire is. */
  readonly records: readonly unknown[]
  /** What `put` is given. @defaultValue the records */
  readonly put?: readonly unknown[]
  /** The input. @defaultValue what `put` makes of the records */
  readonly wire?: readonly Uint8Array[]
  /** Its records have no bounds: nothing can follow it. @defaultValue false */
  readonly unframed?: boolean
  /** Whether two records are the same. @defaultValue as in {@link FilterCase} */
  equal?(actual: unknown, expected: unknown): boolean
}
