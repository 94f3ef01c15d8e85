/**
 * Timers of one session. `timers.mjs churn1k|churn10k|churn100k|idle100k|place100k|fire100k|fire1m|cancel100k|cancel1m` prints
 * processor nanoseconds per operation: `MODE_ns`, or `MODE_set_ns` and `MODE_fire_ns` or `MODE_cancel_ns`. `churn` takes a
 * timer out and sets another at a random time, `idle` one that is due in 300 s; `place` puts it off where it is.
 */
import { Kernel, SelectLoop, Session } from '@poe/poe'
import { Work } from './src/timers/work.mjs'

const work = new Work(process.argv[2])
const kernel = new Kernel({ loop: new SelectLoop() })
Session.create({
  kernel,
  inlineStates: {
    _start: ({ kernel }) => void kernel.yield('begin'),
    begin({ kernel }) {
      work.begin({
        set: (milliseconds) => kernel.delaySet('late', milliseconds),
        cancel: (id) => kernel.alarmRemove(id),
        putOff(id, milliseconds) {
          kernel.delayAdjust(id, milliseconds)
          return id
        },
      })
    },
    late: () => void work.fired(),
  },
})
await kernel.run()
