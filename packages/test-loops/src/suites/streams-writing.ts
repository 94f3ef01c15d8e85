import type { Chunk } from '@poe/loop'
import { equal, ok } from '../expect.ts'
import type { Suite } from '../suite.ts'
import { fill, isSame, octetsOf, patternOf, writeAll } from './traffic.ts'

/** `write()` and `pending` of sockets. */
export const streamsWriting: Suite = {
  topic: 'writing a stream',
  needs: ['net'],
  tests: {
    'takes octets and text, which stands for its UTF-8 octets': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const heard = rig.follow(theirs)
      const chunks: Chunk[] = ['é€😀', octetsOf(' octets '), '', new Uint8Array(), 'text']
      for (const chunk of chunks)
        equal(
          rig.call('write()', () => ours.write(chunk)),
          null,
          'the rest of a short write',
        )
      await rig.until(() => heard.octets >= octetsOf('é€😀 octets text').byteLength, 'all that was written')
      equal(heard.text, 'é€😀 octets text', 'what was read')
    },
    'repeats readiness to write while there is room': async (rig) => {
      rig.run()
      const [ours] = await rig.pair()
      let ready = 0
      rig.watch(ours, 'write', () => void ready++)
      await rig.until(() => ready >= 5, 'five calls, ready to write')
      ours.ignore('write')
      const before = ready
      await rig.settle()
      equal(ready, before, 'calls after ignore()')
    },
    'takes no more than there is room for, and gives back the rest': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const taken = fill(ours)
      ok(taken > 0, 'write() took nothing of a connection nobody wrote to')
      const heard = rig.follow(theirs)
      await rig.until(() => heard.octets >= taken, 'what was taken')
      await rig.settle()
      equal(heard.octets, taken, 'octets that came, of those that were taken')
      ok(isSame(heard.joined, patternOf(taken)), 'octets were changed on their way')
    },
    'is ready to write when nothing is pending': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      fill(ours)
      ok(ours.pending > 0, 'write() gave back a rest, and nothing is pending')
      let pending = -1
      rig.watch(ours, 'write', () => {
        pending = Math.max(pending, ours.pending)
        ours.ignore('write')
      })
      await rig.settle()
      rig.follow(theirs)
      await rig.until(() => pending >= 0, 'readiness to write, once the peer reads')
      equal(pending, 0, 'pending octets when ready to write')
    },
    'tears no character when it takes a text in part': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const heard = rig.follow(theirs)
      const text = 'x😀€'.repeat(60_000)
      writeAll(rig, ours, text)
      const { byteLength } = octetsOf(text)
      await rig.until(() => heard.octets >= byteLength, 'a long text')
      ok(heard.text === text, 'the text was changed on its way')
    },
    'calls nobody to write who is paused': async (rig) => {
      rig.run()
      const [ours] = await rig.pair()
      let ready = 0
      rig.watch(ours, 'write', () => {
        ready++
        ours.pause('write')
      })
      await rig.until(() => ready === 1, 'readiness to write')
      await rig.settle()
      equal(ready, 1, 'calls while writing is paused')
      rig.call('resume()', () => ours.resume('write'))
      await rig.until(() => ready === 2, 'readiness to write after resume()')
    },
  },
}
