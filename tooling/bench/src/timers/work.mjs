/** The work with timers, whatever sets them. */

/**
 * @typedef {object} Timers
 * @property {(milliseconds: number) => unknown} set - sets a timer that calls `fired` of the work
 * @property {(timer: any) => void} cancel
 * @property {(timer: any, milliseconds: number) => unknown} putOff - gives the timer that there is then
 */

const RESETS = 200_000

/** The same numbers in every run. */
let seed = 12345
const random = () => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
  return seed / 0x80000000
}
const far = () => 100_000 + random() * 3_600_000
const nanoseconds = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) * 1000
}

/** @param {unknown[]} list */
function shuffle(list) {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const one = list[i]
    list[i] = list[j]
    list[j] = one
  }
  return list
}

/** One mode of the work: `churn1k`, `idle100k`, `place100k`, `fire1m`, `cancel100k` and their like. */
export class Work {
  /** @type {string} */ #mode
  /** @type {string} */ #kind
  /** @type {number} */ #count
  #fired = 0
  #set = 0
  #start = 0

  /** Ends the program for a mode that is none. @param {string | undefined} mode */
  constructor(mode = '') {
    const [, kind = '', size = 0, unit] = /^(churn|idle|place|fire|cancel)(\d+)([km])$/.exec(mode) ?? process.exit(0)
    this.#mode = mode
    this.#kind = kind
    this.#count = Number(size) * (unit === 'k' ? 1e3 : 1e6)
  }

  /** Whether there are timers left that will fire. @param {Timers} timers */
  begin(timers) {
    this.#warmUp(timers)
    if (this.#kind === 'fire') {
      this.#set = this.#setAll(timers, () => 300 + random() * 300).each
      this.#start = nanoseconds()
    } else if (this.#kind === 'cancel') this.#cancel(timers)
    else this.#reset(timers)
    return this.#kind === 'fire'
  }

  /** A timer has fired. Gives whether it was the last. */
  fired() {
    if (++this.#fired < this.#count) return false
    this.#say('_set_ns', this.#set)
    this.#say('_fire_ns', (nanoseconds() - this.#start) / this.#count)
    return true
  }

  /** @param {Timers} timers @param {() => number} after */
  #setAll(timers, after) {
    const delays = Float64Array.from({ length: this.#count }, after)
    const all = new Array(this.#count)
    const start = nanoseconds()
    for (let i = 0; i < all.length; i++) all[i] = timers.set(/** @type {number} */ (delays[i]))
    return { all, each: (nanoseconds() - start) / this.#count }
  }

  /** @param {Timers} timers */
  #cancel(timers) {
    const { all, each } = this.#setAll(timers, far)
    shuffle(all)
    const start = nanoseconds()
    for (const timer of all) timers.cancel(timer)
    this.#say('_set_ns', each)
    this.#say('_cancel_ns', (nanoseconds() - start) / this.#count)
  }

  /** Takes out and sets anew, or puts off, what is pending. @param {Timers} timers */
  #reset(timers) {
    const after = this.#kind === 'churn' ? far : () => 300_000
    const all = shuffle(this.#setAll(timers, after).all)
    const run = (/** @type {number} */ times) => {
      const slots = Int32Array.from({ length: times }, () => random() * this.#count)
      const delays = Float64Array.from({ length: times }, after)
      const start = nanoseconds()
      for (let i = 0; i < times; i++) {
        const slot = /** @type {number} */ (slots[i])
        const delay = /** @type {number} */ (delays[i])
        if (this.#kind === 'place') all[slot] = timers.putOff(all[slot], delay)
        else {
          timers.cancel(all[slot])
          all[slot] = timers.set(delay)
        }
      }
      return (nanoseconds() - start) / times
    }
    run(RESETS / 10)
    this.#say('_ns', run(RESETS))
    for (const timer of all) timers.cancel(timer)
  }

  /** @param {Timers} timers */
  #warmUp(timers) {
    for (let round = 0; round < 10; round++) {
      const all = Array.from({ length: 1000 }, () => timers.putOff(timers.set(far()), 100_000))
      for (const timer of all) timers.cancel(timer)
    }
  }

  /** @param {string} what @param {number} figure */
  #say(what, figure) {
    console.log(`${this.#mode}${what} ${figure.toFixed(0)}`)
  }
}
