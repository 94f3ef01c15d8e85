import { badOption, check, checkOptions } from '@poe/errors'
import { hasOctets, type LineEncoding } from './encoding.ts'
import type { Lines } from './lines.ts'

export type { LineEncoding } from './encoding.ts'

/** What a {@link LineFilter} may be told. POE: the parameters of `POE::Filter::Line->new`. */
export interface LineFilterOptions {
  /** The line end both ways, at least one character. Not together with the three options below. */
  readonly literal?: string | undefined
  /**
   * The line end of the input. The empty string finds it out: whatever ends the first line (CR, LF, CRLF or
   * LFCR) ends all the others too.
   * @defaultValue CR, LF, CRLF and LFCR, freely mixed
   */
  readonly inputLiteral?: string | undefined
  /**
   * The line end of the input as a regular expression, tried on the text that has arrived. A match of nothing
   * ends no line; a match that grows with the next octets swallows them. Not together with `inputLiteral`.
   */
  readonly inputRegexp?: RegExp | string | undefined
  /**
   * What `put` adds to each line.
   * @defaultValue CRLF
   */
  readonly outputLiteral?: string | undefined
  /**
   * The longest line, in octets, its end not counted.
   * @defaultValue 1 MiB
   */
  readonly maxLength?: number | undefined
  /**
   * The most input kept for `getOne`, in octets; at least `maxLength`.
   * @defaultValue `maxLength` and 1 MiB
   */
  readonly maxBuffer?: number | undefined
  /**
   * What a line is: text from UTF-8 (octets that are none become U+FFFD), text of one character an octet, or
   * the octets themselves.
   * @defaultValue `'utf-8'`
   */
  readonly encoding?: LineEncoding | undefined
}

const MIB = 1024 * 1024
const CHECKS = {
  literal: check.name,
  inputLiteral: check.text,
  inputRegexp: (value: unknown) =>
    value instanceof RegExp || (typeof value === 'string' && value !== '')
      ? undefined
      : 'a regular expression or the source of one',
  outputLiteral: check.text,
  maxLength: check.integer(1),
  maxBuffer: check.integer(1),
  encoding: check.oneOf('utf-8', 'latin1', 'bytes'),
}

/** Options that were checked and completed; what clones share. */
export class Settings {
  /** Undefined: CR, LF, CRLF and LFCR; empty: found out. */
  readonly inputLiteral: string | undefined
  readonly inputRegexp: RegExp | undefined
  readonly outputLiteral: string
  readonly maxLength: number
  readonly maxBuffer: number
  readonly encoding: LineEncoding
  /** States of streams that nobody is using. */
  readonly spare: Lines<string | Uint8Array>[] = []

  constructor(options: LineFilterOptions) {
    checkOptions('LineFilter', options, CHECKS)
    refuseConflicts(options)
    this.encoding = options.encoding ?? 'utf-8'
    this.inputLiteral = options.literal ?? options.inputLiteral
    this.inputRegexp = compiled(options.inputRegexp)
    this.outputLiteral = options.literal ?? options.outputLiteral ?? '\r\n'
    this.maxLength = options.maxLength ?? MIB
    this.maxBuffer = options.maxBuffer ?? this.maxLength + MIB
    refuseTextWithoutOctets(options, this.encoding)
    if (this.maxBuffer < this.maxLength)
      throw badOption('LineFilter', 'maxBuffer', this.maxBuffer, `at least maxLength, ${this.maxLength}`)
  }
}

function refuseConflicts(options: LineFilterOptions): void {
  const refuse = (name: 'inputLiteral' | 'inputRegexp' | 'outputLiteral', other: 'literal' | 'inputLiteral') => {
    if (options[name] !== undefined && options[other] !== undefined)
      throw badOption('LineFilter', name, options[name], `left out where "${other}" is given`)
  }
  refuse('inputLiteral', 'literal')
  refuse('inputRegexp', 'literal')
  refuse('outputLiteral', 'literal')
  refuse('inputRegexp', 'inputLiteral')
}

function refuseTextWithoutOctets(options: LineFilterOptions, encoding: LineEncoding): void {
  const wanted =
    encoding === 'latin1' ? 'of characters up to U+00FF' : 'of characters that have octets (no half pair, no U+FFFD)'
  for (const name of ['literal', 'inputLiteral', 'outputLiteral'] as const) {
    const given = options[name]
    if (given !== undefined && !hasOctets(given, encoding)) throw badOption('LineFilter', name, given, wanted)
  }
}

function compiled(given: RegExp | string | undefined): RegExp | undefined {
  try {
    return typeof given === 'string' ? new RegExp(given) : given
  } catch (cause) {
    throw badOption('LineFilter', 'inputRegexp', given, `the source of a regular expression (${String(cause)})`)
  }
}
