import { isPoeError } from '@poe/errors'
import { equal, ok, thrown } from '../expect.ts'
import type { Suite } from '../suite.ts'

/** `watch()`, `ignore()`, `pause()` and `resume()` of sockets. */
export const streamsWatching: Suite = {
  topic: 'watching a stream',
  needs: ['net'],
  tests: {
    'reads nothing for a watcher that is paused, and all after resume': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const heard = rig.follow(theirs)
      rig.call('pause()', () => theirs.pause('read'))
      ours.write('later')
      await rig.settle()
      equal(heard.calls, 0, 'calls while reading is paused')
      rig.call('resume()', () => theirs.resume('read'))
      await rig.until(() => heard.octets === 5, 'octets after resume()')
    },
    'stops when paused in its own callback, with octets left': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const heard = rig.follow(theirs, 2)
      heard.after = () => theirs.pause('read')
      ours.write('abcd')
      await rig.until(() => heard.calls === 1, 'the first octets')
      await rig.settle()
      equal(heard.text, 'ab', 'what was read before the pause')
      theirs.resume('read')
      await rig.until(() => heard.calls === 2, 'the octets that were left, after resume()')
      await rig.settle()
      equal(heard.text, 'abcd', 'what was read')
    },
    'keeps the pause of one mode from the other': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      let writable = 0
      rig.watch(theirs, 'write', () => void writable++)
      theirs.pause('write')
      const heard = rig.follow(theirs)
      ours.write('x')
      await rig.until(() => heard.octets === 1, 'an octet while writing is paused')
      const before = writable
      await rig.settle()
      equal(writable, before, 'calls while writing is paused')
      theirs.pause('read')
      theirs.resume('write')
      await rig.until(() => writable > before, 'readiness to write after resume()')
      theirs.ignore('write')
    },
    'calls nobody who is ignored, and keeps octets for the next': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const first = rig.follow(theirs)
      theirs.ignore('read')
      ours.write('kept')
      await rig.settle()
      equal(first.calls, 0, 'calls of a watcher that is ignored')
      const second = rig.follow(theirs)
      await rig.until(() => second.octets === 4, 'octets for the next watcher')
      equal(first.calls, 0, 'calls of a watcher that was ignored')
    },
    'has one watcher per mode, the last': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const first = rig.follow(theirs)
      const second = rig.follow(theirs)
      ours.write('x')
      await rig.until(() => first.calls + second.calls > 0, 'an octet')
      equal([first.octets, second.octets], [0, 1], 'octets of the first and the second watcher')
    },
    'keeps readiness for the next run': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      const heard = rig.follow(theirs)
      ours.write('x')
      rig.halt()
      await rig.over
      await rig.settle()
      equal(heard.calls, 0, 'calls outside run()')
      rig.run()
      await rig.until(() => heard.octets === 1, 'an octet that came between two runs')
    },
    'refuses a mode the handle lacks': async (rig) => {
      rig.run()
      const listener = await rig.listener()
      const error = thrown(() => listener.watch('write', () => {}), 'watch("write") of a listener')
      ok(isPoeError(error, 'ERR_POE_NO_MODE'), `watch("write") of a listener threw ${error}, not ERR_POE_NO_MODE`)
    },
    'has no id twice': async (rig) => {
      rig.run()
      const listener = await rig.listener()
      const [ours, theirs] = await rig.pair()
      equal(new Set([listener.id, ours.id, theirs.id]).size, 3, 'different ids of three handles')
    },
    'says how far it reads ahead': async (rig) => {
      rig.run()
      const [ours] = await rig.pair()
      ok(ours.readAhead >= 0, `readAhead is ${ours.readAhead}`)
    },
  },
}
