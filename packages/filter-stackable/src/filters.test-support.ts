import { PoeError } from '@poe/errors'
import type { Chunk, Filter } from '@poe/filter'

export const octets = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Texts that end in a semicolon. */
export class Semicolons implements Filter<string> {
  #text = ''
  #finished = false
  getOneStart(chunks: readonly Uint8Array[]): void {
    for (const chunk of chunks) this.#text += String.fromCharCode(...chunk)
  }
  getOne(): string | undefined {
    const end = this.#text.indexOf(';')
    if (end < 0 && this.#finished && this.#text !== '') this.#text += ';'
    else if (end < 0) return undefined
    const record = this.#text.slice(0, this.#text.indexOf(';'))
    this.#text = this.#text.slice(record.length + 1)
    return record
  }
  finish(): void {
    this.#finished = true
  }
  put(records: readonly string[]): Chunk[] {
    return records.map((record) => `${record};`)
  }
  getPending(): Uint8Array[] | null {
    return this.#text === '' ? null : [Uint8Array.from(this.#text, (one) => one.charCodeAt(0))]
  }
  clone(): Semicolons {
    return new Semicolons()
  }
  reset(): void {
    this.#text = ''
    this.#finished = false
  }
}

/** Items as they are, kept in a list. */
abstract class Items<Rec, Item> implements Filter<Rec, Rec, Item, Item> {
  protected items: Item[] = []
  getOneStart(items: readonly Item[]): void {
    this.items.push(...items)
  }
  abstract getOne(): Rec | undefined
  abstract put(records: readonly Rec[]): Item[]
  abstract clone(): Items<Rec, Item>
  getPending(): Item[] | null {
    return this.items.length === 0 ? null : [...this.items]
  }
  reset(): void {
    this.items = []
  }
}

/** Texts by pairs. */
export class Pairs extends Items<[string, string], string> {
  getOne(): [string, string] | undefined {
    return this.items.length < 2 ? undefined : (this.items.splice(0, 2) as [string, string])
  }
  put(pairs: readonly [string, string][]): string[] {
    return pairs.flat()
  }
  clone(): Pairs {
    return new Pairs()
  }
}

/** Each character a text of its own; an exclamation mark is malformed. */
export class Characters extends Items<string, string> {
  getOne(): string | undefined {
    const text = this.items[0]
    if (text === undefined) return undefined
    if (text.startsWith('!')) throw new PoeError('ERR_POE_FILTER_SHOUT', 'No need to shout.')
    if (text.length <= 1) this.items.shift()
    else this.items[0] = text.slice(1)
    return text.slice(0, 1)
  }
  put(records: readonly string[]): string[] {
    return [...records]
  }
  clone(): Characters {
    return new Characters()
  }
}
