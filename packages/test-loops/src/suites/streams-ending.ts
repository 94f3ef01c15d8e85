import { equal, ok } from '../expect.ts'
import type { Suite } from '../suite.ts'
import { fill } from './traffic.ts'

/** The end of a stream, and `shutdown()`. */
export const streamsEnding: Suite = {
  topic: 'the end of a stream',
  needs: ['net'],
  tests: {
    'tells the end once, after the last octet': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const heard = rig.follow(theirs, 2)
      ours.write('abcde')
      ours.shutdown()
      await rig.until(() => heard.endings.length > 0, 'the end')
      await rig.settle()
      equal([heard.text, ...heard.endings], ['abcde', 'ended'], 'what was told')
      equal([theirs.state, theirs.error], ['ended', null], 'state and error after the end')
    },
    'keeps the state open until reading tells the end': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const states: string[] = []
      ours.shutdown()
      rig.watch(theirs, 'read', () => {
        if (states.length > 5) return
        states.push(theirs.state)
        if (states.length > 2) states.push(String(theirs.read(9)), theirs.state)
      })
      await rig.until(() => states.length >= 5, 'readiness that repeats until the end is told')
      equal(states.slice(0, 5), ['open', 'open', 'open', 'null', 'ended'], 'states before and after the end was told')
    },
    'tells no end while paused': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const heard = rig.follow(theirs)
      theirs.pause('read')
      ours.write('last')
      ours.shutdown()
      await rig.settle()
      equal([heard.calls, theirs.state], [0, 'open'], 'calls, and the state, while paused')
      theirs.resume('read')
      await rig.until(() => heard.endings.length > 0, 'the end after resume()')
      equal([heard.text, ...heard.endings], ['last', 'ended'], 'what was told')
    },
    'leaves writing open when reading has ended': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const answer = rig.follow(ours)
      const question = rig.follow(theirs)
      ours.write('question')
      ours.shutdown()
      await rig.until(() => question.endings.length > 0, 'the end of the question')
      await rig.settle()
      equal(theirs.write('answer'), null, 'the rest of the answer')
      theirs.shutdown()
      await rig.until(() => answer.endings.length > 0, 'the answer, after a shutdown()')
      equal([question.text, answer.text, ...answer.endings], ['question', 'answer', 'ended'], 'what was told')
    },
    'is shut down after what was taken': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const taken = fill(ours)
      rig.call('shutdown()', () => ours.shutdown())
      ours.shutdown()
      const heard = rig.follow(theirs)
      await rig.until(() => heard.endings.length > 0, 'the end')
      equal([heard.octets, ...heard.endings], [taken, 'ended'], 'what was told')
    },
    'sends nothing that is written after shutdown': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const heard = rig.follow(theirs)
      ours.write('all')
      ours.shutdown()
      ours.write('too late')
      await rig.until(() => heard.endings.length > 0, 'the end')
      await rig.settle()
      equal([heard.text, ...heard.endings], ['all', 'ended'], 'what was told')
      ok(ours.state !== 'closed', 'shutdown() closed the handle')
    },
  },
}
