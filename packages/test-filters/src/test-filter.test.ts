import type { Chunk, Filter } from '@poe/filter'
import { describe, expect, it } from 'vitest'
import { ENDING_MUTANTS } from './ending-mutants.test-support.ts'
import { ERROR_MUTANTS } from './error-mutants.test-support.ts'
import { type FilterCase, type SwapMember, swapMatrix, testFilter } from './index.ts'
import { ANYWHERE, MUTANTS } from './mutants.test-support.ts'
import { octets, TinyFilter } from './tiny-filter.test-support.ts'

const tiny: FilterCase<string, string> = {
  name: 'TinyFilter',
  create: () => new TinyFilter(),
  records: ['a', '', 'bcé'],
  malformed: [
    { name: 'a letter', wire: [octets('x1a')], code: 'ERR_POE_FILTER_TINY' },
    { name: 'a letter after a record', wire: [octets('1ax')], before: ['a'] },
  ],
}

testFilter({ describe, it }, tiny)
swapMatrix({ describe, it }, [tiny, { ...tiny, name: 'another', records: ['123'], wire: [octets('3123')] }])

/** Runs a kit and gives the messages of the tests that fail, by name. */
function failures(kit: (runner: { describe: typeof run; it: typeof run }) => void): Map<string, string> {
  const failed = new Map<string, string>()
  const test = (name: string, body: () => void) => {
    try {
      body()
    } catch (error) {
      failed.set(name, String(error))
    }
  }
  kit({ describe: run, it: test })
  return failed
}

function run(_name: string, body: () => void): void {
  body()
}

describe('the kit', () => {
  it.each([...MUTANTS, ...ERROR_MUTANTS, ...ENDING_MUTANTS])('finds a filter that %s', (_, Mutant, name) => {
    const failed = failures((runner) => testFilter(runner, { ...tiny, create: () => new Mutant() }))
    expect([...failed.keys()]).toContain(name)
  })

  it('says what is wrong', () => {
    const [, Mutant, name] = MUTANTS.find(([what]) => what === 'never gives an empty record')!
    const failed = failures((runner) => testFilter(runner, { ...tiny, create: () => new Mutant() }))
    expect(failed.get(name)).toBe('Error: in one chunk: the records are ["a","bcé"], not ["a","","bcé"].')
  })

  it('finds a filter whose records depend on its chunks', () => {
    const failed = failures((runner) => testFilter(runner, { ...raw, unframed: false, records: [octets('ab')] }))
    expect([...failed.keys()]).toContain(ANYWHERE)
  })

  it('finds a filter that loses octets when another takes over', () => {
    const mute: SwapMember = {
      ...tiny,
      name: 'mute',
      create: () => Object.assign(new TinyFilter(), { getPending: () => null }),
    }
    const failed = failures((runner) => swapMatrix(runner, [tiny, mute]))
    expect([...failed.keys()]).toEqual(['mute, then TinyFilter', 'mute, then mute'])
  })

  it('lets records without bounds follow, never come first', () => {
    const names: string[] = []
    swapMatrix({ describe: run, it: (name) => void names.push(name) }, [tiny, raw])
    expect(names).toEqual(['TinyFilter, then TinyFilter', 'TinyFilter, then raw octets'])
    expect(failures((runner) => swapMatrix(runner, [tiny, raw])).size).toBe(0)
  })
})

/** Octets as they come. */
class Raw implements Filter<Uint8Array> {
  #chunks: Uint8Array[] = []
  getOneStart(chunks: readonly Uint8Array[]): void {
    this.#chunks.push(...chunks.filter((chunk) => chunk.length > 0))
  }
  getOne = (): Uint8Array | undefined => this.#chunks.shift()
  put = (records: readonly Uint8Array[]): Chunk[] => [...records]
  getPending = (): Uint8Array[] | null => (this.#chunks.length === 0 ? null : [...this.#chunks])
  clone = (): Raw => new Raw()
  reset(): void {
    this.#chunks = []
  }
}

const raw: FilterCase<Uint8Array> = {
  name: 'raw octets',
  create: () => new Raw(),
  records: [octets('ab'), octets('c')],
  unframed: true,
}
testFilter({ describe, it }, raw)

/** Every other item. */
class Halve implements Filter<number, number, number, number> {
  #items: number[] = []
  getOneStart(items: readonly number[]): void {
    this.#items.push(...items)
  }
  getOne = (): number | undefined => (this.#items.length < 2 ? undefined : this.#items.splice(0, 2)[1])
  put = (records: readonly number[]): number[] => records.flatMap((record) => [0, record])
  getPending = (): number[] | null => (this.#items.length === 0 ? null : [...this.#items])
  clone = (): Halve => new Halve()
  reset(): void {
    this.#items = []
  }
}

testFilter({ describe, it }, { name: 'every other item', create: () => new Halve(), records: [1, 2, 3], items: true })
