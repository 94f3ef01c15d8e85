import type { PipeService, StreamHandle } from '@poe/loop'
import { codeOf, equal, ok, rejection, thrown } from '../expect.ts'
import type { Rig } from '../rig.ts'
import type { Suite } from '../suite.ts'
import { fill, hearAll, isSame, patternOf } from './traffic.ts'

/** Which failure it is that nobody reads any more is the host's affair. */
const BROKEN = ['EPIPE', 'ECONNRESET']

function service({ loop: { pipes } }: Rig): PipeService {
  ok(pipes !== undefined, 'the loop has no service "pipes"')
  return pipes
}

async function oneWay(rig: Rig): Promise<{ read: StreamHandle; write: StreamHandle }> {
  rig.awaited = 'pipes.oneWay()'
  const { read, write } = await service(rig).oneWay()
  return { read: rig.keep(read), write: rig.keep(write) }
}

async function twoWay(rig: Rig): Promise<[StreamHandle, StreamHandle]> {
  rig.awaited = 'pipes.twoWay()'
  const [one, other] = await service(rig).twoWay()
  return [rig.keep(one), rig.keep(other)]
}

/** Handles say too much for a message. */
async function opened(ends: Promise<unknown>): Promise<string> {
  await ends
  return 'a pipe'
}

/** Writes when ready, until writing fails. */
async function untilFailed(rig: Rig, handle: StreamHandle): Promise<void> {
  rig.watch(handle, 'write', () => {
    handle.write('x')
    if (handle.state === 'failed') handle.ignore('write')
  })
  await rig.until(() => handle.state === 'failed', 'a write that fails')
  ok(
    BROKEN.includes(handle.error?.code ?? ''),
    `writing failed with ${handle.error?.code}, not with EPIPE or ECONNRESET`,
  )
}

/** Pipes of the system. */
export const pipes: Suite = {
  topic: 'pipes',
  needs: ['pipes'],
  tests: {
    'carries octets through a pipe, and then its end': async (rig) => {
      rig.run()
      const { read, write } = await oneWay(rig)
      const heard = rig.follow(read)
      equal(write.write('é, '), null, 'the rest of a text')
      equal(write.write(Uint8Array.of(97, 98)), null, 'the rest of octets')
      write.shutdown()
      await rig.until(() => heard.endings.length > 0, 'the end')
      await rig.settle()
      equal([heard.text, ...heard.endings], ['é, ab', 'ended'], 'what was told')
    },
    'has one mode at each end of a pipe one way': async (rig) => {
      rig.run()
      const { read, write } = await oneWay(rig)
      const codes = [
        thrown(() => read.watch('write', () => {}), 'watching who reads in mode "write"'),
        thrown(() => write.watch('read', () => {}), 'watching who writes in mode "read"'),
      ].map(codeOf)
      equal(codes, ['ERR_POE_NO_MODE', 'ERR_POE_NO_MODE'], 'errors')
      equal(read.write('x'), null, 'the rest of what is written to who reads')
      ok(read.error !== null, 'an end that reads takes what is written, without an error')
    },
    'holds back who writes to a pipe that nobody reads, until somebody does': async (rig) => {
      rig.run()
      const { read, write } = await oneWay(rig)
      const taken = fill(write)
      await rig.settle()
      let ready = 0
      rig.watch(write, 'write', () => {
        ready++
        write.ignore('write')
      })
      await rig.settle()
      equal(ready, 0, 'readiness to write while nobody reads')
      const heard = rig.follow(read)
      await rig.until(() => heard.octets >= taken && ready > 0, 'all that was taken, and room for more')
      ok(isSame(heard.joined, patternOf(taken)), 'what was read is not what was taken')
    },
    'fails to write to a pipe that nobody will read': async (rig) => {
      rig.run()
      const { read, write } = await oneWay(rig)
      read.close()
      await untilFailed(rig, write)
    },
    'ends a pipe whose writer is closed, after what had left': async (rig) => {
      rig.run()
      const { read, write } = await oneWay(rig)
      const heard = rig.follow(read)
      write.write('bye')
      await rig.until(() => write.pending === 0, 'octets that leave')
      write.close()
      await rig.until(() => heard.endings.length > 0, 'the end')
      equal([heard.text, ...heard.endings], ['bye', 'ended'], 'what was told')
    },
    'carries a megabyte each way through a pipe two ways': async (rig) => {
      rig.run()
      const [one, other] = await twoWay(rig)
      const sent = patternOf(1_048_576)
      const [there, back] = await Promise.all([hearAll(rig, one, other, sent), hearAll(rig, other, one, sent)])
      ok(isSame(there, sent) && isSame(back, sent), 'what was read is not what was written')
    },
    'ends each way of a pipe by itself': async (rig) => {
      rig.run()
      const [one, other] = await twoWay(rig)
      const [answer, question] = [rig.follow(one), rig.follow(other)]
      one.write('question')
      one.shutdown()
      await rig.until(() => question.endings.length > 0, 'the end of the question')
      other.write('answer')
      other.shutdown()
      await rig.until(() => answer.endings.length > 0, 'the end of the answer')
      equal([question.text, answer.text, ...answer.endings], ['question', 'answer', 'ended'], 'what was told')
    },
    'tells the other end of a pipe two ways that one was closed': async (rig) => {
      rig.run()
      const [one, other] = await twoWay(rig)
      const heard = rig.follow(other)
      one.close()
      await rig.until(() => heard.endings.length > 0, 'the end')
      equal(heard.endings, ['ended'], 'what was told')
      await untilFailed(rig, other)
    },
    'opens a pipe of each type it names, also before it runs': async (rig) => {
      const { types } = service(rig)
      ok(types.length > 0, 'it names no type of pipes')
      for (const type of types) {
        rig.awaited = `a pipe of type ${type}`
        const { read, write } = await service(rig).oneWay({ type })
        const ends = await service(rig).twoWay({ type })
        for (const end of [read, write, ...ends]) rig.keep(end)
        equal(new Set([read, write, ...ends].map(({ id }) => id)).size, 4, 'different ids')
      }
    },
    'opens no pipe for a signal that is aborted': async (rig) => {
      rig.run()
      const reason = new Error('the signal of the kit')
      const signal = AbortSignal.abort(reason)
      rig.awaited = 'pipes to reject with the reason of the signal'
      for (const open of ['oneWay', 'twoWay'] as const) {
        const error = await rejection(opened(service(rig)[open]({ signal })), `${open}()`)
        ok(error === reason, `${open}() rejected with ${error}, not with the reason of the signal`)
      }
    },
  },
}
