import { describe, expect, expectTypeOf, it } from 'vitest'
import { decode, encode, type Filter } from './index.ts'
import { NulFilter, octets } from './nul-filter.test-support.ts'

/** A source that notes how far it was read and whether it was closed. */
class Tape implements AsyncIterable<Uint8Array> {
  readonly trace: string[] = []
  readonly #chunks: readonly string[]

  constructor(...chunks: readonly string[]) {
    this.#chunks = chunks
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (const chunk of this.#chunks) {
        this.trace.push(`read ${chunk}`)
        yield octets(chunk)
      }
      this.trace.push('end')
    } finally {
      this.trace.push('closed')
    }
  }
}

async function all<T>(records: AsyncIterable<T>, into: T[] = []): Promise<T[]> {
  for await (const record of records) into.push(record)
  return into
}

describe('decode', () => {
  it('gives the records of all chunks', async () => {
    expect(await all(decode(new NulFilter(), new Tape('one\0tw', 'o\0', '')))).toEqual(['one', 'two'])
  })

  it('gives the record that the filter finishes at the end', async () => {
    let finished = false
    const filter = new NulFilter()
    const finishing: Filter<string> = Object.assign(filter, {
      finish() {
        finished = true
        if (filter.getPending() !== null) filter.getOneStart([octets('\0')])
      },
    })
    expect(await all(decode(finishing, [octets('one\0tw'), octets('o')]))).toEqual(['one', 'two'])
    expect(finished).toBe(true)
  })

  it('takes a plain iterable', async () => {
    expect(await all(decode(new NulFilter(), [octets('one\0')]))).toEqual(['one'])
  })

  it('reads a chunk only when its records are asked for', async () => {
    const tape = new Tape('a\0b\0', 'c\0')
    const records = decode(new NulFilter(), tape)
    expect(tape.trace).toEqual([])
    await records.next()
    await records.next()
    expect(tape.trace).toEqual(['read a\0b\0'])
    await records.next()
    expect(tape.trace).toEqual(['read a\0b\0', 'read c\0'])
  })

  it('closes the source when somebody stops early', async () => {
    const tape = new Tape('a\0b\0', 'c\0')
    for await (const record of decode(new NulFilter(), tape)) if (record === 'b') break
    expect(tape.trace).toEqual(['read a\0b\0', 'closed'])
  })

  it('gives the records before an error, then the error, and closes the source', async () => {
    const tape = new Tape('a\0b\0too long a record', 'c\0')
    const records: string[] = []
    await expect(all(decode(new NulFilter(), tape), records)).rejects.toThrow('ERR_POE_FILTER_TEST')
    expect(records).toEqual(['a', 'b'])
    expect(tape.trace).toEqual(['read a\0b\0too long a record', 'closed'])
  })

  it('passes an error of the source on', async () => {
    const source = (async function* () {
      yield octets('a\0')
      throw new Error('no more tape')
    })()
    const records: string[] = []
    await expect(all(decode(new NulFilter(), source), records)).rejects.toThrow('no more tape')
    expect(records).toEqual(['a'])
  })

  it('leaves an unfinished record in the filter', async () => {
    const filter = new NulFilter()
    expect(await all(decode(filter, new Tape('a\0b')))).toEqual(['a'])
    expect(filter.getPending()).toEqual([octets('b')])
  })

  it('asks atEnd about an unfinished record, once, and only then', async () => {
    const atEnd = (pending: Uint8Array[]) => [
      `rest ${pending.map((chunk) => new TextDecoder().decode(chunk)).join('')}`,
    ]
    expect(await all(decode(new NulFilter(), new Tape('a\0b'), { atEnd }))).toEqual(['a', 'rest b'])
    expect(await all(decode(new NulFilter(), new Tape('a\0'), { atEnd }))).toEqual(['a'])
  })

  it('knows the types of the filter', () => {
    const numbers = null as unknown as Filter<number, string, boolean, symbol>
    expectTypeOf(decode<number, string, boolean, symbol>)
      .parameter(1)
      .toExtend<AsyncIterable<boolean> | Iterable<boolean>>()
    const open = () => decode(numbers, [true])
    expectTypeOf(open).returns.toEqualTypeOf<AsyncGenerator<number, void, void>>()
    // @ts-expect-error the filter takes booleans
    const wrong = () => decode(numbers, ['text'])
    expect([open, wrong].length).toBe(2)
  })
})

describe('encode', () => {
  it('gives the octets of each record, without empty chunks', async () => {
    const chunks = await all(encode(new NulFilter(), ['é', '']))
    expect(chunks).toEqual([octets('é'), Uint8Array.of(0), Uint8Array.of(0)])
  })

  it('closes the source of records when somebody stops early', async () => {
    const trace: string[] = []
    const records = (async function* () {
      try {
        yield 'a'
        yield 'b'
      } finally {
        trace.push('closed')
      }
    })()
    for await (const chunk of encode(new NulFilter(), records)) if (chunk.length > 0) break
    expect(trace).toEqual(['closed'])
  })
})
