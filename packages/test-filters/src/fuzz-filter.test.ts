import { describe, expect, it } from 'vitest'
import { attack, hostile, roundTrip } from './fuzz.ts'
import { type FuzzCase, fuzzFilter } from './index.ts'
import { TinyFilter } from './tiny-filter.test-support.ts'

const tiny: FuzzCase = {
  name: 'TinyFilter',
  create: () => new TinyFilter() as never,
  puts: (random) => random.list(9, () => random.text(2)),
  most: 1000,
}
fuzzFilter({ describe, it }, tiny)

const MUTANTS: readonly (readonly [string, new () => TinyFilter, string])[] = [
  [
    'throws anything',
    class extends TinyFilter {
      override fail() {
        return new TypeError('undefined is no function')
      }
    },
    'undefined is no function',
  ],
  [
    'depends on its chunks',
    class extends TinyFilter {
      override keep(chunk: Uint8Array) {
        super.keep(chunk.subarray(0, 6))
      }
    },
    'it makes',
  ],
  [
    'keeps everything',
    class extends TinyFilter {
      override getPending() {
        return [new Uint8Array(5000)]
      }
    },
    '5000 octets are kept; the limit is 1000.',
  ],
  [
    'gives records for ever',
    class extends TinyFilter {
      override rest() {
        return 'again'
      }
    },
    'getOne gives records without end.',
  ],
  [
    'refuses without end what it does not leave behind',
    class extends TinyFilter {
      override fail() {
        return Object.assign(super.fail(), { code: 'ERR_POE_FILTER_RECORD_TINY' })
      }
    },
    'Errors without end.',
  ],
]

describe('the fuzzer', () => {
  it.each(MUTANTS)('finds a filter that %s', (_, Mutant, message) => {
    const filter = { ...tiny, create: () => new Mutant() as never }
    expect(() => attack(filter, hostile, 1, 50_000)).toThrow(message)
  })

  it('finds a filter that gives back something else, and names the seed', () => {
    class Trimming extends TinyFilter {
      override put(records: readonly string[]) {
        return super.put(records.map((record) => record.trim()))
      }
    }
    const filter = { ...tiny, create: () => new Trimming() as never }
    expect(() => attack(filter, roundTrip, 1, 50_000)).toThrow(/^With seed \d+: of /)
  })

  it('makes the same of the same seed', () => {
    const fed: number[] = []
    for (let i = 0; i < 2; i++) attack(tiny, (one, random) => fed.push(hostile(one, random)), 7, 1)
    expect(fed[0]).toBe(fed[1])
  })

  it('spares a filter for peers one trusts', () => {
    const names: string[] = []
    const runner = { describe: (_: string, body: () => void) => body(), it: (name: string) => void names.push(name) }
    fuzzFilter(runner, { ...tiny, trusted: true })
    expect(names).toEqual(['gives back what is put'])
  })
})
