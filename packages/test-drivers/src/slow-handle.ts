import type { Chunk, DriverHandle } from '@poe/driver'
import { assert, shown } from './assert.ts'
import { joined, octetsOf, wholeCharacters } from './octets.ts'

/** How much of one write is taken: characters of a text, or octets. What comes back of a text is a text or octets. */
export interface Taking {
  readonly take: number
  readonly back?: 'text' | 'octets'
}

/** Takes all. */
export const ALL: Taking = { take: Number.POSITIVE_INFINITY }
/** Takes nothing for now. */
export const NOTHING: Taking = { take: 0 }

/** A handle that takes what it is told to, all once there are no more instructions, and that minds its driver's manners. */
export class SlowHandle implements DriverHandle {
  pending = 0
  /** What it was given, at each write. */
  readonly offered: Chunk[] = []
  /** What it took, at each write that it took something of. */
  readonly taken: Chunk[] = []
  #takings: readonly Taking[]
  #refused = false

  constructor(...takings: readonly Taking[]) {
    this.#takings = takings
  }

  /** All octets it took. */
  get octets(): Uint8Array {
    return joined(this.taken)
  }

  /** What to do from the next flush on. */
  next(...takings: readonly Taking[]): this {
    this.#takings = takings
    this.#refused = false
    return this
  }

  read(): null {
    throw new Error('The driver reads where nobody asked it to.')
  }

  write(chunk: Chunk): Chunk | null {
    assert(typeof chunk === 'string' || chunk instanceof Uint8Array, `The driver writes ${shown(chunk)}, no chunk.`)
    assert(chunk.length > 0, 'The driver writes an empty chunk.')
    assert(!this.#refused, `The driver writes ${shown(chunk)} after something was given back, in the same flush.`)
    this.offered.push(chunk)
    const [next = ALL, ...later] = this.#takings
    this.#takings = later
    const rest = this.#take(next.back === 'octets' ? octetsOf(chunk) : chunk, next.take)
    this.#refused = rest !== null
    return rest
  }

  #take(chunk: Chunk, wanted: number): Chunk | null {
    const cut = typeof chunk === 'string' ? wholeCharacters(chunk, wanted) : Math.min(wanted, chunk.length)
    if (cut > 0) this.taken.push(chunk.slice(0, cut))
    return cut === chunk.length ? null : chunk.slice(cut)
  }
}
