import { RECORD_ERROR } from '@poe/filter'
import { filterError } from '@poe/wheel'
import type { LastRecord, TailFilter } from './options.ts'
import type { Side } from './side.ts'

const LAST: LastRecord = Object.freeze({ unterminated: true })

/** Octets to filter to input events, for one file or stream at a time. Everything here happens with the session active. */
export class Delivery<Rec> {
  readonly #side: Side
  #filter: TailFilter<Rec>
  /** Records that are left out. */
  #skip = 0
  /** The file has ended; what the filter still has is cut short. */
  #ending = false
  #finished = false
  #draining = false
  /** Draining stopped while the filter may still hold records. */
  #backlog = false
  #whenEmpty: (() => void) | null = null
  /** Lent to the filter for each read, so that none is made per read. */
  readonly #chunk: Uint8Array[] = []

  constructor(side: Side, filter: TailFilter<Rec>) {
    this.#side = side
    this.#filter = filter
  }

  get filter(): TailFilter<Rec> {
    return this.#filter
  }

  /** Octets that have become no record. */
  get pending(): number {
    return (this.#filter.getPending() ?? []).reduce((sum, { byteLength }) => sum + byteLength, 0)
  }

  /** Leaves out the next record. */
  skipOne(): void {
    this.#skip = 1
  }

  /** Delivers what these octets make up. */
  accept(octets: Uint8Array): void {
    this.#chunk[0] = octets
    this.#load(this.#chunk)
    this.drain()
  }

  /** Takes octets up to where the records begin that are wanted. Of those before it, half a one stays. */
  swallow(octets: Uint8Array): void {
    try {
      this.#filter.getOneStart([octets])
      while (this.#filter.getOne() !== undefined);
    } catch (error) {
      // What the filter says of a beginning that was chosen blindly means nothing.
      if (filterError(error, this.#side.id) === undefined) throw error
      this.#filter.reset()
    }
  }

  /** The file has come to its end: delivers what is left without its own, and begins anew. */
  finish(): void {
    this.#ending = true
    this.drain()
  }

  /** The new filter gets the octets the old one had not used. */
  setFilter(filter: TailFilter<Rec>): void {
    const pending = this.#filter.getPending()
    this.#filter = filter
    if (pending === null || this.#side.over) return
    this.#load(pending)
    this.#backlog = true
  }

  /** Settles when nothing is kept back. */
  emptied(): Promise<void> {
    if (!this.#backlog) return Promise.resolve()
    return new Promise((resolve) => {
      this.#whenEmpty = resolve
    })
  }

  /** Goes on where a pause, or an exception, had stopped it. */
  drain(): void {
    if (this.#draining) return
    this.#draining = true
    this.#backlog = true
    try {
      while (!this.#deliverAll());
    } finally {
      this.#draining = false
    }
    if (this.#backlog && !this.#side.over) return
    this.#backlog = false
    this.#whenEmpty?.()
    this.#whenEmpty = null
  }

  /** One record after the other, until there is none or a pause. False: one of them was bad. */
  #deliverAll(): boolean {
    const { host, events, id } = this.#side
    try {
      while (!this.#side.paused && !this.#side.over) {
        const record = this.#next()
        if (record === undefined) {
          this.#backlog = false
          return true
        }
        if (this.#skip > 0) this.#skip--
        else if (this.#finished) host.deliver(events.inputEvent, record, id, LAST)
        else host.deliver(events.inputEvent, record, id)
      }
      return true
    } catch (error) {
      return this.#refused(error)
    }
  }

  #next(): Rec | undefined {
    const record = this.#filter.getOne()
    if (record !== undefined || !this.#ending) return record
    if (!this.#finished) {
      this.#finished = true
      this.#filter.finish?.()
      const last = this.#filter.getOne()
      if (last !== undefined) return last
    }
    this.#filter.reset()
    this.#ending = false
    this.#finished = false
    this.#skip = 0
    return undefined
  }

  #load(chunks: readonly Uint8Array[]): void {
    try {
      this.#filter.getOneStart(chunks)
    } catch (error) {
      this.#refused(error)
    }
  }

  /** Gives whether that is the end of it; one bad record is not. Anything else that is thrown is an exception of the session. */
  #refused(error: unknown): boolean {
    const told = filterError(error, this.#side.id)
    if (told === undefined) {
      this.#backlog = false
      this.#whenEmpty?.()
      throw error
    }
    if (told.code.startsWith(RECORD_ERROR)) {
      this.#side.report(told)
      return false
    }
    this.#side.fail(told)
    return true
  }
}
