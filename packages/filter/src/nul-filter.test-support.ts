import type { Filter } from './index.ts'

/** Texts that end in a NUL, at most nine octets long: a filter to try the adapters on. */
export class NulFilter implements Filter<string> {
  #octets = new Uint8Array(0)

  getOneStart(chunks: readonly Uint8Array[]): void {
    for (const chunk of chunks) this.#octets = Uint8Array.of(...this.#octets, ...chunk)
  }

  getOne(): string | undefined {
    const end = this.#octets.indexOf(0)
    if (end > 9 || (end < 0 && this.#octets.length > 9)) throw new Error('ERR_POE_FILTER_TEST')
    if (end < 0) return undefined
    const record = new TextDecoder().decode(this.#octets.subarray(0, end))
    this.#octets = this.#octets.slice(end + 1)
    return record
  }

  put(records: readonly string[]): (string | Uint8Array)[] {
    return records.flatMap((record) => [record, Uint8Array.of(0)])
  }

  getPending(): Uint8Array[] | null {
    return this.#octets.length === 0 ? null : [this.#octets]
  }

  clone(): NulFilter {
    return new NulFilter()
  }

  reset(): void {
    this.#octets = new Uint8Array(0)
  }
}

export const octets = (text: string): Uint8Array => new TextEncoder().encode(text)
