import { ok } from '../expect.ts'
import type { Suite } from '../suite.ts'

/** Nobody starves. */
export const fairness: Suite = {
  topic: 'fairness',
  needs: ['net'],
  tests: {
    'serves sockets while every turn asks for another': async (rig) => {
      rig.onTurn = () => rig.loop.wake()
      rig.run()
      rig.loop.wake()
      const [ours, theirs] = await rig.pair()
      const heard = rig.follow(theirs)
      for (let trip = 1; trip <= 5; trip++) {
        ours.write('x')
        await rig.until(() => heard.octets === trip, `octet ${trip} while every turn asks for another`)
      }
    },
    'takes turns while a socket is always ready': async (rig) => {
      rig.run()
      const [ours] = await rig.pair()
      let ready = 0
      rig.watch(ours, 'write', () => void ready++)
      await rig.until(() => ready > 10, 'a socket to be ready to write')
      for (const ask of [() => rig.loop.wake(), () => rig.loop.setTimer(rig.loop.now() + 1)]) {
        const before = rig.turns
        ask()
        await rig.until(() => rig.turns > before, 'a turn while a socket is always ready')
      }
      ours.ignore('write')
      ok(ready > 10, 'the socket was not ready')
    },
    'serves a socket while another one is always ready': async (rig) => {
      rig.run()
      const [busy] = await rig.pair()
      rig.watch(busy, 'write', () => {})
      const [ours, theirs] = await rig.pair()
      const heard = rig.follow(theirs)
      ours.write('hello')
      await rig.until(() => heard.octets === 5, 'octets while another socket is always ready')
      busy.ignore('write')
    },
    'lets the host go on while every turn asks for another': async (rig) => {
      rig.onTurn = () => rig.loop.wake()
      rig.run()
      rig.loop.wake()
      await rig.until(() => rig.turns > 100, 'a hundred turns')
    },
  },
}
