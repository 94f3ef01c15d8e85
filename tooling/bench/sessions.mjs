/**
 * A hundred thousand idle sessions, each kept by an alias or by one alarm, `node --expose-gc sessions.mjs alias|alarm [N]`:
 * prints `MODE_create_per_cpu_s`, `MODE_rss_bytes_each`, `MODE_heap_bytes_each`, `MODE_stop_per_cpu_s`.
 */
import { Kernel, SelectLoop, Session } from '@poe/poe'
import { asked, measure } from './src/sessions/measure.mjs'

const { mode, total } = asked()
const kernel = new Kernel({ loop: new SelectLoop() })
/** @type {Promise<void> | undefined} */
let running
let stopped = 0
/** The last one made. @type {Session | undefined} */
let last
/** Is called once, by the next `ping`. */
let tell = () => {}

await measure(mode, total, {
  create(name) {
    last = Session.create({
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
    return last
  },
  stop: (session) => kernel.call(session, 'bye'),
  settled() {
    running ??= kernel.run()
    kernel.post(/** @type {Session} */ (last), 'ping')
    return new Promise((resolve) => (tell = () => resolve(undefined)))
  },
  async over() {
    await running
    running = undefined
  },
  stopped: () => stopped,
})
