import type { HandleStage } from '@poe/loop'
import { equal, ok, rejection } from '../expect.ts'
import type { Rig } from '../rig.ts'
import type { Suite } from '../suite.ts'

/** More callbacks than any host makes before it looks at a timer. */
const ENDLESS = 100_000

/** A stage that notes who was called back. */
class Stage {
  readonly told: string[] = []
  readonly #rig: Rig

  constructor(rig: Rig) {
    this.#rig = rig
  }

  get own(): HandleStage {
    const { stage } = this.#rig.loop
    ok(stage !== undefined, 'the loop has no "stage"')
    return stage
  }

  /** Has a name noted by a callback. */
  later(name: string, act: () => void = () => {}): void {
    const announce = (): void =>
      this.#rig.callback(name, () => {
        this.told.push(name)
        act()
      })
    this.#rig.call('announceLater()', () => this.own.announceLater({ announce }))
  }
}

/** What handles of nothing but memory need. */
export const stages: Suite = {
  topic: 'the stage',
  needs: ['stage'],
  tests: {
    'calls back those that are announced, once each, in the order of the requests': async (rig) => {
      const stage = new Stage(rig)
      rig.run()
      for (const name of ['one', 'two', 'three']) stage.later(name)
      await rig.until(() => stage.told.length >= 3, 'three callbacks')
      await rig.settle()
      equal(stage.told, ['one', 'two', 'three'], 'who was called back')
    },
    'settles promises between any two that are announced': async (rig) => {
      const stage = new Stage(rig)
      rig.run()
      const settle = (name: string) => (): void => void Promise.resolve().then(() => stage.told.push(name))
      stage.later('one', settle('promise of one'))
      stage.later('two', settle('promise of two'))
      await rig.until(() => stage.told.length >= 4, 'two callbacks and their promises')
      equal(stage.told, ['one', 'promise of one', 'two', 'promise of two'], 'who was called back')
    },
    'calls back who announces itself again and again, and others meanwhile': async (rig) => {
      const stage = new Stage(rig)
      rig.run()
      const again = (): void => void (stage.told.length < ENDLESS && stage.later('again', again))
      stage.later('again', again)
      await rig.until(() => stage.told.length > 3, 'a callback that asks for the next')
      rig.loop.wake()
      stage.later('other')
      await rig.until(() => stage.told.includes('other') && rig.turns > 0, 'another callback, and a turn')
      ok(stage.told.length < ENDLESS, `neither another callback nor a turn came before the end of ${ENDLESS} callbacks`)
    },
    'keeps those that are announced while it does not run for the next run': async (rig) => {
      const stage = new Stage(rig)
      equal(stage.own.running, false, 'running, before run()')
      stage.later('before', () => equal(stage.own.running, true, 'running, in a callback'))
      await rig.settle()
      rig.run()
      await rig.until(() => stage.told.length === 1, 'the callback, in the run')
      stage.later('halted')
      rig.halt()
      equal(stage.own.running, false, 'running, after halt()')
      await rig.settle()
      equal(stage.told, ['before'], 'who was called back before the next run')
      rig.run()
      await rig.until(() => stage.told.length === 2, 'the callback, in the next run')
    },
    'lends ids that no handle has': async (rig) => {
      const stage = new Stage(rig)
      rig.run()
      const ids = [stage.own.nextId(), stage.own.nextId()]
      if (rig.loop.net !== undefined) ids.push(...(await rig.pair()).map(({ id }) => id))
      ids.push(stage.own.nextId())
      equal(new Set(ids).size, ids.length, 'different ids')
    },
    'rejects run with what threw when it was called back': async (rig) => {
      const broken = new Error('thrown by a callback of the kit')
      rig.run()
      new Stage(rig).later('broken', () => {
        throw broken
      })
      rig.awaited = 'run() to reject with what was thrown'
      const error = await rejection(rig.over, 'run()')
      ok(error === broken, `run() rejected with ${error}, not with what was thrown`)
    },
  },
}
