import { isPoeError } from '@poe/errors'
import fc from 'fast-check'
import * as unpack from 'msgpackr/unpack'
import { describe, expect, it } from 'vitest'
import { msgpackrSerializer } from './index.ts'

const plain = msgpackrSerializer()
const more = msgpackrSerializer({ moreTypes: true })
const maps = msgpackrSerializer({ mapsAsObjects: false })

const octets = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
const code = (wanted: string) => expect.toSatisfy((error) => isPoeError(error, wanted))
const BAD = code('ERR_POE_FILTER_RECORD_MSGPACK')
const LOST = code('ERR_POE_NOT_SERIALIZABLE')
const back = (value: unknown, serializer = plain) => serializer.thaw(serializer.freeze(value))

/** Octets as numbers: they come out as a Buffer where one was thawed. */
const numbers = (value: unknown) => (value instanceof Uint8Array ? [...value] : value)

describe('msgpackrSerializer', () => {
  it.each([
    ['null', null],
    ['text', 'zwei é😀\0'],
    [
      'numbers',
      [0, -1, 127, 128, -129, 65_536, 2 ** 32, 2 ** 53, -(2 ** 40), 1.5, Number.NaN, Number.POSITIVE_INFINITY],
    ],
    ['truth', [true, false]],
    ['BigInts of 64 bits', [0n, -1n, 2n ** 63n, -(2n ** 63n), 2n ** 64n - 1n]],
    [
      'dates, before 1970 too',
      [new Date(0), new Date(-5), new Date(1.7e12 + 0.25), new Date(8.64e15), new Date(-8.64e15)],
    ],
    ['objects and lists in each other', { a: [{ b: {} }, []], '': 1, constructor: 2 }],
    ['many', { list: Array.from({ length: 70_000 }, (_, i) => i), ['x'.repeat(300)]: 'y'.repeat(70_000) }],
  ])('gives back %s', (_, value) => {
    expect(back(value)).toEqual(value)
  })

  it('gives back octets, without a copy', () => {
    const frozen = plain.freeze({ octets: Uint8Array.of(1, 2) })
    const { octets } = plain.thaw(frozen) as { octets: Uint8Array }
    expect([numbers(octets), octets.buffer]).toEqual([[1, 2], frozen.buffer])
  })

  it('writes what the specification says', () => {
    expect(plain.freeze({ a: -1, b: [null, true] })).toEqual(Buffer.from(octets('82 a161 ff a162 92 c0 c3')))
    expect(plain.freeze('é')).toEqual(Buffer.from(octets('a2 c3a9')))
    expect(plain.freeze(Uint8Array.of(9))).toEqual(Buffer.from(octets('c4 01 09')))
    expect(plain.freeze(new Date(1000))).toEqual(Buffer.from(octets('d6 ff 00000001')))
  })

  it.each([
    ['c4 00', []],
    ['c6 00000001 07', [7]],
    ['d9 01 61', 'a'],
    ['db 00000001 61', 'a'],
    ['dc 0001 05', [5]],
    ['dd 00000001 05', [5]],
    ['de 0001 a161 05', { a: 5 }],
    ['df 00000001 d901 61 05', { a: 5 }],
    ['ca 3fc00000', 1.5],
    ['cd 0100', 256],
    ['d0 ff', -1],
    ['d3 ffffffffffffffff', -1n],
    ['d6 ff 00000001', new Date(1000)],
    ['c7 0c ff 00000000 0000000000000001', new Date(1000)],
    ['a9 5f5f70726f746f5f5f', '__proto__'],
  ])('reads %s, however others write it', (hex, value) => {
    expect(numbers(plain.thaw(octets(hex)))).toEqual(value)
  })

  it('leaves undefined properties out, as JSON does', () => {
    expect(Object.keys(back({ a: undefined, b: 1 }) as object)).toEqual(['b'])
  })

  it('is independent of values thawed before', () => {
    const frozen = [{ a: 1, b: 2 }, { a: 3, b: 4 }, { a: 5 }].map((value) => plain.freeze(value))
    expect(frozen.map((one) => plain.thaw(one))).toEqual([{ a: 1, b: 2 }, { a: 3, b: 4 }, { a: 5 }])
    expect(msgpackrSerializer().thaw(frozen[1] as Uint8Array)).toEqual({ a: 3, b: 4 })
  })

  it('uses no native addon', () => {
    expect(unpack).toHaveProperty('isNativeAccelerationEnabled', false)
  })

  it('refuses options by name', () => {
    expect(() => msgpackrSerializer({ moreType: true } as never)).toThrow('did you mean "moreTypes"?')
    expect(() => msgpackrSerializer({ maxDepth: 0 })).toThrow(code('ERR_POE_BAD_OPTION'))
    expect(() => msgpackrSerializer({ maxDepth: 5000 })).toThrow(code('ERR_POE_BAD_OPTION'))
  })
})

describe('moreTypes', () => {
  it.each([
    ['undefined', [undefined, { a: undefined }]],
    ['sets', new Set([1, new Set(['a']), []])],
    ['large BigInts', [2n ** 200n, -(2n ** 70n)]],
    ['views', [Float64Array.of(1.5), Int8Array.of(-1), BigUint64Array.of(5n), Uint8Array.of(1)]],
    ['array buffers', Uint8Array.of(1, 2).buffer],
  ])('carries %s', (_, value) => {
    expect(back(value, more)).toEqual(value)
  })

  it.each([new Set([1]), 2n ** 64n, Float64Array.of(1), new ArrayBuffer(1), [undefined], undefined])(
    'is needed for %o',
    (value) => {
      expect(() => plain.freeze(value)).toThrow(LOST)
    },
  )

  it.each([
    ['undefined', 'd4 00 00'],
    ['a set', 'd4 73 00 90'],
    ['a large BigInt', 'd7 42 0000000000000001'],
    ['a view', 'c7 02 74 01 01'],
  ])('is needed to read %s', (_, hex) => {
    expect(() => plain.thaw(octets(hex))).toThrow(BAD)
    expect(() => more.thaw(octets(hex))).not.toThrow()
  })
})

describe('mapsAsObjects', () => {
  it('false: gives maps back, with keys of any type, and objects as maps', () => {
    const map = new Map<unknown, unknown>([
      [1, 'one'],
      [new Map([['a', 1]]), new Date(5)],
      ['__proto__', 2],
    ])
    expect(back(map, maps)).toEqual(map)
    expect(back({ a: 1 }, maps)).toEqual(new Map([['a', 1]]))
  })

  it('true: refuses maps, and keys that are no text', () => {
    expect(() => plain.freeze([new Map()])).toThrow(LOST)
    expect(() => plain.thaw(octets('81 01 02'))).toThrow(BAD)
    expect(() => plain.thaw(octets('81 c0 02'))).toThrow(BAD)
  })
})

class Point {
  x = 1
}

describe('what would be lost', () => {
  const cycle: { self?: unknown } = {}
  cycle.self = cycle
  it.each([
    ['a function', () => {}],
    ['a symbol', Symbol('s')],
    ['undefined', undefined],
    ['undefined in a list', [undefined]],
    ['a hole in a list', new Array(2)],
    ['a method', { run() {} }],
    ['an instance of a class', [new Point()]],
    ['an error', new TypeError('x')],
    ['a regular expression', /a/],
    ['a promise', { later: Promise.resolve() }],
    ['a boxed number', Object(5)],
    ['an invalid date', new Date(Number.NaN)],
    ['a property "__proto__"', JSON.parse('{"__proto__":1}')],
    ['a cycle', cycle],
  ])('%s is refused', (_, value) => {
    expect(() => plain.freeze(value)).toThrow(LOST)
    if (value !== undefined && !Array.isArray(value)) expect(() => more.freeze(value)).toThrow(LOST)
  })

  it('is not an object without a prototype', () => {
    expect(back(Object.assign(Object.create(null), { a: 1 }))).toEqual({ a: 1 })
  })
})

/** Lists in each other. */
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])

describe('hostile octets', () => {
  it.each([
    ['nothing', ''],
    ['half a number', 'cd 01'],
    ['half a text', 'a5 61'],
    ['half a list', '92 01'],
    ['two values', '01 02'],
    ['0xc1', 'c1'],
    ['a list of four milliards', 'dd ffffffff'],
    ['a map of four milliards', 'df ffffffff'],
    ['a text of four milliards', 'db ffffffff 61'],
    ['octets of four milliards', 'c6 ffffffff 61'],
    ['an extension of four milliards', 'c9 ffffffff ff'],
    ['a key "__proto__"', '81 a9 5f5f70726f746f5f5f 80'],
    ['a key "__proto__", written long', '81 d9 09 5f5f70726f746f5f5f 80'],
    ['a key "__proto__", written longer', '81 db 00000009 5f5f70726f746f5f5f 80'],
    ['an unknown extension', 'd4 05 00'],
    ['a timestamp of one octet', 'd4 ff 00'],
    ['a timestamp that is no date', 'c7 0c ff 00000000 7fffffffffffffff'],
    ["msgpackr's records", 'd4 72 40 91 a1 61 01'],
    ["msgpackr's records, of two octets", 'd5 72 40 41 91 a1 61 01'],
    ["msgpackr's regular expressions", 'd4 78 00 92 a1 61 a0'],
    ["msgpackr's errors", 'd4 65 00 92 a5 4572726f72 a1 78'],
    ["msgpackr's pointers", 'd6 70 00000001'],
    ["msgpackr's references", 'd6 69 00000001 90'],
    ["msgpackr's bundles of text", 'd6 62 00000010 01'],
    ["msgpackr's sets without a list", 'd4 73 00 01'],
    ["msgpackr's sets in another form", 'c7 01 73 00 90'],
    ['a view of an unknown type', 'c7 02 74 63 01'],
    ['a view of half an element', 'c7 03 74 08 01 02'],
    ['a BigInt without octets', 'c7 00 42'],
  ])('%s is refused', (_, hex) => {
    for (const serializer of [plain, more]) expect(() => serializer.thaw(octets(hex))).toThrow(BAD)
    if (!hex.includes('5f5f')) expect(() => maps.thaw(octets(hex))).toThrow(BAD)
  })

  it('that are nested deeper than allowed are refused, both ways', () => {
    const deep = msgpackrSerializer({ maxDepth: 3 })
    expect(back(nested(3), deep)).toEqual(nested(3))
    expect(() => deep.freeze(nested(4))).toThrow(LOST)
    expect(() => deep.thaw(plain.freeze(nested(4)))).toThrow(BAD)
    expect(() => plain.thaw(new Uint8Array(1_000_000).fill(0x91))).toThrow(BAD)
    expect(back(nested(100))).toEqual(nested(100))
    const set = octets(`${'d47300 91'.repeat(4)}01`)
    expect(() => msgpackrSerializer({ maxDepth: 3, moreTypes: true }).thaw(set)).toThrow(BAD)
    expect(back(nested(1000), msgpackrSerializer({ maxDepth: 1000 }))).toEqual(nested(1000))
  })

  it('of any kind are a value or a declared error, and what is a value can be frozen again', () => {
    for (const serializer of [plain, more, maps])
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 40 }), (random) => {
          let value: unknown
          try {
            value = serializer.thaw(random)
          } catch (error) {
            expect(error).toEqual(BAD)
            return
          }
          if (value !== undefined) serializer.freeze(value)
        }),
        { numRuns: 3000 },
      )
  })

  it('made of good ones by changing one are no worse', () => {
    const value = { list: [1, 'zwei', 3.5, -70_000], date: new Date(5), octets: Uint8Array.of(1), n: { m: null } }
    const good = more.freeze(value)
    for (let at = 0; at < good.length; at++)
      for (let octet = 0; octet < 256; octet++) {
        const bad = Uint8Array.from(good)
        bad[at] = octet
        try {
          more.thaw(bad)
        } catch (error) {
          expect(error).toEqual(BAD)
        }
      }
  })
})

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.double().map((n) => n + 0),
    fc.integer(),
    fc.string({ unit: 'grapheme' }),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
    fc.date({ noInvalidDate: true }),
    fc.array(tie('any'), { maxLength: 5 }),
    fc.dictionary(
      fc.string({ unit: 'grapheme' }).filter((key) => key !== '__proto__'),
      tie('any'),
      { maxKeys: 5 },
    ),
  ),
})).any

describe('values of any shape', () => {
  it('come out as they go in', () => {
    fc.assert(
      fc.property(value, (one) => {
        expect(back(one)).toEqual(one)
      }),
      { numRuns: 1000 },
    )
  })
})
