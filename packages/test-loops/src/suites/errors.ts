import { equal, ok, rejection } from '../expect.ts'
import type { Rig } from '../rig.ts'
import type { Suite } from '../suite.ts'

const BROKEN = new Error('thrown by a callback of the kit')

async function rejects(rig: Rig, what: string): Promise<void> {
  rig.awaited = `run() to reject with what ${what} threw`
  const error = await rejection(rig.over, 'run()')
  ok(error === BROKEN, `run() rejected with ${error}, not with what ${what} threw`)
}

/** Callbacks that throw, though a kernel's never do. */
export const errors: Suite = {
  topic: 'errors',
  tests: {
    'rejects run with what a turn threw, and runs again': async (rig) => {
      rig.onTurn = () => {
        throw BROKEN
      }
      rig.run()
      rig.loop.wake()
      await rejects(rig, 'a turn')
      rig.loop.wake()
      await rig.settle()
      equal(rig.turns, 1, 'turns, though the run is over')
      rig.onTurn = () => {}
      rig.run()
      await rig.until(() => rig.turns === 2, 'the turn of the next run')
    },
  },
}

/** Watchers that throw. */
export const errorsOfWatchers: Suite = {
  topic: 'errors of watchers',
  needs: ['net'],
  tests: {
    'rejects run with what a watcher threw': async (rig) => {
      rig.run()
      const [ours] = await rig.pair()
      rig.watch(ours, 'write', () => {
        throw BROKEN
      })
      await rejects(rig, 'a watcher')
      ours.ignore('write')
    },
  },
}
