import type { Chunk, Filter } from '@poe/filter'
import { ByteLines } from './byte-lines.ts'
import { encodedLine } from './encoded-line.ts'
import { decoderOf, encode } from './encoding.ts'
import { Limits } from './limits.ts'
import { type LineEnd, literalEnd } from './line-end.ts'
import { LineSource } from './line-source.ts'
import type { Lines } from './lines.ts'
import { type LineEncoding, type LineFilterOptions, Settings } from './options.ts'
import { RegexpLines } from './regexp-lines.ts'
import { TextLines } from './text-lines.ts'

type Line = string | Uint8Array

/**
 * Splits octets into lines and joins lines into octets (POE: `POE::Filter::Line`).
 *
 * Line ends are taken off; a last line without one stays in {@link getPending}, until {@link finish} says that no more
 * will come: then it is a line too. A CR and LF are one end even
 * where they arrive apart; the line is given out at the first of them.
 *
 * After `ERR_POE_FILTER_LINE_TOO_LONG` or `ERR_POE_FILTER_BUFFER_FULL` the filter throws the same error from
 * `getOneStart` and `getOne`, takes no more input, and still gives what it has from `getPending`, until `reset`.
 *
 * @typeParam Rec - what a line comes out as: text, or octets where `encoding` is `'bytes'`
 */
export interface LineFilter<Rec extends Line = string> extends Filter<Rec, Line> {
  clone(): LineFilter<Rec>
  finish(): void
}

/** How many streams' states filters of the same settings keep for each other. */
const MOST_SPARE = 16

class LineFilterImpl implements LineFilter<Line> {
  readonly #settings: Settings
  /** The state of the stream; null between two lines, when there is nothing to be remembered. */
  #lines: Lines<Line> | null = null
  #finished = false

  constructor(options: LineFilterOptions | Settings = {}) {
    this.#settings = options instanceof Settings ? options : new Settings(options)
  }

  getOneStart(chunks: readonly Uint8Array[]): void {
    const lines = (this.#lines ??= this.#settings.spare.pop() ?? linesOf(this.#settings))
    const { limits } = lines
    if (limits.failure !== undefined) throw limits.failure
    for (const chunk of chunks) lines.add(chunk)
    const size = lines.length
    if (size > limits.maxBuffer) throw limits.bufferFull(size)
  }

  getOne(): Line | undefined {
    const lines = this.#lines
    if (lines === null) return undefined
    if (lines.limits.failure !== undefined) throw lines.limits.failure
    const line = lines.next() ?? (this.#finished ? lines.last() : undefined)
    if (line === undefined && lines.isNew) this.#lend(lines)
    return line
  }

  put(records: readonly Line[]): Chunk[] {
    // Nearly always it is one, and a list that is made with its only member is the quickest.
    return records.length === 1 ? [this.#ended(records[0] as Line)] : records.map((record) => this.#ended(record))
  }

  getPending(): Uint8Array[] | null {
    const rest = this.#lines?.rest() ?? []
    return rest.length === 0 ? null : rest
  }

  clone(): LineFilter<Line> {
    return new LineFilterImpl(this.#settings)
  }

  reset(): void {
    this.#lines = null
    this.#finished = false
  }

  finish(): void {
    this.#finished = true
  }

  /** Of many filters few are in the middle of something. */
  #lend(lines: Lines<Line>): void {
    const { spare } = this.#settings
    this.#lines = null
    if (spare.length < MOST_SPARE) spare.push(lines)
  }

  #ended(record: Line): Chunk {
    const { outputLiteral, encoding } = this.#settings
    if (typeof record === 'string' && encoding !== 'latin1') return record + outputLiteral
    return encodedLine(record, outputLiteral, encoding)
  }

  static {
    // As users know it, in messages, on consoles and in the types of a stack.
    Object.defineProperty(LineFilterImpl, 'name', { value: 'LineFilter' })
  }
}

function linesOf({ encoding, inputRegexp, inputLiteral, maxLength, maxBuffer }: Settings): Lines<Line> {
  const limits = new Limits(maxLength, maxBuffer)
  if (inputRegexp !== undefined)
    return new RegexpLines<Line>(inputRegexp, encoding, limits, (line) =>
      encoding === 'bytes' ? line.octets : line.text,
    )
  const source = new LineSource(endOf(inputLiteral, encoding), limits)
  return encoding === 'bytes' ? new ByteLines(source, limits) : new TextLines(source, decoderOf(encoding), limits)
}

function endOf(literal: string | undefined, encoding: LineEncoding): LineEnd | undefined | null {
  if (literal === '') return null
  return literal === undefined ? undefined : literalEnd(literal, encode(literal, encoding))
}

/** Makes a {@link LineFilter}. @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_OPTIONS` */
export const LineFilter: {
  new (options: LineFilterOptions & { readonly encoding: 'bytes' }): LineFilter<Uint8Array>
  new (options?: LineFilterOptions & { readonly encoding?: 'utf-8' | 'latin1' | undefined }): LineFilter<string>
  new (options?: LineFilterOptions): LineFilter<Line>
} = LineFilterImpl as never
