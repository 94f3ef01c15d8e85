import { equal, ok } from '../expect.ts'
import { pause, type Rig } from '../rig.ts'
import type { Suite } from '../suite.ts'

/** Far more than a test takes, in milliseconds. */
const FAR = 1e8

/** Asks for a turn, and waits for it; it must not come early. */
async function turnAt(rig: Rig, at: number, what: string): Promise<void> {
  await rig.until(() => rig.turns > 0, what)
  ok(rig.loop.now() >= at, `${what} came ${at - rig.loop.now()} ms early`)
}

/** Keeps the time at which the first turn began. */
function noteTurn(rig: Rig): { at: number } {
  const noted = { at: Number.NaN }
  rig.onTurn = () => {
    if (rig.turns === 1) noted.at = rig.loop.now()
  }
  return noted
}

/** `setTimer()`. */
export const timers: Suite = {
  topic: 'timers',
  tests: {
    'brings a turn at or after its time, never early': async (rig) => {
      rig.run()
      for (const delay of [0.3, 1, 1.7, 5, 12.6]) {
        rig.turns = 0
        const noted = noteTurn(rig)
        const at = rig.loop.now() + delay
        rig.call('setTimer()', () => rig.loop.setTimer(at))
        await rig.until(() => rig.turns > 0, `the turn after ${delay} ms`)
        ok(noted.at >= at, `a turn came ${at - noted.at} ms early, of ${delay} ms`)
      }
    },
    'brings one turn for one request': async (rig) => {
      rig.run()
      rig.loop.setTimer(rig.loop.now() + 2)
      await rig.until(() => rig.turns > 0, 'the turn')
      await rig.settle()
      equal(rig.turns, 1, 'turns for one timer')
    },
    'brings a turn at once when the time is past, and not inside the call': async (rig) => {
      rig.run()
      for (const at of [rig.loop.now(), rig.loop.now() - 1000]) {
        rig.turns = 0
        rig.call('setTimer()', () => rig.loop.setTimer(at))
        await rig.until(() => rig.turns > 0, 'the turn of a time that is past')
      }
    },
    'is replaced by a later request': async (rig) => {
      rig.run()
      const noted = noteTurn(rig)
      const at = rig.loop.now() + 40
      rig.loop.setTimer(rig.loop.now() + 5)
      rig.loop.setTimer(at)
      await rig.until(() => rig.turns > 0, 'the turn of the later request')
      ok(noted.at >= at, `the timer that was replaced brought a turn ${at - noted.at} ms before the later one`)
    },
    'is replaced by an earlier request': async (rig) => {
      rig.run()
      const begun = rig.loop.now()
      rig.loop.setTimer(begun + FAR)
      rig.loop.setTimer(begun + 5)
      await turnAt(rig, begun + 5, 'the turn of the earlier request')
      ok(rig.loop.now() < begun + FAR, 'the timer that was replaced brought the turn')
      await rig.settle()
      ok(rig.turns === 1 || rig.loop.now() >= begun + FAR, 'the earlier request brought two turns')
      equal(rig.turns, 1, 'turns of a request and the one it replaced')
    },
    'is cancelled by Infinity': async (rig) => {
      rig.run()
      rig.loop.setTimer(rig.loop.now() + 5)
      rig.loop.setTimer(Number.POSITIVE_INFINITY)
      await pause(15)
      await rig.settle()
      equal(rig.turns, 0, 'turns of a timer that was cancelled')
      rig.loop.setTimer(rig.loop.now() + 1)
      await rig.until(() => rig.turns === 1, 'the turn of the next timer')
    },
    'waits long where the time is far': async (rig) => {
      rig.run()
      for (const far of [2 ** 31, 2 ** 32 + 5, 1e13]) {
        rig.turns = 0
        const noted = noteTurn(rig)
        const at = rig.loop.now() + far
        rig.loop.setTimer(at)
        await pause(10)
        await rig.settle()
        ok(rig.turns === 0 || noted.at >= at, `a timer ${far} ms ahead brought a turn at once`)
      }
    },
    'works when set in a turn': async (rig) => {
      rig.onTurn = () => {
        if (rig.turns < 5) rig.call('setTimer()', () => rig.loop.setTimer(rig.loop.now() + 1))
      }
      rig.run()
      rig.loop.wake()
      await rig.until(() => rig.turns === 5, 'five turns, each of which sets the timer of the next')
    },
    'is not forgotten for a wake-up that comes first': async (rig) => {
      rig.run()
      const at = rig.loop.now() + 20
      let served = false
      rig.onTurn = () => {
        served ||= rig.loop.now() >= at
      }
      rig.loop.setTimer(at)
      rig.loop.wake()
      await rig.until(() => rig.turns > 0, 'the turn of the wake-up')
      await rig.until(() => served, 'the turn of the timer')
    },
    'is kept over a halt': async (rig) => {
      rig.run()
      const noted = noteTurn(rig)
      const at = rig.loop.now() + 10
      rig.loop.setTimer(at)
      rig.halt()
      await rig.over
      await pause(15)
      equal(rig.turns, 0, 'turns after halt()')
      rig.run()
      await rig.until(() => rig.turns > 0, 'the turn of a timer that was set in the former run')
      ok(noted.at >= at, 'the turn came early')
    },
  },
}
