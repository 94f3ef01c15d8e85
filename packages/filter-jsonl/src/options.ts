import { badOption, check, checkOptions } from '@poe/errors'

/** What JSON has words for. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** What a {@link JsonLinesFilter} may be told. */
export interface JsonLinesFilterOptions<T> {
  /**
   * The longest line, in octets, its end not counted.
   * @defaultValue 1 MiB
   */
  readonly maxLength?: number | undefined
  /**
   * The most input kept for `getOne`, in octets; at least `maxLength` and two, for the line end.
   * @defaultValue `maxLength` and 1 MiB
   */
  readonly maxBuffer?: number | undefined
  /** The second argument of `JSON.parse`: is given every key and value from the inside out, and gives another value. */
  readonly reviver?: ((this: unknown, key: string, value: unknown) => unknown) | undefined
  /**
   * Is given each value, and gives the record that comes out, which may be the same. What it throws refuses the line.
   * @defaultValue values come out as they are, and T is a promise of the peer that nobody checks
   */
  readonly validate?: ((value: unknown) => T) | undefined
}

const MIB = 1024 * 1024
const LINE_END = 2
const CHECKS = {
  maxLength: check.integer(1),
  maxBuffer: check.integer(1),
  reviver: check.callable,
  validate: check.callable,
}

/** Options that were checked and completed. */
export class Settings<T> {
  readonly maxLength: number
  readonly maxBuffer: number
  readonly reviver: ((this: unknown, key: string, value: unknown) => unknown) | undefined
  readonly validate: ((value: unknown) => T) | undefined

  constructor(options: JsonLinesFilterOptions<T>) {
    checkOptions('JsonLinesFilter', options, CHECKS)
    this.maxLength = options.maxLength ?? MIB
    this.maxBuffer = options.maxBuffer ?? this.maxLength + MIB
    this.reviver = options.reviver
    this.validate = options.validate
    const least = this.maxLength + LINE_END
    if (this.maxBuffer < least)
      throw badOption('JsonLinesFilter', 'maxBuffer', this.maxBuffer, `at least maxLength and a line end, ${least}`)
  }
}
