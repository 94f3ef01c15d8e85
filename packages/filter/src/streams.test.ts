import { describe, expect, expectTypeOf, it } from 'vitest'
import { decodeStream, encodeStream, type StreamPair } from './index.ts'
import { NulFilter, octets } from './nul-filter.test-support.ts'

const streamOf = <T>(...values: T[]) =>
  new ReadableStream<T>({
    start(controller) {
      for (const value of values) controller.enqueue(value)
      controller.close()
    },
  })

async function all<T>(readable: ReadableStream<T>, into: T[] = []): Promise<T[]> {
  const reader = readable.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) into.push(next.value)
  return into
}

describe('decodeStream', () => {
  it('gives the records of what is piped through it', async () => {
    const records = streamOf(octets('one\0tw'), octets('o\0three')).pipeThrough(decodeStream(new NulFilter()))
    expect(await all(records)).toEqual(['one', 'two'])
  })

  it('takes what decode takes about an unfinished record', async () => {
    const atEnd = (pending: Uint8Array[]) => [`${pending.length} chunk`]
    expect(await all(streamOf(octets('a\0b')).pipeThrough(decodeStream(new NulFilter(), { atEnd })))).toEqual([
      'a',
      '1 chunk',
    ])
  })

  it('gives the records before an error, then the error, to both sides', async () => {
    const { readable, writable } = decodeStream(new NulFilter())
    const records: string[] = []
    const piped = streamOf(octets('a\0b\0too long a record')).pipeTo(writable, { preventClose: true })
    await expect(all(readable, records)).rejects.toThrow('ERR_POE_FILTER_TEST')
    expect(records).toEqual(['a', 'b'])
    await piped.catch(() => {})
    await expect(writable.getWriter().closed).rejects.toThrow('ERR_POE_FILTER_TEST')
  })

  it('fails when the writing side fails', async () => {
    const { readable, writable } = decodeStream(new NulFilter())
    const aborted = writable.abort(new Error('gone'))
    await expect(all(readable)).rejects.toThrow('gone')
    await aborted
  })

  it('tells the source when nobody reads any more, even while waiting for it', async () => {
    let reason: unknown
    const source = new ReadableStream<Uint8Array>({
      cancel(given) {
        reason = given
      },
    })
    const reader = source.pipeThrough(decodeStream(new NulFilter())).getReader()
    const waiting = reader.read()
    await reader.cancel('enough')
    expect(await waiting).toEqual({ done: true, value: undefined })
    await new Promise((resolve) => setImmediate(resolve))
    expect(reason).toBe('enough')
  })

  it('reads no more than is asked for', async () => {
    let pulled = 0
    const source = new ReadableStream<Uint8Array>(
      { pull: (controller) => controller.enqueue(octets(`${++pulled}\0`)) },
      { highWaterMark: 0 },
    )
    const reader = source.pipeThrough(decodeStream(new NulFilter())).getReader()
    expect(await reader.read()).toEqual({ done: false, value: '1' })
    await new Promise((resolve) => setImmediate(resolve))
    expect(pulled).toBeLessThan(4)
    await reader.cancel()
  })

  it('knows the types of the filter', () => {
    expectTypeOf(decodeStream(new NulFilter())).toEqualTypeOf<StreamPair<Uint8Array, string>>()
    expectTypeOf(encodeStream(new NulFilter())).toEqualTypeOf<TransformStream<string, Uint8Array>>()
  })
})

describe('encodeStream', () => {
  it('gives the octets of what is piped through it', async () => {
    const chunks = await all(streamOf('one', 'é').pipeThrough(encodeStream(new NulFilter())))
    expect(chunks).toEqual([octets('one'), Uint8Array.of(0), octets('é'), Uint8Array.of(0)])
  })

  it('is undone by decodeStream', async () => {
    const there = streamOf('one', '', 'zwei é').pipeThrough(encodeStream(new NulFilter()))
    expect(await all(there.pipeThrough(decodeStream(new NulFilter())))).toEqual(['one', '', 'zwei é'])
  })
})
