import { PoeError } from '@poe/errors'
import type { Chunk, Filter } from '@poe/filter'

export const octets = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Texts of up to nine octets, a digit with their length in front. Parts of it are open for mutants to break. */
export class TinyFilter implements Filter<string, string> {
  kept = new Uint8Array(0)
  failure: Error | undefined
  finished = false

  getOneStart(chunks: readonly Uint8Array[]): void {
    if (this.failure !== undefined) throw this.failure
    for (const chunk of chunks) this.keep(chunk)
  }

  getOne(): string | undefined {
    if (this.failure !== undefined) throw this.failure
    const digit = this.kept[0]
    if (digit === undefined) return this.finished ? this.rest() : undefined
    if (digit < 48 || digit > 57) throw this.fail()
    const end = digit - 48 + 1
    if (this.kept.length < end) return this.finished ? this.rest() : undefined
    const record = new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.kept.subarray(1, end))
    this.kept = this.kept.slice(end)
    return record
  }

  put(records: readonly string[]): Chunk[] {
    return records.map((record) => `${octets(record).length}${record}`)
  }

  getPending(): Uint8Array[] | null {
    return this.kept.length === 0 ? null : [this.kept]
  }

  clone(): TinyFilter {
    return new (this.constructor as typeof TinyFilter)()
  }

  reset(): void {
    this.kept = new Uint8Array(0)
    this.failure = undefined
    this.finished = false
  }

  finish(): void {
    this.finished = true
  }

  /** A text shorter than it should be. */
  rest(): string | undefined {
    if (this.kept.length === 0) return undefined
    const record = new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.kept.subarray(1))
    this.kept = new Uint8Array(0)
    return record
  }

  keep(chunk: Uint8Array): void {
    const kept = new Uint8Array(this.kept.length + chunk.length)
    kept.set(this.kept)
    kept.set(chunk, this.kept.length)
    this.kept = kept
  }

  fail(): Error {
    return (this.failure = new PoeError('ERR_POE_FILTER_TINY', 'A digit was expected.'))
  }
}
