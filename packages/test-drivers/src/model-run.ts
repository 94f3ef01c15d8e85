import type { Chunk, Driver } from '@poe/driver'
import { assertSame } from './assert.ts'
import { assertQueued, unwritten } from './counts.ts'
import { joined, octetsOf } from './octets.ts'
import { Random } from './random.ts'
import { NOTHING, SlowHandle, type Taking } from './slow-handle.ts'

/** From here on the queue is emptied before more is put, so that a run takes no longer than it must. */
const MANY = 200

/** The same random puts on a driver and on a plain list, flushed to a handle that takes what it likes. */
class ModelRun {
  readonly #driver: Driver
  readonly #random: Random
  #handle = new SlowHandle()
  /** What was put since all was written, and what of it was taken. */
  #put: Chunk[] = []
  #gone = 0

  constructor(driver: Driver, random: Random) {
    this.#driver = driver
    this.#random = random
  }

  round(): void {
    const random = this.#random
    const chunks = random.chunks(6)
    this.#driver.put(chunks)
    this.#put.push(...chunks)
    this.#assertQueued('after put')
    if (random.below(4) !== 0) this.#flush(this.#put.length > MANY ? [] : this.#takings())
  }

  finish(): void {
    this.#flush([])
  }

  #takings(): Taking[] {
    const random = this.#random
    const takings = Array.from(
      { length: random.below(4) },
      (): Taking => ({
        take: random.pick([0, 1, 2, 3, 7, 50, 5000]),
        back: random.pick(['text', 'octets']),
      }),
    )
    return [...takings, NOTHING]
  }

  #flush(takings: readonly Taking[]): void {
    const handle = this.#handle.next(...takings)
    const before = handle.octets.length
    handle.pending = this.#random.below(3)
    const left = this.#driver.flush(handle)
    const all = joined(this.#put)
    this.#gone += handle.octets.length - before
    assertSame(handle.octets, all.subarray(0, this.#gone), 'what was written')
    assertSame(left, all.length - this.#gone + handle.pending, 'flush gives')
    this.#assertQueued('after flush')
    if (this.#gone < all.length) return
    this.#put = []
    this.#gone = 0
    this.#handle = new SlowHandle()
  }

  #assertQueued(when: string): void {
    const octets = this.#put.reduce((sum, chunk) => sum + octetsOf(chunk).length, 0) - this.#gone
    assertQueued(this.#driver, octets, unwritten(this.#put, this.#gone), when)
  }
}

/** Puts and flushes at random; fails with the seed and the round in which the driver differs from a list. */
export function runModel(driver: Driver, seed: number, rounds: number): void {
  const run = new ModelRun(driver, new Random(seed))
  for (let round = 0; round <= rounds; round++)
    try {
      if (round < rounds) run.round()
      else run.finish()
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause)
      throw new Error(`Seed ${seed}, round ${round}: ${message}`, { cause })
    }
}
