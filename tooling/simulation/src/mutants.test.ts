import { simulate } from '@poe/loop-virtual'
import { describe, expect, it } from 'vitest'
import { checkConversation } from './check.ts'
import { converse } from './conversation.ts'
import { faultsOf } from './faults.ts'
import * as drivers from './mutant-drivers.ts'
import * as filters from './mutant-filters.ts'
import * as handles from './mutant-handles.ts'
import { PARTS, type Parts } from './parts.ts'

/** What is wrong with it; the plain parts themselves are right. */
const mutants: [string, Partial<Parts>][] = [
  ...Object.entries(drivers).map(([name, made]): [string, Partial<Parts>] => [name, { driver: () => new made() }]),
  ...Object.entries(filters).map(([name, made]): [string, Partial<Parts>] => [name, { filter: () => new made() }]),
  ...Object.entries(handles).map(([name, handle]): [string, Partial<Parts>] => [name, { handle }]),
]

const RIGHT = new Set(['PlainDriver', 'PlainFilter'])

/** The first seed that finds it, and the faults it takes; undefined if two hundred do not. */
async function found(parts: Partial<Parts>): Promise<string | undefined> {
  const options = { seeds: 200, faults: faultsOf, check: checkConversation, limit: 5_000_000, shrinkRuns: 30 }
  return simulate((loop) => converse(loop, { ...PARTS, ...parts }), options).then(
    () => undefined,
    (error: Error) => error.message.split('\n')[0],
  )
}

describe('two hundred worlds', () => {
  it('are asked about more than twenty mutants', () => {
    expect(mutants.length - RIGHT.size).toBeGreaterThanOrEqual(20)
  })

  it.each(mutants)('%s', { timeout: 60_000 }, async (name, parts) => {
    const message = await found(parts)
    if (RIGHT.has(name)) expect(message).toBeUndefined()
    else expect(message).toMatch(/^Seed \d+ fails: /)
  })
})
