import { equal, ok } from '../expect.ts'
import type { Rig } from '../rig.ts'
import type { Suite } from '../suite.ts'
import { streamed } from './descriptor-rig.ts'
import { fill, isSame, octetsOf, patternOf } from './traffic.ts'

/** All that comes to the other end, until there are so many octets. */
async function hear(rig: Rig, heard: () => Uint8Array, count: number): Promise<Uint8Array> {
  const all: number[] = []
  await rig.until(() => {
    for (const octet of heard()) all.push(octet)
    return all.length >= count
  }, `${count} octets at the other end`)
  return Uint8Array.from(all)
}

/** Descriptors that the loop reads and writes. */
export const descriptorStreams: Suite = {
  topic: 'streams of descriptors',
  needs: ['descriptors'],
  lent: 'descriptorPair',
  tests: {
    'reads and writes a descriptor, and tells its end once': async (rig) => {
      rig.run()
      const { pair, stream } = streamed(rig)
      const reading = rig.follow(stream)
      equal([stream.write('é, '), stream.write(Uint8Array.of(97, 98))], [null, null], 'what was not taken')
      equal(new TextDecoder().decode(await hear(rig, pair.heard, 5)), 'é, ab', 'what the other end heard')
      pair.send(octetsOf('hello'))
      await rig.until(() => reading.octets === 5, 'five octets')
      equal(stream.state, 'open', 'state before the end')
      pair.hangUp()
      await rig.until(() => reading.endings.length > 0, 'the end')
      await rig.settle()
      equal([reading.text, ...reading.endings], ['hello', 'ended'], 'what was told')
    },
    'gives at most what is asked for of a descriptor, and repeats readiness': async (rig) => {
      rig.run()
      const { pair, stream } = streamed(rig)
      const reading = rig.follow(stream, 3)
      pair.send(octetsOf('12345678'))
      await rig.until(() => reading.octets === 8, 'eight octets')
      equal([reading.text, reading.longest], ['12345678', 3], 'what was read, and the longest read')
    },
    'gives what was put back before what follows of a descriptor': async (rig) => {
      rig.run()
      const { pair, stream } = streamed(rig)
      pair.send(octetsOf('two'))
      await rig.settle()
      stream.unread(octetsOf('one '))
      const reading = rig.follow(stream)
      await rig.until(() => reading.octets === 7, 'seven octets')
      equal(reading.text, 'one two', 'what was read')
      pair.hangUp()
      await rig.until(() => reading.endings.length === 1, 'the end')
      stream.unread(octetsOf('!'))
      await rig.until(() => reading.endings.length === 2, 'what was put back, and the end again')
      equal(reading.text, 'one two!', 'what was read')
    },
    'gives back what a descriptor has no room for, and says when there is some': async (rig) => {
      rig.run()
      const { pair, stream } = streamed(rig)
      const taken = fill(stream)
      let ready = 0
      rig.watch(stream, 'write', () => {
        ready++
        stream.ignore('write')
      })
      await rig.settle()
      equal(ready, 0, 'readiness to write while the descriptor is full')
      const heard = await hear(rig, pair.heard, taken)
      await rig.until(() => ready > 0, 'room')
      ok(isSame(heard, patternOf(taken)), 'what the other end heard is not what was taken')
    },
    'reads nothing of a descriptor that is paused': async (rig) => {
      rig.run()
      const { pair, stream } = streamed(rig)
      const reading = rig.follow(stream)
      stream.pause('read')
      pair.send(octetsOf('hello'))
      pair.hangUp()
      await rig.settle()
      equal([reading.calls, stream.state], [0, 'open'], 'calls and state while paused')
      rig.call('resume()', () => stream.resume('read'))
      await rig.until(() => reading.endings.length > 0, 'octets and their end')
      equal([reading.text, ...reading.endings], ['hello', 'ended'], 'what was told')
    },
    'fails to write to a descriptor that has hung up, without a throw': async (rig) => {
      rig.run()
      const { pair, stream } = streamed(rig)
      pair.hangUp()
      rig.watch(stream, 'write', () => {
        stream.write('x')
        if (stream.state === 'failed') stream.ignore('write')
      })
      await rig.until(() => stream.state === 'failed', 'a write that fails')
      ok(stream.error !== null, 'a stream failed without an error')
    },
    'closes the descriptor of a stream that is closed, and uses it no more': async (rig) => {
      rig.run()
      const { pair, stream } = streamed(rig)
      const reading = rig.follow(stream)
      stream.close()
      equal([stream.state, stream.read(10), stream.write('x')], ['closed', null, null], 'what a closed stream does')
      await rig.until(() => pair.isClosed(), 'a descriptor that is closed')
      await rig.settle()
      equal(reading.calls, 0, 'calls after close')
      stream.close()
    },
  },
}
