/**
 * Timers of one session. `timers.mjs churn1k|churn10k|churn100k|idle100k|place100k|fire100k|fire1m|cancel100k|cancel1m` prints
 * processor nanoseconds per operation: `MODE_ns`, or `MODE_set_ns` and `MODE_fire_ns` or `MODE_cancel_ns`. `place` is `idle`
 * with timers that are put off where they are, instead of being taken out and set anew.
 */
import { Kernel, SelectLoop, Session } from '@poe/poe'

const [, kind = '', size = 0, unit] = /^([a-z]+)(\d+)([km])$/.exec(process.argv[2] ?? '') ?? process.exit(0)
const mode = `${kind}${size}${unit}`
const count = Number(size) * (unit === 'k' ? 1e3 : 1e6)
const RESETS = Number(process.env.RESETS ?? 200_000)

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
const say = (/** @type {string} */ what, /** @type {number} */ figure) =>
  console.log(`${mode}${what} ${figure.toFixed(0)}`)

/** @param {number[]} list */
function shuffle(list) {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[list[i], list[j]] = [/** @type {number} */ (list[j]), /** @type {number} */ (list[i])]
  }
  return list
}

/** @typedef {import('@poe/poe').SessionKernel} SessionKernel */

/** @param {SessionKernel} kernel @param {Float64Array} times */
function setAll(kernel, times) {
  const ids = new Array(times.length)
  const start = nanoseconds()
  for (let i = 0; i < times.length; i++) ids[i] = kernel.delaySet('late', /** @type {number} */ (times[i]))
  return { ids, each: (nanoseconds() - start) / times.length }
}

/** Takes out and sets anew, or puts off, what is pending. @param {SessionKernel} kernel */
function resets(kernel) {
  const after = kind === 'churn' ? far : () => 300_000
  const ids = shuffle(setAll(kernel, Float64Array.from({ length: count }, after)).ids)
  const run = (/** @type {number} */ times) => {
    const slots = Int32Array.from({ length: times }, () => random() * count)
    const delays = Float64Array.from({ length: times }, after)
    const start = nanoseconds()
    for (let i = 0; i < times; i++) {
      const slot = /** @type {number} */ (slots[i])
      if (kind === 'place') kernel.delayAdjust(ids[slot], /** @type {number} */ (delays[i]))
      else {
        kernel.alarmRemove(ids[slot])
        ids[slot] = kernel.delaySet('late', /** @type {number} */ (delays[i]))
      }
    }
    return (nanoseconds() - start) / times
  }
  run(RESETS / 10)
  say('_ns', run(RESETS))
  kernel.alarmRemoveAll()
}

/** @param {SessionKernel} kernel */
function cancels(kernel) {
  const { ids, each } = setAll(kernel, Float64Array.from({ length: count }, far))
  shuffle(ids)
  const start = nanoseconds()
  for (const id of ids) kernel.alarmRemove(id)
  say('_set_ns', each)
  say('_cancel_ns', (nanoseconds() - start) / count)
}

/** @param {SessionKernel} kernel */
function warmUp(kernel) {
  const ids = setAll(kernel, Float64Array.from({ length: 10_000 }, far)).ids
  for (const id of ids) {
    kernel.delayAdjust(id, 100_000)
    kernel.alarmRemove(id)
  }
}

let fired = 0
let [set, start] = [0, 0]
const kernel = new Kernel({ loop: new SelectLoop() })
Session.create({
  kernel,
  inlineStates: {
    _start({ kernel }) {
      warmUp(kernel)
      if (kind === 'cancel') cancels(kernel)
      else if (kind === 'fire') {
        set = setAll(
          kernel,
          Float64Array.from({ length: count }, () => 300 + random() * 300),
        ).each
        start = nanoseconds()
      } else resets(kernel)
    },
    late: () => void fired++,
  },
})
await kernel.run()
if (kind === 'fire') {
  if (fired !== count) throw new Error(`Only ${fired} of ${count} timers fired.`)
  say('_set_ns', set)
  say('_fire_ns', (nanoseconds() - start) / count)
}
