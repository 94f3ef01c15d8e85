import { env } from 'node:process'
import { fuzzFilter } from '@poe/test-filters'
import { describe, it } from 'vitest'
import { FUZZED } from './cases.ts'

/** Hostile octets for all filters together; another seed and more of them by the environment. */
const OCTETS = Number(env.POE_FUZZ_OCTETS ?? 10_000_000)
const SEED = Number(env.POE_FUZZ_SEED ?? 1)

const octets = OCTETS / FUZZED.filter(({ trusted }) => trusted !== true).length
const runner = { describe, it: (name: string, body: () => void) => it(name, { timeout: 110_000 }, body) }

for (const filter of FUZZED) fuzzFilter(runner, filter, { seed: SEED, octets })
