/**
 * A hundred thousand idle sessions, each kept by an alias or by one alarm, `node --expose-gc sessions.mjs alias|alarm [N]`:
 * prints `MODE_create_per_cpu_s`, `MODE_rss_bytes_each`, `MODE_heap_bytes_each`, `MODE_stop_per_cpu_s`.
 */
import { readFileSync } from 'node:fs'
import { Kernel, SelectLoop, Session } from '@poe/poe'

const [mode = '', given] = process.argv.slice(2)
if (mode !== 'alias' && mode !== 'alarm') process.exit(0)
const total = Number(given ?? 100_000)
const collect = globalThis.gc ?? (() => {})

let stopped = 0
/** Is called once, by the next `ping`. */
let tell = () => {}

/** @param {Kernel} kernel @param {string} name */
function create(kernel, name) {
  return Session.create({
    kernel,
    inlineStates: {
      _start:
        mode === 'alias'
          ? ({ kernel }) => void kernel.aliasSet(name)
          : ({ kernel, heap }) => void (heap.alarm = kernel.delaySet('ping', 3_600_000)),
      _stop: () => void stopped++,
      ping: () => tell(),
      bye:
        mode === 'alias'
          ? ({ kernel }) => void kernel.aliasRemove(name)
          : ({ kernel, heap }) => void kernel.alarmRemove(heap.alarm),
    },
  })
}

const resident = () => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
const seconds = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
const say = (/** @type {string} */ what, /** @type {number} */ figure) =>
  console.log(`${mode}_${what} ${figure.toFixed(0)}`)

/** Until everything that is queued now has been dispatched. @param {Kernel} kernel @param {Session} session */
function settled(kernel, session) {
  kernel.post(session, 'ping')
  return new Promise((resolve) => (tell = () => resolve(undefined)))
}

const kernel = new Kernel({ loop: new SelectLoop() })
/** @type {(Session | null)[]} */
const all = []
for (let i = 0; i < 2000; i++) all.push(create(kernel, `warm${i}`))
for (const session of all) kernel.call(/** @type {Session} */ (session), 'bye')
await kernel.run()
if (stopped !== 2000) throw new Error(`Only ${stopped} of 2000 sessions have stopped.`)
all.length = 0
for (let i = 0; i < total; i++) all.push(null)
collect()

const [memory, heap, before] = [resident(), process.memoryUsage().heapUsed, seconds()]
for (let i = 0; i < total; i++) all[i] = create(kernel, `s${i}`)
const over = kernel.run()
await settled(kernel, /** @type {Session} */ (all[total - 1]))
const made = seconds()
say('create_per_cpu_s', total / (made - before))
collect()
collect()
say('rss_bytes_each', (resident() - memory) / total)
say('heap_bytes_each', (process.memoryUsage().heapUsed - heap) / total)
stopped = 0
const start = seconds()
for (const session of all) kernel.call(/** @type {Session} */ (session), 'bye')
await over
if (stopped !== total) throw new Error(`Only ${stopped} of ${total} sessions have stopped.`)
say('stop_per_cpu_s', total / (seconds() - start))
