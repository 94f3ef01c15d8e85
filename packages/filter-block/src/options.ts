import { badOption, check, checkOptions } from '@poe/errors'
import { DECIMAL, HEADER_SIZE, type LengthCodec } from './length-codec.ts'

/** What a {@link BlockFilter} may be told. POE: the parameters of `POE::Filter::Block->new`. */
export interface BlockFilterOptions {
  /**
   * Octets of every block. Not together with `lengthCodec` and `maxLength`.
   * @defaultValue each block has its length in front
   */
  readonly blockSize?: number | undefined
  /**
   * How lengths are written in front of blocks.
   * @defaultValue decimal digits, then a NUL
   */
  readonly lengthCodec?: LengthCodec | undefined
  /**
   * The longest block taken, in octets, its length not counted. What is put is not limited.
   * @defaultValue 1 MiB
   */
  readonly maxLength?: number | undefined
  /**
   * The most input kept for `getOne`, in octets; at least one block with its length.
   * @defaultValue one block with its length, and 1 MiB
   */
  readonly maxBuffer?: number | undefined
}

const MIB = 1024 * 1024
const CHECKS = {
  blockSize: check.integer(1),
  lengthCodec: check.having('a length codec', 'encode', 'decode'),
  maxLength: check.integer(1),
  maxBuffer: check.integer(1),
}

/** Options that were checked and completed; what clones share. */
export class Settings {
  /** Undefined: lengths stand in front. */
  readonly blockSize: number | undefined
  readonly codec: LengthCodec
  readonly maxLength: number
  readonly maxBuffer: number

  constructor(options: BlockFilterOptions) {
    checkOptions('BlockFilter', options, CHECKS)
    refuseConflicts(options)
    this.blockSize = options.blockSize
    this.codec = checkedCodec(options.lengthCodec ?? DECIMAL)
    this.maxLength = options.maxLength ?? MIB
    const least = options.blockSize ?? this.maxLength + (this.codec.maxSize ?? HEADER_SIZE)
    this.maxBuffer = options.maxBuffer ?? least + MIB
    if (this.maxBuffer < least)
      throw badOption('BlockFilter', 'maxBuffer', this.maxBuffer, `at least a block with its length, ${least}`)
  }
}

function refuseConflicts(options: BlockFilterOptions): void {
  if (options.blockSize === undefined) return
  for (const name of ['lengthCodec', 'maxLength'] as const)
    if (options[name] !== undefined)
      throw badOption('BlockFilter', name, options[name], 'left out where "blockSize" is given')
}

function checkedCodec(codec: LengthCodec): LengthCodec {
  const wrong = codec.maxSize === undefined ? undefined : check.integer(1, 1024)(codec.maxSize)
  if (wrong !== undefined) throw badOption('BlockFilter', 'lengthCodec.maxSize', codec.maxSize, wrong)
  return codec
}
