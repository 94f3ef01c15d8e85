import { badOption, check, checkOptions } from '@poe/errors'

interface Limit {
  /**
   * The most input kept for `getOne`, in records.
   * @defaultValue 65536
   */
  readonly maxBuffer?: number | undefined
}

/** One function for both ways. POE: `Code` of `POE::Filter::Grep->new`. */
export interface GrepBothOptions<Item> extends Limit {
  /** Whether a record is wanted. */
  readonly code: (record: Item) => boolean
  /** Whether a record that was read goes on. */
  readonly get?: undefined
  /** Whether a record that is written goes on. */
  readonly put?: undefined
}

/** A function for each way. POE: `Get` and `Put` of `POE::Filter::Grep->new`. */
export interface GrepEachOptions<In, Put> extends Limit {
  /** Whether what comes in is wanted. */
  readonly get: (record: In) => boolean
  /** Whether what goes out is wanted. */
  readonly put: (record: Put) => boolean
  /** Whether a record goes on, in both directions. */
  readonly code?: undefined
}

/** Other functions for a filter that is there. POE: `modify`. */
export interface GrepChange<In, Put> {
  /** For both ways; not together with the others. */
  readonly code?: ((record: In | Put) => boolean) | undefined
  /** For what comes in from now on. */
  readonly get?: ((record: In) => boolean) | undefined
  /** For what goes out from now on. */
  readonly put?: ((record: Put) => boolean) | undefined
}

type Code = (record: unknown) => boolean

/** The options of every kind, as they are looked at. */
export interface AnyOptions extends Limit {
  readonly code?: Code | undefined
  readonly get?: Code | undefined
  readonly put?: Code | undefined
}

const FUNCTIONS = { code: check.callable, get: check.callable, put: check.callable }

/** Refuses options that will not do. */
export function checkNew(options: AnyOptions): void {
  checkOptions('GrepFilter', options, { ...FUNCTIONS, maxBuffer: check.integer(1) })
  refuseBoth(options)
  if (options.code === undefined) checkOptions('GrepFilter', options, { ...FUNCTIONS, maxBuffer: check.anything }, BOTH)
}

/** Refuses a change that will not do. */
export function checkChange(change: AnyOptions): void {
  checkOptions('GrepFilter.modify', change, FUNCTIONS)
  refuseBoth(change)
}

const BOTH = ['get', 'put'] as const

function refuseBoth(options: AnyOptions): void {
  for (const name of BOTH)
    if (options.code !== undefined && options[name] !== undefined)
      throw badOption('GrepFilter', name, options[name], 'left out where "code" is given')
}
