/** One queue of one size: `poe-ts.mjs heap|array SIZE MILLISECONDS` prints nanoseconds of each operation. */
import { PriorityQueue } from '@poe/queue'
import { ArrayQueue } from '@poe/queue-array'
import { HeapQueue } from '@poe/queue-heap'

const [kind = 'heap', sizeText = '1000', millisecondsText = '100'] = process.argv.slice(2)
const size = Number(sizeText)
const milliseconds = Number(millisecondsText)
/** Small queues are measured several at once, for the clock is not that fine. */
const count = Math.max(1, Math.ceil(10_000 / size))

/** @typedef {{ queue: PriorityQueue<number>, ids: number[] }} Filled */

let state = 1
/** A whole number below a million, the same in each run. */
function random() {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff
  return (state >>> 8) % 1_000_000
}

/** @returns {Filled} */
function empty() {
  return { queue: new PriorityQueue(kind === 'array' ? new ArrayQueue() : new HeapQueue()), ids: [] }
}

/** @param {Filled} filled */
function fillAtRandom({ queue, ids }) {
  for (let i = 0; i < size; i++) ids.push(queue.enqueue(random(), i))
}

/** @returns {Filled} */
function full() {
  const filled = empty()
  fillAtRandom(filled)
  for (let i = filled.ids.length - 1; i > 0; i--) {
    const other = random() % (i + 1)
    const id = /** @type {number} */ (filled.ids[i])
    filled.ids[i] = /** @type {number} */ (filled.ids[other])
    filled.ids[other] = id
  }
  return filled
}

/** @type {Record<string, [make: () => Filled, act: (filled: Filled) => void]>} */
const OPERATIONS = {
  enqueue_random: [empty, fillAtRandom],
  enqueue_in_order: [
    empty,
    ({ queue }) => {
      for (let i = 0; i < size; i++) queue.enqueue(i, i)
    },
  ],
  dequeue: [
    full,
    ({ queue }) => {
      for (let i = 0; i < size; i++) queue.dequeueNext()
    },
  ],
  remove_by_id: [
    full,
    ({ queue, ids }) => {
      for (const id of ids) queue.removeItem(id)
    },
  ],
  adjust: [
    full,
    ({ queue, ids }) => {
      for (const id of ids) queue.adjustPriority(id, random() - 500_000)
    },
  ],
  churn: [
    full,
    ({ queue }) => {
      for (let i = 0; i < size; i++) {
        const next = queue.dequeueNext()
        queue.enqueue((next?.priority ?? 0) + random(), i)
      }
    },
  ],
}

/**
 * Times the acts alone, until there is enough of it.
 * @param {() => Filled} make
 * @param {(filled: Filled) => void} act
 * @param {number} enough
 */
function measure(make, act, enough) {
  let spent = 0
  let passes = 0
  while (spent < enough || passes === 0) {
    const queues = Array.from({ length: count }, make)
    const before = performance.now()
    for (const filled of queues) act(filled)
    spent += performance.now() - before
    passes++
  }
  return (spent * 1e6) / (passes * count * size)
}

for (const [name, [make, act]] of Object.entries(OPERATIONS)) {
  measure(make, act, milliseconds / 10)
  console.log(`${name} ${measure(make, act, milliseconds).toFixed(2)}`)
}
