import { PoeError, show } from '@poe/errors'
import type { Filter } from '@poe/filter'
import { jsonOf } from './json-text.ts'
import { OctetLines } from './octet-lines.ts'
import { type Json, type JsonLinesFilterOptions, Settings } from './options.ts'

const LF = 10
const CR = 13
const BOM = [0xef, 0xbb, 0xbf]
/** What JSON takes for white space, the CR of a CRLF among it. */
const BLANK = /^[ \t\r]*$/
/** Refuses octets that are no UTF-8; a byte order mark is taken off by hand, at the beginning only. */
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Turns lines of JSON into values and values into lines of JSON: UTF-8, LF or CRLF, no blank lines. A line that is no
 * JSON is lost with `ERR_POE_FILTER_RECORD_JSON`, and the next `getOne` goes on behind it.
 *
 * After `ERR_POE_FILTER_LINE_TOO_LONG` or `ERR_POE_FILTER_BUFFER_FULL` the filter throws the same error from
 * `getOneStart` and `getOne`, takes no more input, and still gives what it has from {@link getPending}, until
 * {@link reset}.
 *
 * @typeParam T - what the lines are; nobody checks that but `validate`
 */
export interface JsonLinesFilter<T = Json> extends Filter<T> {
  /** Keeps a copy of the chunks. @throws PoeError `ERR_POE_FILTER_BUFFER_FULL` */
  getOneStart(chunks: readonly Uint8Array[]): void
  /**
   * The next value, or undefined while its line has not arrived.
   *
   * @throws PoeError `ERR_POE_FILTER_RECORD_JSON` or `ERR_POE_FILTER_RECORD_INVALID` for one line, `ERR_POE_FILTER_LINE_TOO_LONG`
   *   for good
   */
  getOne(): T | undefined
  /** A line of JSON for each value. @throws PoeError `ERR_POE_NOT_JSON`, before anything is given */
  put(records: readonly T[]): string[]
  /** The octets of the lines that have not been read; null when there are none. */
  getPending(): Uint8Array[] | null
  /** One of the same options, which has read nothing. */
  clone(): JsonLinesFilter<T>
  /** As new: forgets what it has read, and its error. */
  reset(): void
  /** No more lines come: the last one needs no end. */
  finish(): void
}

class JsonLinesFilterImpl<T> implements JsonLinesFilter<T> {
  readonly #settings: Settings<T>
  #lines = new OctetLines()
  /** The number of the line being read, from 1, and the octet it begins with, from 0. */
  #line = 1
  #octet = 0
  #failure: PoeError | undefined
  #finished = false

  constructor(options: JsonLinesFilterOptions<T> = {}) {
    this.#settings = options instanceof Settings ? options : new Settings(options)
  }

  getOneStart(chunks: readonly Uint8Array[]): void {
    if (this.#failure !== undefined) throw this.#failure
    for (const chunk of chunks) this.#lines.add(chunk)
    const { maxBuffer } = this.#settings
    if (this.#lines.length <= maxBuffer) return
    const waiting = `${this.#lines.length} octets of input wait, more than maxBuffer, ${maxBuffer}`
    throw this.#fail('BUFFER_FULL', `${waiting}; take values with getOne before giving more.`)
  }

  getOne(): T | undefined {
    if (this.#failure !== undefined) throw this.#failure
    for (let octets = this.#nextLine(); octets !== undefined; octets = this.#nextLine()) {
      const where = `Line ${this.#line} (from octet ${this.#octet})`
      const text = this.#read(octets, where)
      if (!BLANK.test(text)) return this.#record(text, where)
    }
    return undefined
  }

  put(records: readonly T[]): string[] {
    return records.map((record) => `${jsonOf(record)}\n`)
  }

  getPending(): Uint8Array[] | null {
    return this.#lines.length === 0 ? null : [this.#lines.view().slice()]
  }

  clone(): JsonLinesFilter<T> {
    return new JsonLinesFilterImpl(this.#settings)
  }

  reset(): void {
    this.#lines = new OctetLines()
    this.#line = 1
    this.#octet = 0
    this.#failure = undefined
    this.#finished = false
  }

  finish(): void {
    this.#finished = true
  }

  /** The next line with its end. */
  #nextLine(): Uint8Array | undefined {
    const size = this.#lines.firstEnd()
    const octets = this.#lines.view(size === 0 ? undefined : size)
    if (lengthOf(octets) > this.#settings.maxLength)
      throw this.#fail(
        'LINE_TOO_LONG',
        `Line ${this.#line} is longer than maxLength, ${this.#settings.maxLength} octets.`,
      )
    return size > 0 || (this.#finished && octets.length > 0) ? octets : undefined
  }

  /** The text of a line, which counts as read from then on. */
  #read(octets: Uint8Array, where: string): string {
    const marked = this.#octet === 0 && BOM.every((octet, i) => octets[i] === octet)
    this.#lines.drop(octets.length)
    this.#line++
    this.#octet += octets.length
    try {
      return DECODER.decode(octets.subarray(marked ? BOM.length : 0, octets.at(-1) === LF ? -1 : undefined))
    } catch (cause) {
      throw new PoeError('ERR_POE_FILTER_RECORD_JSON', `${where} is no UTF-8.`, { cause })
    }
  }

  #record(text: string, where: string): T {
    const value = this.#parse(text, where)
    const record = this.#validated(value, text, where)
    if (record !== undefined) return record
    throw new PoeError(
      'ERR_POE_FILTER_RECORD_INVALID',
      `${where}, ${show(text)}, came out as undefined, which is no record.`,
    )
  }

  #parse(text: string, where: string): unknown {
    try {
      return JSON.parse(text, this.#settings.reviver)
    } catch (cause) {
      throw new PoeError('ERR_POE_FILTER_RECORD_JSON', `${where} is no JSON: ${show(text)}.`, { cause })
    }
  }

  #validated(value: unknown, text: string, where: string): T {
    const { validate } = this.#settings
    if (validate === undefined) return value as T
    try {
      return validate(value)
    } catch (cause) {
      throw new PoeError('ERR_POE_FILTER_RECORD_INVALID', `${where} was refused: ${show(text)}.`, { cause })
    }
  }

  #fail(code: string, message: string): PoeError {
    this.#failure = new PoeError(`ERR_POE_FILTER_${code}`, message)
    return this.#failure
  }
}

/** The length of a line, or the beginning of one, without what is or may be its end. */
function lengthOf(octets: Uint8Array): number {
  const length = octets.at(-1) === LF ? octets.length - 1 : octets.length
  return octets[length - 1] === CR ? length - 1 : length
}

/** Makes a {@link JsonLinesFilter}. @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_OPTIONS` */
export const JsonLinesFilter: {
  /** Records are whatever JSON has words for. */
  new (options?: JsonLinesFilterOptions<Json> & { readonly validate?: undefined }): JsonLinesFilter
  /** Records are what `validate` gives, or, where nobody checks that, what the type argument says. */
  new <T>(options?: JsonLinesFilterOptions<T>): JsonLinesFilter<T>
} = JsonLinesFilterImpl as never
