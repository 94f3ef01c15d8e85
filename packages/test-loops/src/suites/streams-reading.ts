import { equal, ok } from '../expect.ts'
import type { Suite } from '../suite.ts'
import { hearAll, isSame, octetsOf, patternOf } from './traffic.ts'

const MEGABYTE = 1_048_576

/** `read()` and `unread()` of sockets. */
export const streamsReading: Suite = {
  topic: 'reading a stream',
  needs: ['net'],
  tests: {
    'gives octets in order': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const heard = rig.follow(theirs)
      let sent = ''
      for (const word of ['one', 'two', 'three', 'é', '€']) {
        ours.write(word)
        sent += word
        await rig.until(() => heard.octets >= octetsOf(sent).byteLength, `"${word}"`)
      }
      equal(heard.text, sent, 'what was read')
    },
    'gives at most what is asked for, and repeats readiness until all is taken': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const heard = rig.follow(theirs, 1)
      ours.write('abcdefghij')
      await rig.until(() => heard.octets === 10, 'ten octets, one by one')
      equal(heard.text, 'abcdefghij', 'what was read')
      equal(heard.longest, 1, 'the longest read of at most 1 octet')
    },
    'repeats readiness while nobody reads': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      let calls = 0
      rig.watch(theirs, 'read', () => void calls++)
      ours.write('x')
      await rig.until(() => calls >= 5, 'five calls for one unread octet')
      equal(new TextDecoder().decode(theirs.read(9) ?? new Uint8Array()), 'x', 'what was read at last')
    },
    'calls nobody when all is taken': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const heard = rig.follow(theirs)
      ours.write('x')
      await rig.until(() => heard.octets === 1, 'an octet')
      await rig.settle()
      const { calls } = heard
      await rig.settle()
      equal(heard.calls, calls, 'calls though there is nothing')
      equal(theirs.read(9), null, 'a read of nothing')
      equal(theirs.state, 'open', 'the state after a read of nothing')
    },
    'gives what was put back before what follows': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const heard = rig.follow(theirs, 4)
      heard.after = () => {
        if (heard.calls !== 1) return
        const first = heard.chunks.splice(0)[0]
        heard.octets = 0
        rig.call('unread()', () => theirs.unread(first ?? new Uint8Array()))
      }
      ours.write('abcdefgh')
      await rig.until(() => heard.octets === 8, 'octets put back, and those after them')
      equal(heard.text, 'abcdefgh', 'what was read')
    },
    'gives what was put back without new octets': async (rig) => {
      rig.run()
      const [, theirs] = await rig.pair()
      theirs.unread(octetsOf('back'))
      const heard = rig.follow(theirs)
      await rig.until(() => heard.octets === 4, 'octets put back')
      equal(heard.text, 'back', 'what was read')
    },
    'carries a megabyte each way at once': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const sent = patternOf(MEGABYTE)
      const [one, two] = await Promise.all([hearAll(rig, ours, theirs, sent), hearAll(rig, theirs, ours, sent)])
      for (const heard of [one, two]) ok(isSame(heard, sent), 'octets were changed on their way')
    },
  },
}
