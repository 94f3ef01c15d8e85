import { ok } from '../expect.ts'
import type { Suite } from '../suite.ts'

/** `now()`, `wallClock()` and `random()`. */
export const clocks: Suite = {
  topic: 'clocks',
  tests: {
    'never goes back': async ({ loop }) => {
      let last = loop.now()
      for (let look = 0; look < 10_000; look++) {
        const now = loop.now()
        ok(now >= last, `now() went back from ${last} to ${now}`)
        last = now
      }
    },
    'goes on by what a timer waited': async (rig) => {
      rig.run()
      const before = rig.loop.now()
      rig.loop.setTimer(before + 5)
      await rig.until(() => rig.turns > 0, 'the turn')
      ok(rig.loop.now() - before >= 5, `now() went on by ${rig.loop.now() - before} ms, not by 5`)
    },
    'has a wall clock that goes on with the other one': async (rig) => {
      rig.run()
      const [now, wall] = [rig.loop.now(), rig.loop.wallClock()]
      ok(Number.isFinite(wall), `wallClock() is ${wall}`)
      rig.loop.setTimer(now + 20)
      await rig.until(() => rig.turns > 0, 'the turn')
      ok(rig.loop.wallClock() - wall >= 10, `wallClock() went on by ${rig.loop.wallClock() - wall} ms in 20 ms`)
    },
    'gives random numbers from 0 up to, not including, 1': ({ loop }) => {
      for (let draw = 0; draw < 1000; draw++) {
        const number = loop.random()
        ok(number >= 0 && number < 1, `random() gave ${number}`)
      }
    },
  },
}
