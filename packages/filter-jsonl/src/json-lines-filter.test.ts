import { isPoeError } from '@poe/errors'
import { get } from '@poe/filter'
import { type FilterCase, testFilter } from '@poe/test-filters'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { type Json, JsonLinesFilter, type JsonLinesFilterOptions } from './index.ts'

const octets = (text: string) => new TextEncoder().encode(text)
const withCode = (code: string) => expect.objectContaining({ code })
const small = () => new JsonLinesFilter({ maxLength: 8, maxBuffer: 20 })

const kit: FilterCase<Json> = {
  name: 'JsonLinesFilter',
  create: () => new JsonLinesFilter(),
  records: [null, 'é€😀\n', 0, { a: [1, {}], '': -0.5 }, [], false],
  malformed: [
    {
      name: 'a long line',
      create: small,
      wire: [octets('1\n"45678901"\n')],
      code: 'ERR_POE_FILTER_LINE_TOO_LONG',
      before: [1],
    },
    { name: 'a long beginning', create: small, wire: [octets('"2345678\r9')], code: 'ERR_POE_FILTER_LINE_TOO_LONG' },
    {
      name: 'too many lines at once',
      create: small,
      wire: [octets('1\n'.repeat(11))],
      code: 'ERR_POE_FILTER_BUFFER_FULL',
      whole: true,
    },
  ],
}
testFilter({ describe, it }, kit)
testFilter(
  { describe, it },
  {
    ...kit,
    name: 'JsonLinesFilter with CRLF, a byte order mark and blank lines',
    wire: [octets('\ufeff\r\n[1]\r\n \t\n\n"é"\r\n')],
    records: [[1], 'é'],
  },
)

/** The records and the codes of errors that a filter gives, in order. */
function outcomes(filter: JsonLinesFilter<unknown>, ...chunks: readonly Uint8Array[]): unknown[] {
  const out: unknown[] = []
  for (const chunk of chunks) {
    filter.getOneStart([chunk])
    for (let more = true; more; )
      try {
        const record = filter.getOne()
        more = record !== undefined
        if (more) out.push(record)
      } catch (error) {
        if (!isPoeError(error)) throw error
        out.push(error.code)
      }
  }
  return out
}

/** What getOne throws for one line. */
function refusal(line: string | Uint8Array, options: JsonLinesFilterOptions<unknown> = {}): Error & { code?: string } {
  const filter = new JsonLinesFilter(options)
  filter.getOneStart([typeof line === 'string' ? octets(line) : line])
  try {
    return new Error(`No error, but ${filter.getOne()}`)
  } catch (error) {
    return error as Error
  }
}

describe('JsonLinesFilter', () => {
  it.each([
    ['1\n{"a":2}', [1], [{ a: 2 }]],
    ['1\n2\r', [1], [2]],
    ['1\n  ', [1], []],
  ])('gives a last line without an end when it finishes: %j', (input, before, rest) => {
    const filter = new JsonLinesFilter()
    expect(get(filter, [octets(input)])).toEqual(before)
    filter.finish()
    expect([...get(filter, []), filter.getPending()]).toEqual([...rest, null])
  })

  it('refuses half a value at the end, once', () => {
    const filter = new JsonLinesFilter()
    expect(get(filter, [octets('[1')])).toEqual([])
    filter.finish()
    expect(() => filter.getOne()).toThrow(withCode('ERR_POE_FILTER_RECORD_JSON'))
    expect([filter.getOne(), filter.getPending()]).toEqual([undefined, null])
  })

  it('goes on behind a line that is no JSON, wherever the chunks end', () => {
    const whole = octets('1\nnonsense\n{"a":\n"€"\n\xff\n2\n').map((octet, i, all) =>
      octet === 0xc3 && all[i + 1] === 0xbf ? 0xff : octet,
    )
    const expected = [
      1,
      'ERR_POE_FILTER_RECORD_JSON',
      'ERR_POE_FILTER_RECORD_JSON',
      '€',
      'ERR_POE_FILTER_RECORD_JSON',
      2,
    ]
    expect(outcomes(new JsonLinesFilter(), whole)).toEqual(expected)
    expect(outcomes(new JsonLinesFilter(), ...[...whole].map((octet) => Uint8Array.of(octet)))).toEqual(expected)
  })

  it('says which line is no JSON, where it begins, and what is in it', () => {
    const filter = new JsonLinesFilter()
    expect(get(filter, [octets('"é"\n\n')])).toEqual(['é'])
    filter.getOneStart([octets(`{"a": }\n[${'x'.repeat(5000)}\n`)])
    expect(() => filter.getOne()).toThrow('Line 3 (from octet 6) is no JSON: "{\\"a\\": }".')
    expect(() => filter.getOne()).toThrow(/^Line 4 \(from octet 14\) is no JSON: "\[x{59}…"\.$/)
    expect(refusal('{\n')).toMatchObject({ code: 'ERR_POE_FILTER_RECORD_JSON', cause: expect.any(SyntaxError) })
  })

  it('refuses a line that is no UTF-8', () => {
    const half = Uint8Array.of(0x22, 0xe2, 0x82, 0x22, 0x0a)
    expect(refusal(half)).toMatchObject({
      code: 'ERR_POE_FILTER_RECORD_JSON',
      message: 'Line 1 (from octet 0) is no UTF-8.',
    })
  })

  it('takes a byte order mark at the very beginning only', () => {
    expect(outcomes(new JsonLinesFilter(), octets('\ufeff1\n\ufeff2\n3\n'))).toEqual([
      1,
      'ERR_POE_FILTER_RECORD_JSON',
      3,
    ])
    const filter = new JsonLinesFilter()
    expect(outcomes(filter, octets('1\n'))).toEqual([1])
    filter.reset()
    expect(outcomes(filter, octets('\ufeff2\n'))).toEqual([2])
  })

  it('counts neither kind of line end', () => {
    expect(outcomes(small(), octets('"345678"\n'), octets('"345678"\r\n'), octets('"345678"\r'), octets('\n'))).toEqual(
      ['345678', '345678', '345678'],
    )
  })

  it('keeps __proto__ a property like any other', () => {
    const [record] = get(new JsonLinesFilter(), [octets('{"__proto__":{"polluted":1}}\n')]) as [object]
    expect(Object.getPrototypeOf(record)).toBe(Object.prototype)
    expect(Object.keys(record)).toEqual(['__proto__'])
  })

  it('survives brackets without end', () => {
    const deep = `${'['.repeat(200_000)}\n`
    expect(refusal(deep).code).toBe('ERR_POE_FILTER_RECORD_JSON')
    const closed = `${'['.repeat(200_000)}${']'.repeat(200_000)}\n1\n`
    const deepest = outcomes(new JsonLinesFilter({ reviver: (_key, value) => value }), octets(closed))
    expect(deepest).toEqual(['ERR_POE_FILTER_RECORD_JSON', 1])
  })

  it('hands each value to reviver and to validate', () => {
    const dates = new JsonLinesFilter({ reviver: (key, value) => (key === 'at' ? new Date(value as number) : value) })
    expect(get(dates, [octets('{"at":5}\n')])).toEqual([{ at: new Date(5) }])
    const lengths = new JsonLinesFilter({
      validate(value) {
        if (typeof value !== 'string') throw new TypeError('no text')
        return value.length
      },
    })
    expectTypeOf(lengths).toEqualTypeOf<JsonLinesFilter<number>>()
    expect(outcomes(lengths, octets('"four"\n5\n""\n'))).toEqual([4, 'ERR_POE_FILTER_RECORD_INVALID', 0])
    expect(outcomes(lengths.clone(), octets('5\n'))).toEqual(['ERR_POE_FILTER_RECORD_INVALID'])
  })

  it('says why a value was refused', () => {
    const validate = () => {
      throw new TypeError('not today')
    }
    const error = refusal('[1]\n', { validate })
    expect(error.message).toBe('Line 1 (from octet 0) was refused: "[1]".')
    expect((error.cause as Error).message).toBe('not today')
    expect(refusal('[1]\n', { validate: () => undefined }).code).toBe('ERR_POE_FILTER_RECORD_INVALID')
    expect(refusal('1\n', { reviver: () => undefined }).code).toBe('ERR_POE_FILTER_RECORD_INVALID')
  })

  it('puts a line for each value', () => {
    expect(new JsonLinesFilter<unknown>().put([{ a: 'x\ny', gone: undefined }, null, new Date(0)])).toEqual([
      '{"a":"x\\ny"}\n',
      'null\n',
      '"1970-01-01T00:00:00.000Z"\n',
    ])
  })

  const cycle: Record<string, unknown> = {}
  cycle.self = cycle
  it.each([
    ['undefined', undefined, 'cannot put undefined: undefined, for which JSON has no word.'],
    ['a function', () => {}, 'for which JSON has no word.'],
    ['a symbol', Symbol('s'), 'cannot put Symbol(s)'],
    ['a BigInt', 5n, 'cannot put 5n: 5n'],
    ['infinity', Infinity, 'cannot put Infinity'],
    ['a method in an object', { a: { run() {} } }, 'cannot put an object: "run" is function run, for'],
    ['a hole in a list', [1, undefined], 'cannot put an array of 2: "1" is undefined'],
    ['NaN in a list', [NaN], '"0" is NaN'],
    ['a cycle', cycle, 'cannot put an object: Converting circular structure to JSON'],
    ['what has a toJSON of nothing', { toJSON() {} }, 'cannot put an object'],
  ])('puts nothing at all where there is %s', (_, value, message) => {
    const filter = new JsonLinesFilter<unknown>()
    expect(() => filter.put([1, value])).toThrow(withCode('ERR_POE_NOT_JSON'))
    expect(() => filter.put([1, value])).toThrow(message)
  })

  it('refuses options by name', () => {
    expect(() => new JsonLinesFilter({ maxLenght: 1 } as never)).toThrow('did you mean "maxLength"?')
    expect(() => new JsonLinesFilter({ maxLength: 0 })).toThrow(withCode('ERR_POE_BAD_OPTION'))
    expect(() => new JsonLinesFilter({ maxLength: 10, maxBuffer: 11 })).toThrow('at least maxLength and a line end, 12')
    expect(() => new JsonLinesFilter({ validate: 'all' } as never)).toThrow('must be a function')
  })

  it('knows what it gives', () => {
    expectTypeOf(new JsonLinesFilter().getOne()).toEqualTypeOf<Json | undefined>()
    const typed = new JsonLinesFilter<{ id: number }>()
    expectTypeOf(typed.getOne()).toEqualTypeOf<{ id: number } | undefined>()
    // @ts-expect-error an id is a number
    expect(typed.put([{ id: 'x' }])).toEqual(['{"id":"x"}\n'])
  })
})

describe('JsonLinesFilter, whatever comes', () => {
  const cuts = fc.array(fc.nat(9), { maxLength: 60 })

  it('gives back what was put, however it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 8 }), cuts, (values, sizes) => {
        const filter = new JsonLinesFilter<unknown>()
        const whole = octets(filter.put(values).join(''))
        expect(outcomes(filter, ...pieces(whole, sizes))).toEqual(JSON.parse(JSON.stringify(values)))
        expect(filter.getPending()).toBeNull()
      }),
    )
  })

  it('gives what JSON.parse gives of each line, however they are cut', () => {
    const part = fc.constantFrom('\n', '\r', ' ', '"', '1', '[', ']', '{}', ',', 'é', '€😀', 'null')
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), cuts, (parts, sizes) => {
        const text = parts.join('')
        const filter = new JsonLinesFilter<unknown>()
        const expected = text.split('\n').slice(0, -1).flatMap(parsed)
        expect(outcomes(filter, ...pieces(octets(text), sizes))).toEqual(expected)
        const rest = text.slice(text.lastIndexOf('\n') + 1)
        expect(filter.getPending()).toEqual(rest === '' ? null : [octets(rest)])
      }),
    )
  })
})

function parsed(line: string): unknown[] {
  if (/^[ \t\r]*$/.test(line)) return []
  try {
    return [JSON.parse(line)]
  } catch {
    return ['ERR_POE_FILTER_RECORD_JSON']
  }
}

function pieces(whole: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const out: Uint8Array[] = []
  let at = 0
  for (const size of [...sizes, whole.length]) {
    out.push(whole.slice(at, at + size))
    at += size
  }
  return out
}
