import { describe, expect, it } from 'vitest'
import { type DriverCase, testDriver } from './index.ts'
import { ListDriver } from './list-driver.test-support.ts'
import { MUTANTS } from './mutants.test-support.ts'

testDriver({ describe, it }, { name: 'ListDriver', create: () => new ListDriver(77), blockSize: 77 })

/** Runs the kit, or one test of it, and gives the messages of the tests that fail, by name. */
async function failures(driver: Omit<DriverCase, 'name'>, only?: string): Promise<Map<string, string>> {
  const failed = new Map<string, string>()
  const tests: [string, () => void | Promise<void>][] = []
  const test = (name: string, body: () => void | Promise<void>) => void tests.push([name, body])
  testDriver({ describe: (_, body) => body(), it: test }, { ...driver, name: 'a driver' })
  for (const [name, body] of tests.filter(([name]) => only === undefined || name === only))
    try {
      await body()
    } catch (error) {
      failed.set(name, String(error))
    }
  return failed
}

describe('the kit', () => {
  it.each(MUTANTS)('finds a driver that %s', async (_, Mutant, name) => {
    const failed = await failures({ create: () => new Mutant(77), blockSize: 77 }, name)
    expect([...failed.keys()]).toEqual([name])
  })

  it('has a mutant for each of its promises', () => {
    const names: string[] = []
    testDriver(
      { describe: (_, body) => body(), it: (name) => names.push(name) },
      { name: 'a', create: () => new ListDriver() },
    )
    const promises = names.filter((name) => !name.includes('seed'))
    expect(promises.filter((name) => !MUTANTS.some(([, , found]) => found === name))).toEqual([])
  })

  it('finds most of those that lose or mix octets in its random runs too', async () => {
    const found = ['loses what was not taken', 'writes again what was taken', 'takes octets back as text']
    for (const [, Mutant] of MUTANTS.filter(([wrong]) => found.includes(wrong)))
      expect((await failures({ create: () => new Mutant() }, 'does what a list does, seed 1')).size).toBe(1)
  })

  it('says seed and round, the same at every run', async () => {
    const Mutant = MUTANTS.find(([wrong]) => wrong === 'loses what was not taken')![1]
    const name = 'does what a list does, seed 2'
    const messages = await Promise.all(
      [1, 2].map(async () => (await failures({ create: () => new Mutant() }, name)).get(name)),
    )
    expect(messages[0]).toMatch(/Seed 2, round \d+: /)
    expect(messages[1]).toBe(messages[0])
  })

  it('lets a driver write each chunk by itself that says so', async () => {
    class Each extends ListDriver {
      override head = () => this.pieces[0] as Uint8Array
    }
    expect((await failures({ create: () => new Each() })).size).toBeGreaterThan(2)
    expect([...(await failures({ create: () => new Each(), joins: false }))]).toEqual([])
  })

  it('runs with the seeds it is told', () => {
    const names: string[] = []
    const runner = { describe: (_: string, body: () => void) => body(), it: (name: string) => names.push(name) }
    testDriver(runner, { name: 'a', create: () => new ListDriver(), seeds: [-4, 99], rounds: 1 })
    expect(names.filter((name) => name.includes('seed'))).toEqual([
      'does what a list does, seed -4',
      'does what a list does, seed 99',
    ])
  })

  it('refuses what it does not know', () => {
    const runner = { describe: () => {}, it: () => {} }
    const create = () => new ListDriver()
    expect(() => testDriver(runner, { name: 'a', create, seed: 1 } as never)).toThrow('did you mean "seeds"?')
    expect(() => testDriver(runner, { name: 'a' } as never)).toThrow('needs the option "create"')
    expect(() => testDriver(runner, { name: 'a', create, blockSize: 0 })).toThrow('blockSize')
    expect(() => testDriver(runner, { name: 'a', create, seeds: [0.5] })).toThrow('a list of whole numbers')
  })
})
