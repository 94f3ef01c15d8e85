import { ok } from '../expect.ts'
import type { Suite } from '../suite.ts'

const STEP = -1e9

/** A wall clock that an administrator sets. */
export const wallClockSteps: Suite = {
  topic: 'wall clock steps',
  lent: 'stepWallClock',
  tests: {
    'moves neither the monotonic clock nor a timer when the wall clock steps': async (rig) => {
      rig.run()
      const [now, wall] = [rig.loop.now(), rig.loop.wallClock()]
      rig.loop.setTimer(now + 10)
      rig.options.stepWallClock?.(rig.loop, STEP)
      ok(rig.loop.wallClock() < wall + STEP / 2, 'wallClock() did not step')
      ok(rig.loop.now() >= now, 'now() stepped with the wall clock')
      await rig.until(() => rig.turns > 0, 'the turn of a timer set before the step')
      ok(rig.loop.now() >= now + 10, 'the turn came early')
    },
  },
}
