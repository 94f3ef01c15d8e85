import type { Chunk, Filter } from '@poe/filter'
import { LineFilter } from '@poe/filter-line'

/** A line filter of which one part can be got wrong. */
export class PlainFilter implements Filter<string> {
  protected readonly lines: Filter<string> = new LineFilter()

  getOneStart(chunks: readonly Uint8Array[]): void {
    this.lines.getOneStart(chunks)
  }

  getOne(): string | undefined {
    return this.lines.getOne()
  }

  put(records: readonly string[]): Chunk[] {
    return this.lines.put(records)
  }

  getPending(): Uint8Array[] | null {
    return this.lines.getPending()
  }

  clone(): Filter<string> {
    return new (this.constructor as new () => Filter<string>)()
  }

  reset(): void {
    this.lines.reset()
  }
}

export class ForgetsHalfALine extends PlainFilter {
  override getOneStart(chunks: readonly Uint8Array[]): void {
    this.reset()
    super.getOneStart(chunks)
  }
}

export class GluesLines extends PlainFilter {
  override put(records: readonly string[]): Chunk[] {
    return super.put(records.length > 1 ? [records.join('')] : records)
  }
}

/** Decodes each chunk by itself: characters break at the border. */
export class BreaksCharacters extends PlainFilter {
  override getOneStart(chunks: readonly Uint8Array[]): void {
    super.getOneStart(chunks.map((chunk) => new TextEncoder().encode(new TextDecoder().decode(chunk))))
  }
}

export class SkipsEmptyLines extends PlainFilter {
  override getOne(): string | undefined {
    let line = super.getOne()
    while (line === '') line = super.getOne()
    return line
  }
}

export class StopsAfterALine extends PlainFilter {
  #given = false

  override getOneStart(chunks: readonly Uint8Array[]): void {
    this.#given = false
    super.getOneStart(chunks)
  }

  override getOne(): string | undefined {
    if (this.#given) return undefined
    this.#given = true
    return super.getOne()
  }
}
