import { isPoeError, type PoeError } from '@poe/errors'
import { get } from '@poe/filter'
import { type FilterCase, testFilter } from '@poe/test-filters'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { ReferenceFilter, type ReferenceFilterOptions, type Serializer } from './index.ts'

const octets = (text: string) => new TextEncoder().encode(text)
const text = (chunk: Uint8Array | string) => (typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk))
const withCode = (code: string) => expect.objectContaining({ code })
const small = () => new ReferenceFilter({ maxLength: 20, maxBuffer: 40 })

const LENGTH = 'ERR_POE_FILTER_REFERENCE_LENGTH'
const TOO_LONG = 'ERR_POE_FILTER_REFERENCE_TOO_LONG'
const refused = [
  { name: 'a word for a length', wire: 'ten\0', code: LENGTH },
  { name: 'a negative length', wire: '-1\0a', code: LENGTH },
  { name: 'a length with a sign', wire: '+1\0a', code: LENGTH },
  { name: 'a fraction of a length', wire: '1.5\0a', code: LENGTH },
  { name: 'no length at all', wire: '\0', code: LENGTH },
  { name: 'a hexadecimal length', wire: '0x1\0', code: LENGTH },
  { name: 'a length with a zero in front', wire: '01\x001', code: LENGTH },
  { name: 'a line', wire: 'GET / HTTP/1.1\r\n', code: LENGTH },
  { name: 'a length of 10^18', wire: '1000000000000000000\0', code: TOO_LONG },
  { name: 'a length without end', wire: '9'.repeat(60), code: TOO_LONG },
  { name: 'zeros without end', wire: '0'.repeat(60), code: LENGTH },
].map(({ name, wire, code }) => ({ name, code, wire: [octets(wire)] }))

const kit: FilterCase<unknown, unknown> = {
  name: 'ReferenceFilter',
  create: () => new ReferenceFilter(),
  records: [{ a: [1, { b: null }] }, 'é€😀', 0, null, [], false],
  malformed: [
    ...refused,
    { name: 'rubbish behind a frame', wire: [octets('1\x005x')], before: [5], code: LENGTH },
    { name: 'a frame above the limit', create: small, wire: [octets('21\0')], code: TOO_LONG },
    {
      name: 'too much at once',
      create: small,
      wire: [octets('1\x005'.repeat(14))],
      code: 'ERR_POE_FILTER_BUFFER_FULL',
      whole: true,
    },
  ],
}
testFilter({ describe, it }, kit)

describe('ReferenceFilter', () => {
  it('writes how many octets, a NUL, and the frozen value', () => {
    expect(new ReferenceFilter().put([{ a: 1 }, 'é']).map(text)).toEqual(['7\0{"a":1}', '4\0"é"'])
  })

  it('takes frames up to its limit', () => {
    const longest = JSON.stringify('x'.repeat(18))
    expect(get(small(), [octets(`20\0${longest}`)])).toEqual(['x'.repeat(18)])
  })

  it('takes another serializer, which may give text or octets, and keep what it thaws', () => {
    const reversed: Serializer = { freeze: (value) => octets(String(value)).reverse(), thaw: (given) => given }
    const filter = new ReferenceFilter<Uint8Array | string>({ serializer: reversed })
    expect(filter.put(['abc']).map(text)).toEqual(['3\0cba'])
    const [first] = get(filter, [octets('3\0cba')])
    get(filter, [octets('3\0xyz')])
    expect(first).toEqual(octets('cba'))
  })

  it('takes a compression of any kind', () => {
    const compression = {
      compress: (given: Uint8Array) => given.map(flip),
      uncompress: (given: Uint8Array) => given.map(flip),
    }
    const filter = new ReferenceFilter({ compression })
    expect(get(filter, filter.put([[1]]) as Uint8Array[])).toEqual([[1]])
    expect(
      get(
        new ReferenceFilter(),
        [filter.put([1])[0] as Uint8Array].map((frame) => frame.map(unflip)),
      ),
    ).toEqual([1])
  })

  it.each([
    ['undefined', undefined, 'cannot put undefined.'],
    ['a function', () => {}, 'JSON has no word for '],
    ['a BigInt in a list', [5n], 'BigInt'],
    ['NaN in an object', { a: NaN }, 'JSON has no word for NaN, "a".'],
    ['undefined in a list', [undefined], 'JSON has no word for undefined, "0".'],
    ['what has a toJSON of nothing', { toJSON() {} }, 'cannot put an object: JSON has no word for'],
  ])('puts nothing at all where there is %s', (_, value, message) => {
    expect(() => new ReferenceFilter().put([1, value])).toThrow(withCode('ERR_POE_NOT_SERIALIZABLE'))
    expect(() => new ReferenceFilter().put([1, value])).toThrow(message)
  })

  it('refuses options by name', () => {
    expect(() => new ReferenceFilter({ NoFatals: true } as never)).toThrow('did you mean "noFatals"?')
    expect(() => new ReferenceFilter({ serializer: { freeze: String } as never })).toThrow('it has no method "thaw"')
    expect(() => new ReferenceFilter({ compression: true as never })).toThrow('must be a compression')
    expect(() => new ReferenceFilter({ maxLength: 10, maxBuffer: 12 })).toThrow('one frame with its length, 13')
  })

  it('knows what it gives', () => {
    expectTypeOf(new ReferenceFilter<number>().getOne()).toEqualTypeOf<number | undefined>()
    const told = new ReferenceFilter<number>({ noFatals: true })
    expectTypeOf(told.getOne()).toEqualTypeOf<number | PoeError | undefined>()
    expectTypeOf(told.put).parameter(0).toEqualTypeOf<readonly number[]>()
    // @ts-expect-error a number
    expect(new ReferenceFilter<number>().put(['1'])).toHaveLength(1)
  })
})

function flip(octet: number): number {
  return octet ^ 255
}

/** Octets of a frame whose length was not flipped. */
function unflip(octet: number, at: number): number {
  return at < 2 ? octet : octet ^ 255
}

/** The records and the codes of errors, thrown or not, in order. */
function outcomes(options: ReferenceFilterOptions, ...chunks: readonly string[]): unknown[] {
  const filter = new ReferenceFilter(options)
  const out: unknown[] = []
  const codeOf = (given: unknown) => (isPoeError(given) ? given.code : given)
  for (const chunk of chunks)
    try {
      filter.getOneStart([octets(chunk)])
      for (let record = filter.getOne(); record !== undefined; record = filter.getOne()) out.push(codeOf(record))
    } catch (error) {
      if (!isPoeError(error)) throw error
      out.push(`thrown ${error.code}`)
    }
  return out
}

describe('ReferenceFilter, where a frame cannot be thawed', () => {
  const chunks = ['1\x001', '3\0[1,', '0\0', '2\0\xff', '1\x002'] as const

  it('throws, and goes on with the next frame', () => {
    const thrown = 'thrown ERR_POE_FILTER_RECORD_THAW'
    expect(outcomes({}, ...chunks)).toEqual([1, thrown, thrown, thrown, 2])
  })

  it('gives the error as a record with noFatals', () => {
    const told = 'ERR_POE_FILTER_RECORD_THAW'
    expect(outcomes({ noFatals: true }, chunks.join(''))).toEqual([1, told, told, told, 2])
  })

  it('keeps why', () => {
    const [error] = get(new ReferenceFilter({ noFatals: true }), [octets('1\0{')]) as [PoeError]
    expect(error.message).toContain('A frame of 1 octets was not thawed: ')
    expect(error.cause).toBeInstanceOf(SyntaxError)
  })

  it('calls undefined no record', () => {
    const serializer: Serializer = { freeze: () => '', thaw: () => undefined }
    expect(outcomes({ serializer }, '0\0')).toEqual(['thrown ERR_POE_FILTER_RECORD_THAW'])
  })

  it('tells a compression that fails', () => {
    const uncompress = () => {
      throw new RangeError('torn')
    }
    expect(outcomes({ compression: { compress: (given) => given, uncompress } }, '1\x001')).toEqual([
      'thrown ERR_POE_FILTER_RECORD_UNCOMPRESS',
    ])
  })
})

describe('ReferenceFilter with noFatals, where nothing can follow', () => {
  it.each(refused)('gives the error of $name once, then nothing', ({ wire, code }) => {
    const whole = text(wire[0] as Uint8Array)
    expect(outcomes({ noFatals: true }, `1\x005${whole}`, '1\x006', '1\x007')).toEqual([5, code])
    expect(outcomes({ noFatals: true }, ...whole, '1\x006')).toEqual([code])
  })

  it('gives the error of too much input once, and keeps no more', () => {
    const filter = new ReferenceFilter({ maxLength: 20, maxBuffer: 40, noFatals: true })
    for (let i = 0; i < 50; i++) filter.getOneStart([octets('1\x005')])
    expect(filter.getOne()).toEqual(withCode('ERR_POE_FILTER_BUFFER_FULL'))
    expect(filter.getOne()).toBeUndefined()
    expect(filter.getPending()![0]!.length).toBe(42)
  })

  it('forgets the error at reset, and a clone has none', () => {
    const filter = new ReferenceFilter({ noFatals: true })
    filter.getOneStart([octets('x')])
    expect(filter.getOne()).toEqual(withCode(LENGTH))
    expect(get(filter.clone(), [octets('1\x005')])).toEqual([5])
    filter.reset()
    expect(get(filter, [octets('1\x005')])).toEqual([5])
  })
})

describe('ReferenceFilter, whatever comes', () => {
  it('gives back what was put, however it is cut', () => {
    const cuts = fc.array(fc.nat(9), { maxLength: 60 })
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 8 }), cuts, (values, sizes) => {
        const filter = new ReferenceFilter()
        const whole = Uint8Array.from(filter.put(values).flatMap((chunk) => [...(chunk as Uint8Array)]))
        const out: unknown[] = []
        let at = 0
        for (const size of [...sizes, whole.length]) {
          out.push(...get(filter, [whole.slice(at, at + size)]))
          at += size
        }
        expect(out).toEqual(JSON.parse(JSON.stringify(values)))
        expect(filter.getPending()).toBeNull()
      }),
    )
  })

  it('throws nothing but errors of a filter', () => {
    const part = fc.constantFrom('0', '1', '3', '\0', '-', '"a"', '[]', 'x', '99999999')
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        for (const outcome of outcomes({}, ...parts))
          if (typeof outcome === 'string' && outcome.startsWith('thrown'))
            expect(outcome).toMatch(/^thrown ERR_POE_FILTER_/)
        expect(outcomes({ noFatals: true }, ...parts).every((outcome) => !String(outcome).startsWith('thrown'))).toBe(
          true,
        )
      }),
    )
  })
})
