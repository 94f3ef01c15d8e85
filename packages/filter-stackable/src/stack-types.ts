/** A filter of whatever types. */
export interface AnyFilter {
  /** As of any filter. */
  getOneStart(chunks: readonly never[]): void
  /** As of any filter. */
  getOne(): unknown
  /** As of any filter. */
  put(records: readonly never[]): readonly unknown[]
  /** As of any filter. */
  getPending(): readonly unknown[] | null
  /** As of any filter. */
  clone(): AnyFilter
  /** As of any filter. */
  reset(): void
}

/** What a filter's `getOne` gives. */
export type RecOf<F> = F extends { getOne(): infer Rec } ? Exclude<Rec, undefined> : never
/** What a filter's `put` takes. */
export type PutOf<F> = F extends { put(records: readonly (infer Put)[]): unknown } ? Put : never
/** What a filter's `getOneStart` takes. */
export type InOf<F> = F extends { getOneStart(chunks: readonly (infer In)[]): void } ? In : never
/** What a filter's `put` gives. */
export type OutOf<F> = F extends { put(records: never): readonly (infer Out)[] } ? Out : never

/** What the compiler shows in the place of a filter that does not fit behind the one before it. */
export interface Misfit<Why extends string, Given, Taken> {
  /** Says so where the compiler shows the type. */
  readonly 'this filter does not fit behind the one before it': Why
  /** What the filter before gives. */
  readonly given: Given
  /** What this one takes. */
  readonly taken: Taken
}

/** The same list of filters where each fits behind the one before it, otherwise a list with a {@link Misfit}. */
export type Fitting<Filters extends readonly unknown[]> = Filters extends readonly [infer A, infer B, ...infer Rest]
  ? readonly [A, ...Behind<A, B, Rest>]
  : Filters

type Behind<A, B, Rest extends readonly unknown[]> = [RecOf<A>] extends [InOf<B>]
  ? [OutOf<B>] extends [PutOf<A>]
    ? Fitting<readonly [B, ...Rest]>
    : readonly [Misfit<'what it puts is not what the other one can put', OutOf<B>, PutOf<A>>, ...Rest]
  : readonly [Misfit<'what the other one gives is not what it takes', RecOf<A>, InOf<B>>, ...Rest]

type FirstOf<Filters> = Filters extends readonly [infer First, ...unknown[]] ? First : never
type LastOf<Filters> = Filters extends readonly [...unknown[], infer Last] ? Last : never

/** The types of a stack: what comes out, what is put, what goes in and what is given. */
export type StackOf<Filters extends readonly unknown[]> = Filters extends readonly []
  ? [unknown, unknown, unknown, unknown]
  : [RecOf<LastOf<Filters>>, PutOf<LastOf<Filters>>, InOf<FirstOf<Filters>>, OutOf<FirstOf<Filters>>]
