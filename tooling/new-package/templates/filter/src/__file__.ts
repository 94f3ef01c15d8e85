import { check, checkOptions, PoeError } from '@poe/errors'
import { FILTER_ERROR, type Filter } from '@poe/filter'

/** What a {@link __Class__} takes. */
export interface __Class__Options {
  /** The octet after each record. @defaultValue 0 */
  readonly separator?: number
  /** The most octets of a record. @defaultValue 1048576 */
  readonly maxLength?: number
}

const CHECKS = { separator: check.integer(0, 255), maxLength: check.integer(1) }

/** Splits octets into records at a separator octet, which a record cannot hold. */
export class __Class__ implements Filter<Uint8Array> {
  readonly #separator: number
  readonly #maxLength: number
  /** The record that has begun, in pieces without a separator. */
  #begun: Uint8Array[] = []
  #length = 0
  #error: PoeError | undefined
  /** Input nobody has looked at. */
  #unseen: Uint8Array[] = []

  constructor(options: __Class__Options = {}) {
    checkOptions('__Class__', options, CHECKS)
    this.#separator = options.separator ?? 0
    this.#maxLength = options.maxLength ?? 1_048_576
  }

  getOneStart(chunks: readonly Uint8Array[]): void {
    if (this.#error !== undefined) return // What has failed does not fill up.
    for (const chunk of chunks) if (chunk.length > 0) this.#unseen.push(chunk)
  }

  /** @throws PoeError `ERR_POE_FILTER_TOO_LONG` where a record passes `maxLength`, until `reset()` */
  getOne(): Uint8Array | undefined {
    if (this.#error !== undefined) throw this.#error
    for (let chunk = this.#unseen.shift(); chunk !== undefined; chunk = this.#unseen.shift()) {
      const end = chunk.indexOf(this.#separator)
      this.#take(end < 0 ? chunk : chunk.subarray(0, end))
      if (end < 0) continue
      if (end + 1 < chunk.length) this.#unseen.unshift(chunk.subarray(end + 1))
      return this.#finish()
    }
    return undefined
  }

  /** @throws PoeError `ERR_POE_BAD_RECORD` where a record holds the separator */
  put(records: readonly Uint8Array[]): Uint8Array[] {
    const end = Uint8Array.of(this.#separator)
    return records.map((record) => {
      if (!record.includes(this.#separator)) return join([record, end], record.length + 1)
      throw new PoeError('ERR_POE_BAD_RECORD', `A record cannot hold its separator, the octet ${this.#separator}.`)
    })
  }

  getPending(): Uint8Array[] | null {
    const pending = [...this.#begun, ...this.#unseen]
    return pending.length > 0 ? pending : null
  }

  clone(): __Class__ {
    return new __Class__({ separator: this.#separator, maxLength: this.#maxLength })
  }

  reset(): void {
    this.#begun = []
    this.#length = 0
    this.#unseen = []
    this.#error = undefined
  }

  #take(piece: Uint8Array): void {
    if (piece.length > 0) this.#begun.push(piece)
    this.#length += piece.length
    this.#checkLength()
  }

  #finish(): Uint8Array {
    const record = join(this.#begun, this.#length)
    this.#begun = []
    this.#length = 0
    return record
  }

  #checkLength(): void {
    if (this.#length <= this.#maxLength) return
    this.#error = new PoeError(`${FILTER_ERROR}TOO_LONG`, `A record passes ${this.#maxLength} octets; raise maxLength.`)
    throw this.#error
  }
}

function join(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
