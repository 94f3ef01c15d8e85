import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LineFilter, type LineFilterOptions } from './index.ts'
import { type Cut, detected, literal, type Model, NEWLINES, regexp } from './model.test-support.ts'

const encoder = new TextEncoder()
const join = (chunks: readonly Uint8Array[] | null) => Uint8Array.from((chunks ?? []).flatMap((chunk) => [...chunk]))

/** Octets among which line ends, whole and broken characters are frequent. */
const piece = fc.constantFrom(
  [13],
  [10],
  [13, 10],
  [10, 13],
  [97],
  [98, 99],
  [59],
  [...encoder.encode('é€😀')],
  [0xff],
  [0xc3],
  [0xe2, 0x82],
  [0xf0, 0x9f, 0x98],
  [0xed, 0xa0, 0x80],
  [0xef, 0xbb, 0xbf],
  [0x80],
  [0xef, 0xbf, 0xbd],
)
const octets = fc
  .array(
    fc.oneof(
      { weight: 9, arbitrary: piece },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 3 }).map((a) => [...a]) },
    ),
    { maxLength: 40 },
  )
  .map((pieces) => Uint8Array.from(pieces.flat()))
const long = fc
  .tuple(octets, fc.nat(1500), octets)
  .map(([a, fill, b]) => Uint8Array.of(...a, ...new Array(fill).fill(120), ...b))
const input = fc.oneof(
  { weight: 4, arbitrary: octets },
  { weight: 1, arbitrary: long },
  { weight: 1, arbitrary: fc.array(octets, { minLength: 20, maxLength: 40 }).map(join) },
)
const cuts = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.nat(8)), { maxLength: 60 })

const MODES: readonly { name: string; options: LineFilterOptions; model: Model }[] = [
  { name: 'all newlines', options: {}, model: NEWLINES },
  { name: 'LF', options: { inputLiteral: '\n' }, model: literal([10]) },
  { name: 'CRLF', options: { literal: '\r\n' }, model: literal([13, 10]) },
  { name: 'an empty line', options: { inputLiteral: '\n\n' }, model: literal([10, 10]) },
  { name: 'an end that overlaps itself', options: { inputLiteral: '\n\r\n' }, model: literal([10, 13, 10]) },
  { name: 'an end of another alphabet', options: { inputLiteral: '€😀' }, model: literal([...encoder.encode('€😀')]) },
  { name: 'detection', options: { inputLiteral: '' }, model: detected },
]
const ENCODINGS = ['utf-8', 'latin1', 'bytes'] as const

function lineOf(octets: Uint8Array, encoding: (typeof ENCODINGS)[number]): string | Uint8Array {
  if (encoding === 'bytes') return octets
  if (encoding === 'utf-8') return new TextDecoder('utf-8', { ignoreBOM: true }).decode(octets)
  return [...octets].map((octet) => String.fromCharCode(octet)).join('')
}

/** Gives a filter the input in pieces, takes some records after each, and looks at what is pending. */
function feed(
  options: LineFilterOptions,
  whole: Uint8Array,
  pieces: readonly (readonly [number, number])[],
  look: (records: unknown[], arrived: number, pending: Uint8Array) => void,
): unknown[] {
  const filter = new LineFilter(options)
  const records: unknown[] = []
  const take = (most: number) => {
    for (let i = 0; i < most; i++) {
      const record = filter.getOne()
      if (record === undefined) return
      records.push(record)
    }
  }
  let at = 0
  for (const [size, most] of [...pieces, [whole.length, Number.POSITIVE_INFINITY] as const]) {
    const chunk = whole.slice(at, at + size)
    filter.getOneStart([chunk])
    at += chunk.length
    look(records, at, join(filter.getPending()))
    take(most)
    look(records, at, join(filter.getPending()))
  }
  return records
}

for (const { name, options, model } of MODES)
  for (const encoding of ENCODINGS.filter((one) => one !== 'latin1' || hasLatin1(options)))
    describe(`LineFilter with ${name}, ${encoding}`, () => {
      it('gives the same lines however the input is split, and loses no octet', () => {
        fc.assert(
          fc.property(input, cuts, (whole, pieces) => {
            const expected = model(whole)
            const records = feed({ ...options, encoding }, whole, pieces, (taken, arrived, pending) => {
              const here = model(whole.subarray(0, arrived))
              expect(pending).toEqual(whole.slice(taken.length === 0 ? 0 : here[taken.length - 1]!.past, arrived))
            })
            expect(records).toEqual(expected.map((cut) => lineOf(lineAt(whole, cut), encoding)))
          }),
          { numRuns: 300 },
        )
      })

      it('refuses the first line that is longer than maxLength, and gives those before it', () => {
        fc.assert(
          fc.property(octets, cuts, fc.integer({ min: 1, max: 12 }), (whole, pieces, maxLength) => {
            const end = encoder.encode(options.literal ?? options.inputLiteral ?? '').length || 1
            const all = model(whole)
            const size = name === 'detection' ? Math.max(1, detectedSize(whole)) : end
            const long = all.findIndex((cut) => cut.end - cut.from > maxLength)
            const tail = whole.length - (all.at(-1)?.past ?? 0)
            const fails = long >= 0 || tail > maxLength + size - 1
            const filter = new LineFilter({ ...options, encoding, maxLength })
            const records: unknown[] = []
            const run = () => {
              for (const chunk of split(whole, pieces)) {
                filter.getOneStart([chunk])
                for (let one = filter.getOne(); one !== undefined; one = filter.getOne()) records.push(one)
              }
            }
            if (fails) expect(run).toThrow(TOO_LONG)
            else run()
            const good = long < 0 ? all : all.slice(0, long)
            expect(records).toEqual(good.map((cut) => lineOf(lineAt(whole, cut), encoding)))
            if (!fails) return
            expect(() => filter.getOne()).toThrow(TOO_LONG)
            const pending = join(filter.getPending())
            const past = good.at(-1)?.past ?? 0
            expect(pending).toEqual(whole.slice(past, past + pending.length))
            expect(pending.length).toBeGreaterThan(maxLength)
          }),
          { numRuns: 300 },
        )
      })
    })

/** Not every line end can be written in latin1. */
function hasLatin1({ inputLiteral = '' }: LineFilterOptions): boolean {
  return [...inputLiteral].every((character) => character <= '\xff')
}

const TOO_LONG = expect.objectContaining({ code: 'ERR_POE_FILTER_LINE_TOO_LONG' })

function split(whole: Uint8Array, pieces: readonly (readonly [number, number])[]): Uint8Array[] {
  let at = 0
  return [...pieces, [whole.length] as const].map(([size]) => whole.slice(at, (at += size)))
}

function detectedSize(whole: Uint8Array): number {
  const [first] = detected(whole)
  return first === undefined ? 1 : first.past - first.end
}

function lineAt(whole: Uint8Array, cut: Cut): Uint8Array {
  return whole.slice(cut.from, cut.end)
}

describe.each([
  ['newlines', /\r\n?|\n\r?/],
  ['a run', /;+/],
  ['bar', /bc|b|\r\n?|\n/],
  ['source', '[;€] *|\\n'],
] as const)('LineFilter with a regular expression: %s', (_, inputRegexp) => {
  it.each(ENCODINGS)('gives the same lines however the input is split, and loses no octet (%s)', (encoding) => {
    fc.assert(
      fc.property(input, cuts, (whole, pieces) => {
        const model = regexp(
          new RegExp(inputRegexp),
          (part) => lineOf(part, encoding === 'utf-8' ? encoding : 'latin1') as string,
        )
        const expected = model(whole)
        const records = feed({ inputRegexp, encoding }, whole, pieces, (taken, arrived, pending) => {
          if (taken.length === 0) expect(pending).toEqual(whole.slice(0, arrived))
          // Where nothing is pending, the last line end may still grow.
          if (pending.length === 0 && arrived < whole.length) return
          expect(pending).toEqual(whole.slice(arrived - pending.length, arrived))
          expect(model(whole.slice(arrived - pending.length))).toEqual(expected.slice(taken.length))
        })
        const text = records.map((record) =>
          typeof record === 'string' ? record : lineOf(record as Uint8Array, 'latin1'),
        )
        expect(text).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })
})

describe('LineFilter there and back', () => {
  it.each(ENCODINGS)('gives back the lines that were put (%s)', (encoding) => {
    const unit =
      encoding === 'utf-8' ? 'grapheme' : fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code))
    const line = fc.string({ unit, maxLength: 40 }).map((text) => text.replace(/[\r\n]/g, ''))
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), cuts, (lines, pieces) => {
        const records = encoding === 'bytes' ? lines.map((text) => encoder.encode(text)) : lines
        const chunks = new LineFilter({ encoding }).put(records)
        expect(chunks.length).toBe(records.length)
        const whole = join(chunks.map((chunk) => (typeof chunk === 'string' ? encoder.encode(chunk) : chunk)))
        expect(feed({ encoding }, whole, pieces, () => {})).toEqual(records)
      }),
    )
  })
})
