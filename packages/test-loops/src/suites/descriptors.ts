import { codeOf, equal, ok, thrown } from '../expect.ts'
import type { Suite } from '../suite.ts'
import { service, watched } from './descriptor-rig.ts'
import { octetsOf } from './traffic.ts'

/** Readiness of descriptors that others read and write. */
export const descriptors: Suite = {
  topic: 'descriptors',
  needs: ['descriptors'],
  lent: 'descriptorPair',
  tests: {
    'repeats readiness of a descriptor until others have taken all': async (rig) => {
      rig.run()
      const { pair, handle } = watched(rig)
      let calls = 0
      rig.watch(handle, 'read', () => {
        if (++calls === 3) pair.take()
      })
      await rig.settle()
      equal(calls, 0, 'calls before there was anything')
      pair.send(octetsOf('hello'))
      await rig.until(() => calls >= 3, 'readiness, three times')
      await rig.settle()
      equal(calls, 3, 'calls')
      pair.send(octetsOf('again'))
      await rig.until(() => calls > 3, 'readiness for what came later')
    },
    'says that there is room to write to a descriptor': async (rig) => {
      rig.run()
      const { handle } = watched(rig)
      let calls = 0
      rig.watch(handle, 'write', () => {
        if (++calls === 3) handle.ignore('write')
      })
      await rig.until(() => calls >= 3, 'readiness to write, three times')
      await rig.settle()
      equal(calls, 3, 'calls')
    },
    'watches a descriptor in one mode without the other': async (rig) => {
      rig.run()
      const { pair, handle } = watched(rig)
      let [read, write] = [0, 0]
      rig.watch(handle, 'read', () => {
        read++
        handle.ignore('read')
      })
      rig.watch(handle, 'write', () => void write++)
      handle.pause('write')
      await rig.settle()
      pair.send(octetsOf('x'))
      await rig.until(() => read > 0, 'readiness to read')
      await rig.settle()
      equal([read, write], [1, 0], 'calls')
      rig.call('resume()', () => handle.resume('write'))
      await rig.until(() => write > 0, 'readiness to write, after resume')
      equal(read, 1, 'calls to read')
    },
    'calls nobody for a descriptor that is paused, and all after resume': async (rig) => {
      rig.run()
      const { pair, handle } = watched(rig)
      let calls = 0
      rig.watch(handle, 'read', () => {
        calls++
        pair.take()
      })
      handle.pause('read')
      pair.send(octetsOf('x'))
      await rig.settle()
      equal(calls, 0, 'calls while paused')
      rig.call('resume()', () => handle.resume('read'))
      await rig.until(() => calls > 0, 'readiness after resume')
      await rig.settle()
      equal(calls, 1, 'calls')
    },
    'watches one descriptor twice, each by itself': async (rig) => {
      rig.run()
      const { pair, handle } = watched(rig)
      const other = rig.keep(service(rig).watch(pair.descriptor))
      ok(other.id !== handle.id, 'two handles have one id')
      let [one, two] = [0, 0]
      rig.watch(handle, 'read', () => {
        one++
        handle.close()
      })
      rig.watch(other, 'read', () => void two++)
      pair.send(octetsOf('x'))
      await rig.until(() => one > 0 && two > 2, 'readiness of both, and of the one that is left')
      equal(one, 1, 'calls of the one that was closed')
    },
    'leaves a descriptor open that it no longer watches': async (rig) => {
      rig.run()
      const { pair, handle } = watched(rig)
      let calls = 0
      rig.watch(handle, 'read', () => void calls++)
      handle.close()
      equal(handle.state, 'closed', 'state')
      pair.send(octetsOf('hello'))
      await rig.settle()
      equal(calls, 0, 'calls after close')
      equal(new TextDecoder().decode(pair.take()), 'hello', 'what can be read of the descriptor')
      ok(!pair.isClosed(), 'the descriptor was closed')
    },
    'says that a descriptor can be read that has hung up': async (rig) => {
      rig.run()
      const { pair, handle } = watched(rig)
      let calls = 0
      rig.watch(handle, 'read', () => {
        if (++calls === 2) handle.close()
      })
      await rig.settle()
      pair.hangUp()
      await rig.until(() => calls >= 2, 'readiness')
    },
    'keeps readiness of a descriptor for the next run': async (rig) => {
      const { pair, handle } = watched(rig)
      let calls = 0
      rig.watch(handle, 'read', () => {
        calls++
        pair.take()
      })
      pair.send(octetsOf('x'))
      await rig.settle()
      equal(calls, 0, 'calls before the run')
      rig.run()
      await rig.until(() => calls === 1, 'readiness, in the run')
      rig.halt()
      pair.send(octetsOf('x'))
      await rig.settle()
      equal(calls, 1, 'calls after halt')
      rig.run()
      await rig.until(() => calls === 2, 'readiness, in the next run')
    },
    'takes turns, and serves others, while a descriptor is always ready': async (rig) => {
      rig.run()
      const { pair, handle } = watched(rig)
      const other = watched(rig)
      let [calls, served] = [0, 0]
      rig.watch(handle, 'read', () => void calls++)
      rig.watch(other.handle, 'read', () => {
        served++
        other.pair.take()
      })
      pair.send(octetsOf('x'))
      await rig.until(() => calls > 10, 'readiness')
      rig.call('wake()', () => rig.loop.wake())
      other.pair.send(octetsOf('x'))
      await rig.until(() => rig.turns > 0 && served > 0, 'a turn, and the other descriptor')
    },
    'refuses to watch what is no descriptor': (rig) => {
      for (const wrong of [-1, 1.5, 1_000_000]) {
        const codes = [
          thrown(() => service(rig).watch(wrong), `watch(${wrong})`),
          thrown(() => service(rig).stream(wrong), `stream(${wrong})`),
        ].map(codeOf)
        equal(codes, ['ERR_POE_DESCRIPTOR', 'ERR_POE_DESCRIPTOR'], `errors for ${wrong}`)
      }
    },
  },
}
