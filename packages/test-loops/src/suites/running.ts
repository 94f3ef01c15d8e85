import { equal, ok } from '../expect.ts'
import type { Suite } from '../suite.ts'

/** `run()` and `halt()`. */
export const running: Suite = {
  topic: 'run and halt',
  tests: {
    'has a name': ({ loop }) => {
      ok(loop.name !== '', 'the loop has an empty name')
    },
    'runs until it is halted': async (rig) => {
      let over = false
      rig.run()
      void rig.over.then(() => (over = true))
      await rig.settle()
      ok(!over, 'run() was over before halt()')
      rig.halt()
      rig.awaited = 'run() after halt()'
      await rig.over
    },
    'ends when halted in a turn': async (rig) => {
      rig.onTurn = () => rig.halt()
      rig.run()
      rig.loop.wake()
      rig.awaited = 'run() after halt() in a turn'
      await rig.over
      equal(rig.turns, 1, 'turns')
    },
    'is halted harmlessly twice, and without a run': async (rig) => {
      rig.halt()
      rig.run()
      rig.halt()
      rig.halt()
      rig.awaited = 'run() after halt() twice'
      await rig.over
    },
    'runs again after it was halted': async (rig) => {
      for (let round = 1; round <= 3; round++) {
        rig.onTurn = () => rig.halt()
        rig.run()
        rig.loop.wake()
        rig.awaited = `run() number ${round}`
        await rig.over
      }
      equal(rig.turns, 3, 'turns of three runs')
    },
    'calls nothing before it runs': async (rig) => {
      rig.loop.wake()
      rig.loop.setTimer(rig.loop.now())
      await rig.settle()
      equal(rig.turns, 0, 'turns before run()')
      rig.run()
      await rig.until(() => rig.turns > 0, 'the turn that was asked for before run()')
    },
    'calls nothing after it was halted, and catches up in the next run': async (rig) => {
      rig.run()
      rig.loop.wake()
      rig.halt()
      await rig.over
      await rig.settle()
      equal(rig.turns, 0, 'turns after halt()')
      rig.run()
      await rig.until(() => rig.turns > 0, 'the turn that was asked for in the former run')
    },
    'warns without harm': ({ loop }) => {
      loop.warn('a warning of the compliance kit')
    },
  },
}
