import { equal } from '../expect.ts'
import { pause } from '../rig.ts'
import type { Suite } from '../suite.ts'

/** `wake()`. */
export const waking: Suite = {
  topic: 'wake',
  tests: {
    'brings a turn, and not inside the call': async (rig) => {
      rig.run()
      await rig.settle()
      const before = rig.turns
      rig.call('wake()', () => rig.loop.wake())
      await rig.until(() => rig.turns > before, 'the turn')
    },
    'brings one turn for any number of calls': async (rig) => {
      rig.run()
      for (let call = 0; call < 1001; call++) rig.loop.wake()
      await rig.until(() => rig.turns > 0, 'the turn')
      await rig.settle()
      equal(rig.turns, 1, 'turns for 1001 wake()')
    },
    'brings one turn for any number of calls before the run': async (rig) => {
      for (let call = 0; call < 10; call++) rig.loop.wake()
      rig.run()
      await rig.until(() => rig.turns > 0, 'the turn')
      await rig.settle()
      equal(rig.turns, 1, 'turns for 10 wake() before run()')
    },
    'brings another turn when called in a turn': async (rig) => {
      rig.onTurn = () => {
        if (rig.turns < 5) rig.call('wake()', () => rig.loop.wake())
      }
      rig.run()
      rig.loop.wake()
      await rig.until(() => rig.turns === 5, 'five turns, each of which asks for the next')
      await rig.settle()
      equal(rig.turns, 5, 'turns')
    },
    'brings a turn for each call that comes after the former turn': async (rig) => {
      rig.run()
      for (let turn = 1; turn <= 20; turn++) {
        await pause(0)
        rig.loop.wake()
        await rig.until(() => rig.turns >= turn, `turn ${turn} of 20`)
      }
      equal(rig.turns, 20, 'turns')
    },
    'works from a promise that settles in a turn': async (rig) => {
      rig.onTurn = () => {
        if (rig.turns < 5) void Promise.resolve().then(() => rig.loop.wake())
      }
      rig.run()
      rig.loop.wake()
      await rig.until(() => rig.turns === 5, 'five turns, each asked for by a promise')
    },
  },
}
