import { badOption, check, checkOptions } from '@poe/errors'
import { jsonSerializer } from './json-serializer.ts'
import type { Compression, Serializer } from './plugs.ts'

/** What a {@link ReferenceFilter} may be told. POE: the parameters of `POE::Filter::Reference->new`. */
export interface ReferenceFilterOptions {
  /**
   * How values become octets.
   * @defaultValue JSON
   */
  readonly serializer?: Serializer | undefined
  /**
   * How their octets are compressed, as by `zlibCompression()` of `@poe/filter-reference/zlib`.
   * @defaultValue not at all
   */
  readonly compression?: Compression | undefined
  /**
   * Gives errors of the input out as records, in their place among the others, instead of throwing them.
   * @defaultValue false
   */
  readonly noFatals?: boolean | undefined
  /**
   * The longest frame taken, in octets as it arrives, its length not counted. What is put is not limited.
   * @defaultValue 16 MiB
   */
  readonly maxLength?: number | undefined
  /**
   * The most input kept for `getOne`, in octets; at least one frame with its length.
   * @defaultValue one frame with its length, and 1 MiB
   */
  readonly maxBuffer?: number | undefined
}

const MIB = 1024 * 1024
const CHECKS = {
  serializer: check.having('a serializer', 'freeze', 'thaw'),
  compression: check.having('a compression', 'compress', 'uncompress'),
  noFatals: check.flag,
  maxLength: check.integer(1),
  maxBuffer: check.integer(1),
}

/** Options that were checked and completed; what clones share. */
export class Settings {
  readonly serializer: Serializer
  readonly compression: Compression | undefined
  readonly noFatals: boolean
  readonly maxLength: number
  readonly maxBuffer: number

  constructor(options: ReferenceFilterOptions) {
    checkOptions('ReferenceFilter', options, CHECKS)
    this.serializer = options.serializer ?? jsonSerializer
    this.compression = options.compression
    this.noFatals = options.noFatals ?? false
    this.maxLength = options.maxLength ?? 16 * MIB
    const frame = `${this.maxLength}\0`.length + this.maxLength
    this.maxBuffer = options.maxBuffer ?? frame + MIB
    if (this.maxBuffer < frame)
      throw badOption('ReferenceFilter', 'maxBuffer', this.maxBuffer, `at least one frame with its length, ${frame}`)
  }
}
