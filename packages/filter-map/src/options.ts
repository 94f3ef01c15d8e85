import { badOption, check, checkOptions } from '@poe/errors'
import type { Mapped } from './several.ts'

interface Limit {
  /**
   * The most input kept for `getOne`, in records.
   * @defaultValue 65536
   */
  readonly maxBuffer?: number | undefined
}

/** One function for both ways. POE: `Code` of `POE::Filter::Map->new`. */
export interface MapBothOptions<From, To> extends Limit {
  /** Changes a record; undefined leaves it out. */
  readonly code: (record: From) => Mapped<To>
  /** Makes of a record that was read what comes out. */
  readonly get?: undefined
  /** Makes of what is written what goes on. */
  readonly put?: undefined
}

/** A function for each way. POE: `Get` and `Put` of `POE::Filter::Map->new`. */
export interface MapEachOptions<Rec, Put, In, Out> extends Limit {
  /** Changes what comes in; undefined leaves it out. */
  readonly get: (record: In) => Mapped<Rec>
  /** Changes what goes out; undefined leaves it out. */
  readonly put: (record: Put) => Mapped<Out>
  /** Makes of a record what goes on, in both directions. */
  readonly code?: undefined
}

/** Other functions, of the same types, for a filter that is there. POE: `modify`. */
export interface MapChange<Rec, Put, In, Out> {
  /** For both ways; not together with the others. */
  readonly code?: (((record: In) => Mapped<Rec>) & ((record: Put) => Mapped<Out>)) | undefined
  /** For what comes in from now on. */
  readonly get?: ((record: In) => Mapped<Rec>) | undefined
  /** For what goes out from now on. */
  readonly put?: ((record: Put) => Mapped<Out>) | undefined
}

type Code = (record: unknown) => Mapped<unknown>

/** The options of every kind, as they are looked at. */
export interface AnyOptions extends Limit {
  readonly code?: Code | undefined
  readonly get?: Code | undefined
  readonly put?: Code | undefined
}

const FUNCTIONS = { code: check.callable, get: check.callable, put: check.callable }

/** Refuses options that will not do. */
export function checkNew(options: AnyOptions): void {
  checkOptions('MapFilter', options, { ...FUNCTIONS, maxBuffer: check.integer(1) })
  refuseBoth(options)
  if (options.code === undefined) checkOptions('MapFilter', options, { ...FUNCTIONS, maxBuffer: check.anything }, BOTH)
}

/** Refuses a change that will not do. */
export function checkChange(change: AnyOptions): void {
  checkOptions('MapFilter.modify', change, FUNCTIONS)
  refuseBoth(change)
}

const BOTH = ['get', 'put'] as const

function refuseBoth(options: AnyOptions): void {
  for (const name of BOTH)
    if (options.code !== undefined && options[name] !== undefined)
      throw badOption('MapFilter', name, options[name], 'left out where "code" is given')
}
