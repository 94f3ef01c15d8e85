import type { Chunk } from '@poe/driver'
import { MessageSizes } from './message-sizes.ts'
import { isHigh, isLow, isPair, octetLength } from './octet-length.ts'

/** How many octets of separate chunks are copied together to be written at once. */
const JOIN = 65_536

/** Output in order: text joined as text, octets joined where they are small, the two kept apart. */
export class OutputQueue {
  /** What comes before `#text`: octets, and texts that octets were put behind. */
  #parts: Chunk[] = []
  /** A bound of the octets of `#parts`. */
  #partsAtMost = 0
  /** The first of `#parts` is what a handle left over. */
  #leftOver = false
  #text = ''
  readonly #sizes = new MessageSizes()
  /** How much of `#text` has been counted, and the result: a long queue is not counted over and over. */
  #counted = 0
  #countedOctets = 0
  /** What is counted ends in the first half of a pair. */
  #halved = false

  get empty(): boolean {
    return this.#text === '' && this.#parts.length === 0
  }

  get messages(): number {
    return this.#sizes.length
  }

  get octets(): number {
    let octets = this.#countText()
    for (const part of this.#parts) octets += typeof part === 'string' ? octetLength(part) : part.length
    return octets
  }

  /** No fewer than {@link octets}, without counting. */
  get octetsAtMost(): number {
    return this.#partsAtMost + octetsAtMost(this.#text)
  }

  /** A chunk of something; an empty one would never leave. */
  put(chunk: Chunk): void {
    if (typeof chunk === 'string') this.#putText(chunk)
    else this.#putOctets(chunk)
    this.#sizes.push(chunk.length)
  }

  /** What to write next, as much at once as goes well; it stays queued until {@link written}. */
  head(): Chunk {
    if (this.#parts.length === 0) return this.#text
    const run = this.#runOfOctets()
    if (run > 1) this.#parts.splice(0, run, joined(this.#parts.slice(0, run) as Uint8Array[]))
    return this.#parts[0] as Chunk
  }

  /** The {@link head} was written, but for the rest. */
  written(head: Chunk, rest: Chunk | null): void {
    if (rest === null || rest.length === 0) this.#remove(head)
    else this.#keep(head, rest)
  }

  /** Once text is counted, so is what joins it: to look into a text that was joined, it has to be put together. */
  #putText(chunk: string): void {
    if (this.#counted > 0 && this.#counted === this.#text.length) this.#count(chunk)
    this.#text += chunk
  }

  #putOctets(chunk: Uint8Array): void {
    if (this.#text !== '') this.#addPart(this.#text)
    this.#setText('')
    this.#addPart(chunk)
  }

  #addPart(part: Chunk): void {
    this.#parts.push(part)
    this.#partsAtMost += octetsAtMost(part)
  }

  #setText(text: string): void {
    this.#text = text
    this.#counted = this.#countedOctets = 0
    this.#halved = false
  }

  /** What was counted of the rest stays counted, or a long text that leaves in pieces would be counted once a piece. */
  #shorten(text: string, rest: string): void {
    const gone = text.length - rest.length
    const counted = gone > this.#counted || isPair(text, gone - 1) ? 0 : this.#counted - gone
    const octets = counted === 0 ? 0 : this.#countedOctets - octetLength(text, 0, gone)
    this.#text = rest
    this.#counted = counted
    this.#countedOctets = octets
    if (counted === 0) this.#halved = false
  }

  #remove(head: Chunk): void {
    this.#leftOver = false
    if (this.#parts.length > 0) {
      this.#parts.shift()
      this.#partsAtMost -= octetsAtMost(head)
    } else this.#setText('')
    if (this.empty) this.#sizes.clear()
    else this.#sizes.drop(head.length)
  }

  #keep(head: Chunk, rest: Chunk): void {
    if (typeof head === 'string' && typeof rest !== 'string') this.#measureInOctets(head)
    const size = typeof head === typeof rest ? head.length : octetLength(head as string)
    if (rest.length < size) this.#sizes.drop(size - rest.length)
    this.#replace(head, rest)
  }

  #replace(head: Chunk, rest: Chunk): void {
    this.#leftOver = true
    if (head === rest) return
    if (this.#parts.length > 0) {
      this.#parts[0] = rest
      this.#partsAtMost += octetsAtMost(rest) - octetsAtMost(head)
    } else if (typeof rest === 'string') this.#shorten(head as string, rest)
    else {
      this.#addPart(rest)
      this.#setText('')
    }
  }

  /** A handle may give back the octets of a text; half of a pair put apart is counted with the other half. */
  #measureInOctets(text: string): void {
    const whole = (at: number) => (at > 0 && isPair(text, at - 1) ? at - 1 : at)
    this.#sizes.convert(text.length, (from, to) => octetLength(text, whole(from), whole(to)))
  }

  #runOfOctets(): number {
    // A long rest goes by itself: joined anew after each piece a slow handle takes, all would be copied over and over.
    if (this.#leftOver && (this.#parts[0] as Chunk).length > JOIN / 2) return 1
    let octets = 0
    let run = 0
    for (const part of this.#parts) {
      if (typeof part === 'string' || (octets += part.length) > JOIN) break
      run++
    }
    return run
  }

  #countText(): number {
    if (this.#counted < this.#text.length) this.#count(this.#text.slice(this.#counted))
    return this.#countedOctets
  }

  /** Counts what comes behind the text that has been counted. */
  #count(more: string): void {
    this.#countedOctets += octetLength(more)
    // A pair put in two halves is one character of four octets; each half was counted as a broken one, of three.
    if (this.#halved && isLow(more, 0)) this.#countedOctets -= 2
    this.#counted += more.length
    this.#halved = isHigh(more, more.length - 1)
  }
}

/** A unit of text is at most three octets; two that make a character of four are fewer. */
function octetsAtMost(chunk: Chunk): number {
  return typeof chunk === 'string' ? 3 * chunk.length : chunk.length
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((octets, chunk) => octets + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
