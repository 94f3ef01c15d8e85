import type { SocketHandle } from '@poe/loop'
import { equal, ok } from '../expect.ts'
import type { Rig } from '../rig.ts'
import type { Suite } from '../suite.ts'

/** A socket of the loop with one octet unread, watched but paused. */
async function readySocket(rig: Rig): Promise<SocketHandle> {
  const [ours, theirs] = await rig.pair()
  ours.write('x')
  rig.watch(theirs, 'read', () => {
    rig.trace.push('ready')
    theirs.read(9)
  })
  await rig.until(() => rig.trace.includes('ready'), 'an octet')
  theirs.pause('read')
  theirs.unread(new Uint8Array(1))
  await rig.settle()
  rig.trace.length = 0
  return theirs
}

async function readyFirst(rig: Rig, ask: (socket: SocketHandle) => void): Promise<void> {
  rig.run()
  const socket = await readySocket(rig)
  const first = rig.turns + 1
  rig.onTurn = () => {
    if (rig.turns === first) ask(socket)
  }
  rig.loop.wake()
  await rig.until(() => rig.turns > first && rig.trace.includes('ready'), 'a turn and readiness')
  equal(rig.trace.slice(0, 3), ['turn', 'ready', 'turn'], 'what was called')
}

/** What goes before what. */
export const order: Suite = {
  topic: 'order',
  needs: ['net'],
  tests: {
    'dispatches ready I/O before a turn asked for after it': (rig) =>
      readyFirst(rig, (socket) => {
        socket.resume('read')
        rig.loop.wake()
      }),
    'dispatches ready I/O before a turn asked for before it': (rig) =>
      readyFirst(rig, (socket) => {
        rig.loop.wake()
        socket.resume('read')
      }),
    'dispatches ready I/O before a timer that is due': (rig) =>
      readyFirst(rig, (socket) => {
        rig.loop.setTimer(rig.loop.now())
        socket.resume('read')
      }),
    'lets promises settle between any two callbacks': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      rig.trace.length = 0
      const log = (): void => {
        let settled: Promise<unknown> = Promise.resolve()
        for (let link = 0; link < 5; link++) settled = settled.then(() => {})
        void settled.then(() => rig.trace.push('settled'))
      }
      const noted = (): void => {
        rig.trace.push('turn')
        log()
      }
      rig.onTurn = () => {
        log()
        if (rig.trace.length < 40) rig.loop.wake()
      }
      for (const socket of [ours, theirs]) rig.watch(socket, 'write', noted)
      rig.loop.wake()
      await rig.until(() => rig.trace.length >= 40, 'twenty callbacks')
      for (const socket of [ours, theirs]) socket.ignore('write')
      const wrong = rig.trace.findIndex((entry, at) => entry !== (at % 2 === 0 ? 'turn' : 'settled'))
      ok(wrong < 0 || wrong >= 40, `callback ${wrong >> 1} began before the promises of the former one had settled`)
    },
  },
}
