/** The same by hand: a timer of the host for each. */
import { Work } from './work.mjs'

const work = new Work(process.argv[2])
const fired = () => void work.fired()
const set = (/** @type {number} */ milliseconds) => setTimeout(fired, milliseconds)
const putOff = (/** @type {NodeJS.Timeout} */ timer, /** @type {number} */ milliseconds) => {
  clearTimeout(timer)
  return set(milliseconds)
}
work.begin({ set, cancel: clearTimeout, putOff })
