import { equal } from '../expect.ts'
import type { Suite } from '../suite.ts'

/** `close()` of sockets. */
export const streamsClosing: Suite = {
  topic: 'closing a stream',
  needs: ['net'],
  tests: {
    'calls nothing after close': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const heard = rig.follow(theirs)
      let writable = 0
      rig.watch(theirs, 'write', () => void writable++)
      ours.write('x')
      ours.shutdown()
      rig.call('close()', () => theirs.close())
      const before = writable
      theirs.close()
      await rig.settle()
      equal([heard.calls, writable - before, theirs.state], [0, 0, 'closed'], 'calls after close(), and the state')
    },
    'calls nothing after close in its own callback': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const heard = rig.follow(theirs, 1)
      heard.after = () => theirs.close()
      ours.write('abcdef')
      ours.shutdown()
      await rig.until(() => heard.calls > 0, 'an octet')
      await rig.settle()
      equal([heard.calls, ...heard.endings], [1], 'calls, of which the first closed the handle')
    },
    'calls nothing after close of what was announced before': async (rig) => {
      rig.run()
      const [one, two] = await rig.pair()
      const called: string[] = []
      for (const [name, socket, other] of [['one', one, two] as const, ['two', two, one] as const])
        rig.watch(socket, 'write', () => {
          called.push(name)
          other.close()
          socket.ignore('write')
        })
      await rig.until(() => called.length > 0, 'readiness to write')
      await rig.settle()
      equal(called.length, 1, 'calls, of which the first closed the other handle')
    },
    'reads and writes nothing when closed': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const heard = rig.follow(theirs)
      ours.close()
      ours.write('too late')
      ours.shutdown()
      ours.unread(new Uint8Array(1))
      equal([ours.read(9), ours.state], [null, 'closed'], 'a read, and the state, after close()')
      await rig.until(() => heard.endings.length > 0, 'the peer to be told')
      equal(heard.octets, 0, 'octets written after close()')
    },
    'watches nothing when closed': async (rig) => {
      rig.run()
      const [ours] = await rig.pair()
      ours.close()
      let calls = 0
      for (const mode of ['read', 'write'] as const) {
        rig.watch(ours, mode, () => void calls++)
        ours.resume(mode)
      }
      await rig.settle()
      equal(calls, 0, 'calls of a handle watched after close()')
    },
    'tells the peer, once': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const heard = rig.follow(theirs)
      ours.close()
      await rig.until(() => heard.endings.length > 0, 'the end or failure')
      await rig.settle()
      equal(heard.endings.length, 1, 'how often the end or failure was told')
    },
  },
}
