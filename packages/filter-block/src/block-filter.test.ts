import { get } from '@poe/filter'
import { describe, expect, it } from 'vitest'
import { BlockFilter, type BlockFilterOptions, type LengthCodec } from './index.ts'

const octets = (text: string) => new TextEncoder().encode(text)
const text = (chunks: readonly (Uint8Array | string)[] | null) =>
  chunks?.map((chunk) => (typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk))) ?? null
const withCode = (code: string) => expect.objectContaining({ code })

/** What comes out after each of some pieces of input. */
function steps(options: BlockFilterOptions, ...pieces: readonly string[]): unknown[] {
  const filter = new BlockFilter(options)
  return pieces.map((piece) => text(get(filter, [octets(piece)])))
}

/** Lengths of two octets, the greater first. */
const TWO: LengthCodec = {
  encode: (length) => Uint8Array.of(length >> 8, length & 255),
  decode: (front) => (front.length < 2 ? undefined : { length: front[0]! * 256 + front[1]!, size: 2 }),
  maxSize: 2,
}

describe('BlockFilter of a fixed size', () => {
  it('cuts blocks, across chunks too', () => {
    expect(steps({ blockSize: 4 }, '12', '345678', '9')).toEqual([[], ['1234', '5678'], []])
  })

  it('gives a view of the chunk where a block is inside one', () => {
    const chunk = octets('12345')
    const [first, second] = get(new BlockFilter({ blockSize: 2 }), [chunk])
    expect([first!.buffer, second!.buffer]).toEqual([chunk.buffer, chunk.buffer])
  })

  it('passes on what is put, of whatever size', () => {
    const filter = new BlockFilter({ blockSize: 4 })
    expect(filter.put(['12', octets('345')])).toEqual(['12', octets('345')])
    expect(filter.put([])).toEqual([])
  })
})

describe('BlockFilter with lengths in front', () => {
  it('reads and writes decimal digits and a NUL', () => {
    expect(steps({}, '1\0a2', '\0b', 'c0\x003\0d', 'ef')).toEqual([['a'], [], ['bc', ''], ['def']])
    expect(text(new BlockFilter().put(['a', octets('bc'), '']))).toEqual(['1\0a', '2\0bc', '0\0'])
  })

  it('counts text in octets', () => {
    expect(text(new BlockFilter().put(['é€😀']))).toEqual(['9\0é€😀'])
  })

  it('takes the codec it is given', () => {
    const filter = new BlockFilter({ lengthCodec: TWO })
    const block = new Uint8Array(300).fill(7)
    const [chunk] = filter.put([block]) as [Uint8Array]
    expect([...chunk.subarray(0, 3)]).toEqual([1, 44, 7])
    expect(get(filter, [chunk.subarray(0, 1), chunk.subarray(1)])).toEqual([block])
  })

  it('keeps the length of a half-read block pending', () => {
    const filter = new BlockFilter()
    expect(get(filter, [octets('1\0a12\0abc')])).toHaveLength(1)
    expect(text(filter.getPending())!.join('')).toBe('12\0abc')
    get(filter, [octets('def')])
    expect(text(filter.getPending())!.join('')).toBe('12\0abcdef')
    expect(text(get(filter.clone(), filter.getPending()!.concat(octets('ghijkl'))))).toEqual(['abcdefghijkl'])
  })

  it('forgets a half-read block at reset', () => {
    const filter = new BlockFilter()
    get(filter, [octets('12\0abc')])
    filter.reset()
    expect(filter.getPending()).toBeNull()
    expect(text(get(filter, [octets('1\0a')]))).toEqual(['a'])
  })
})

const LENGTHS: readonly (readonly [string, string, string])[] = [
  ['a letter', 'x', 'LENGTH'],
  ['a letter after digits', '12x', 'LENGTH'],
  ['a sign', '-1\0', 'LENGTH'],
  ['a fraction', '1.5\0', 'LENGTH'],
  ['an exponent', '1e9\0', 'LENGTH'],
  ['a space', ' 1\0', 'LENGTH'],
  ['no digit', '\0', 'LENGTH'],
  ['a digit of another alphabet', '\u0661\0', 'LENGTH'],
  ['zeros without end', '0'.repeat(32), 'LENGTH'],
  ['one more than maxLength', '101\0', 'TOO_LONG'],
  ['10^18, before the NUL has come', '1000000000000000000', 'TOO_LONG'],
  ['digits without end', '9'.repeat(40), 'TOO_LONG'],
]

describe.each(LENGTHS)('a length of %s', (_, wire, end) => {
  const error = withCode(`ERR_POE_FILTER_BLOCK_${end}`)

  it('is an error as soon as it is known, after the blocks before it', () => {
    const filter = new BlockFilter({ maxLength: 100 })
    filter.getOneStart([octets(`1\0a${wire}`)])
    expect(text([filter.getOne()!])).toEqual(['a'])
    for (let i = 0; i < 2; i++) expect(() => filter.getOne()).toThrow(error)
    expect(() => filter.getOneStart([octets('more')])).toThrow(error)
    expect(text(filter.getPending())!.join('')).toBe(wire)
    filter.reset()
    expect(text(get(filter, [octets('1\0a')]))).toEqual(['a'])
  })

  it('is the same error octet by octet', () => {
    const filter = new BlockFilter({ maxLength: 100 })
    expect(() => [...octets(wire)].map((octet) => get(filter, [Uint8Array.of(octet)]))).toThrow(error)
  })
})

describe('the limits', () => {
  it('let a block of maxLength through', () => {
    const filter = new BlockFilter({ maxLength: 100, maxBuffer: 132 })
    expect(text(get(filter, [octets('100\0'), octets('x'.repeat(100))]))).toEqual(['x'.repeat(100)])
  })

  it('keep no more than maxBuffer octets, all of them pending', () => {
    const filter = new BlockFilter({ blockSize: 2, maxBuffer: 3 })
    const full = withCode('ERR_POE_FILTER_BUFFER_FULL')
    expect(() => filter.getOneStart([octets('ab'), octets('cd')])).toThrow(full)
    expect(() => filter.getOne()).toThrow(full)
    expect(text(filter.getPending())).toEqual(['ab', 'cd'])
  })
})

describe('a length codec', () => {
  const answering = (length: number, size: number) =>
    new BlockFilter({ lengthCodec: { ...TWO, decode: () => ({ length, size }) } })

  it.each([-1, 0.5, Number.NaN])('must not read a length of %s', (length) => {
    expect(() => get(answering(length, 1), [octets('ab')])).toThrow(withCode('ERR_POE_FILTER_BLOCK_LENGTH'))
  })

  it.each([1e18, Number.POSITIVE_INFINITY])('must not read a length of %s', (length) => {
    expect(() => get(answering(length, 1), [octets('ab')])).toThrow(withCode('ERR_POE_FILTER_BLOCK_TOO_LONG'))
  })

  it.each([0, -1, 3, 1.5, Number.NaN])('must not say that its header has %s octets', (size) => {
    expect(() => get(answering(0, size), [octets('ab')])).toThrow(withCode('ERR_POE_BLOCK_CODEC'))
  })

  it('sees no more than maxSize octets and must find a header in them', () => {
    const seen: number[] = []
    const decode = (front: Uint8Array) => void seen.push(front.length)
    const filter = new BlockFilter({ lengthCodec: { encode: String, decode, maxSize: 3 } })
    expect(get(filter, [octets('ab')])).toEqual([])
    expect(() => get(filter, [octets('cd')])).toThrow('none within 3 octets')
    expect(seen).toEqual([2, 2, 3])
  })

  it('may fail in its own way, which ends nothing', () => {
    let broken = true
    const decode: LengthCodec['decode'] = (front) => {
      if (broken) throw new RangeError('not yet')
      return TWO.decode(front, 1)
    }
    const filter = new BlockFilter({ lengthCodec: { ...TWO, decode } })
    expect(() => get(filter, [Uint8Array.of(0, 1, 5)])).toThrow(RangeError)
    broken = false
    expect(filter.getOne()).toEqual(Uint8Array.of(5))
  })
})

describe('the options', () => {
  it.each([
    [{ blockSize: 0 }, 'blockSize'],
    [{ blockSize: 1.5 }, 'blockSize'],
    [{ blockSize: 1, maxLength: 5 }, '"maxLength" must be left out'],
    [{ blockSize: 1, lengthCodec: TWO }, '"lengthCodec" must be left out'],
    [{ blockSize: 10, maxBuffer: 9 }, '"maxBuffer" must be at least'],
    [{ maxLength: 10, maxBuffer: 41 }, '"maxBuffer" must be at least a block with its length, 42'],
    [{ lengthCodec: { ...TWO, maxSize: 0 } }, 'maxSize'],
  ])('refuse %o', (options, message) => {
    expect(() => new BlockFilter(options)).toThrow(message)
  })

  it('refuse what is none, and half a codec', () => {
    // @ts-expect-error the option is mistyped
    expect(() => new BlockFilter({ maxlen: 5 })).toThrow('did you mean "maxLength"?')
    // @ts-expect-error one function is missing
    expect(() => new BlockFilter({ lengthCodec: { encode: String } })).toThrow('it has no method "decode"')
  })
})
