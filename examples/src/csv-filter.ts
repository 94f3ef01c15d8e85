/** A filter of one's own: lines of comma-separated values to objects and back, by the names in the first line. */
import { type Filter, PoeError } from '@poe/poe'

/** A line, by the names of its columns. */
export type Row<C extends string> = { readonly [K in C]: string }

const LF = 10
const QUOTE = 34
const MOST = 1024 * 1024

/**
 * CSV as spreadsheets write it (RFC 4180): values with commas, quotes or line ends stand in quotes. The columns are given,
 * so that rows are typed; each line has so many values.
 *
 * @throws PoeError from `getOne`: `ERR_POE_FILTER_RECORD_CSV` for a line with more or fewer values, and it goes on behind it;
 * `ERR_POE_FILTER_LINE_TOO_LONG` for good
 */
export class CsvFilter<const C extends string> implements Filter<Row<C>> {
  readonly #columns: readonly C[]
  #octets = new Uint8Array(0)
  /** Up to here the octets hold no end of a line; whether that is inside quotes. */
  #searched = 0
  #quoted = false
  #failure: PoeError | undefined
  #finished = false

  constructor(...columns: readonly C[]) {
    this.#columns = columns
  }

  getOneStart(chunks: readonly Uint8Array[]): void {
    if (this.#failure !== undefined) throw this.#failure
    const all = [this.#octets, ...chunks]
    const joined = new Uint8Array(all.reduce((length, chunk) => length + chunk.length, 0))
    let at = 0
    for (const chunk of all) {
      joined.set(chunk, at)
      at += chunk.length
    }
    this.#octets = joined
  }

  getOne(): Row<C> | undefined {
    if (this.#failure !== undefined) throw this.#failure
    const end = this.#lineEnd()
    if (end < 0) return undefined
    const line = new TextDecoder().decode(this.#octets.subarray(0, end)).replace(/\r?\n$/, '')
    this.#octets = this.#octets.slice(end)
    this.#searched = 0
    this.#quoted = false
    return this.#row(valuesOf(line))
  }

  put(rows: readonly Row<C>[]): string[] {
    return rows.map((row) => `${this.#columns.map((name) => quoted(row[name])).join(',')}\r\n`)
  }

  getPending(): Uint8Array[] | null {
    return this.#octets.length === 0 ? null : [this.#octets.slice()]
  }

  clone(): CsvFilter<C> {
    return new CsvFilter(...this.#columns)
  }

  reset(): void {
    this.#octets = new Uint8Array(0)
    this.#searched = 0
    this.#quoted = false
    this.#failure = undefined
    this.#finished = false
  }

  finish(): void {
    this.#finished = true
  }

  /** Behind the line feed that ends the first line; -1 while there is none. Line feeds inside quotes end nothing. */
  #lineEnd(): number {
    for (; this.#searched < this.#octets.length; this.#searched++) {
      const octet = this.#octets[this.#searched]
      if (octet === QUOTE) this.#quoted = !this.#quoted
      else if (octet === LF && !this.#quoted) return this.#searched + 1
      if (this.#searched > MOST) throw this.#tooLong()
    }
    return this.#finished && this.#octets.length > 0 ? this.#octets.length : -1
  }

  #tooLong(): PoeError {
    this.#failure = new PoeError('ERR_POE_FILTER_LINE_TOO_LONG', `A line is longer than ${MOST} octets.`)
    return this.#failure
  }

  #row(values: readonly string[]): Row<C> {
    const columns = this.#columns
    if (values.length !== columns.length)
      throw new PoeError('ERR_POE_FILTER_RECORD_CSV', `A line has ${values.length} values, not ${columns.length}.`)
    return Object.fromEntries(columns.map((name, i) => [name, values[i]])) as Row<C>
  }
}

/** A value, in quotes or not, and what ends it. */
const VALUE = /(?:"((?:[^"]|"")*)"|([^,]*))(,|$)/gy

function valuesOf(line: string): string[] {
  const values: string[] = []
  for (const [, inside, bare = '', end] of line.matchAll(VALUE)) {
    values.push(inside === undefined ? bare : inside.replaceAll('""', '"'))
    if (end === '') break
  }
  return values
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
