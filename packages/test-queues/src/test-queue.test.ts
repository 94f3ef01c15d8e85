import { describe, expect, it } from 'vitest'
import { type QueueCase, testQueue } from './index.ts'
import { ListQueue } from './list-queue.test-support.ts'
import { MUTANTS } from './mutants.test-support.ts'
import { Random } from './random.ts'

testQueue({ describe, it }, { name: 'ListQueue', create: () => new ListQueue() })

/** Runs the kit, or one test of it, and gives the messages of the tests that fail, by name. */
function failures(queue: Omit<QueueCase, 'name'>, only?: string): Map<string, string> {
  const failed = new Map<string, string>()
  const test = (name: string, body: () => void) => {
    if (only !== undefined && name !== only) return
    try {
      body()
    } catch (error) {
      failed.set(name, String(error))
    }
  }
  testQueue({ describe: (_, body) => body(), it: test }, { ...queue, name: 'a queue' })
  return failed
}

describe('the kit', () => {
  it.each(MUTANTS)('finds a queue that %s', (_, Mutant, test) => {
    expect([...failures({ create: () => new Mutant() }, test).keys()]).toEqual([test])
  })

  it('says seed and step, the same at every run', () => {
    const rarely = MUTANTS.at(-1)![1]
    const messages = [1, 2].map(() =>
      failures({ create: () => new rarely() }, 'does what a sorted list does, seed 1').get(
        'does what a sorted list does, seed 1',
      ),
    )
    expect(messages[0]).toMatch(/Seed 1, step \d+: /)
    expect(messages[1]).toBe(messages[0])
  })

  it('finds a wrong queue by way of PriorityQueue too', () => {
    const create = () => new (MUTANTS.find(([wrong]) => wrong === 'moves nothing')![1])()
    const found = [...failures({ create, operations: 2000, seeds: [7] }).keys()]
    expect(found).toContain('does what a list of entries does, seed 7')
    expect(found).toContain('puts an adjusted entry behind its equals, and one whose priority stays nowhere')
  })

  it('runs with the seeds and as many operations as it is told', () => {
    const names: string[] = []
    testQueue(
      { describe: (_, body) => body(), it: (name) => names.push(name) },
      { name: 'a queue', create: () => new ListQueue(), seeds: [-4, 99], operations: 1 },
    )
    expect(names.filter((name) => name.includes('seed'))).toEqual([
      'does what a sorted list does, seed -4',
      'does what a sorted list does, seed 99',
      'does what a list of entries does, seed -4',
      'does what a list of entries does, seed 99',
    ])
  })

  it('refuses what it does not know', () => {
    const runner = { describe: () => {}, it: () => {} }
    const create = () => new ListQueue()
    expect(() => testQueue(runner, { name: 'a', create, seed: 1 } as never)).toThrow('did you mean "seeds"?')
    expect(() => testQueue(runner, { name: 'a' } as never)).toThrow('needs the option "create"')
    expect(() => testQueue(runner, { name: 'a', create, seeds: [0.5] })).toThrow('a list of whole numbers')
  })
})

describe('Random', () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    const take = (seed: number) => {
      const random = new Random(seed)
      return Array.from({ length: 20 }, () => random.below(1000))
    }
    expect(take(1)).toEqual(take(1))
    expect(new Set([0, 1, 2, -1].map((seed) => String(take(seed)))).size).toBe(4)
  })

  it('gives every number below the limit about as often', () => {
    const random = new Random(3)
    const counts = new Array<number>(10).fill(0)
    for (let i = 0; i < 10_000; i++) counts[random.below(10)]!++
    expect(Math.min(...counts)).toBeGreaterThan(850)
    expect(Math.max(...counts)).toBeLessThan(1150)
  })
})
