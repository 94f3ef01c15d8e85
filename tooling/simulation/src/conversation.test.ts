import { simulate, VirtualLoop } from '@poe/loop-virtual'
import { describe, expect, it } from 'vitest'
import { checkConversation } from './check.ts'
import { converse } from './conversation.ts'
import { faultsOf } from './faults.ts'

const replay = process.env.POE_SIMULATE
const command = 'npx vitest run --config ../build/vitest.config.ts src/conversation.test.ts'

describe('a server and its clients', () => {
  it('lose no line in two thousand worlds, each told its end, nothing left', { timeout: 120_000 }, async () => {
    const options = { seeds: 2000, faults: faultsOf, check: checkConversation, limit: 5_000_000, replay, command }
    expect(await simulate((loop) => converse(loop), options)).toBe(replay === undefined ? 2000 : 1)
  })

  it('live the same life twice, by the octet', async () => {
    const journal = async (seed: number) => {
      const loop = new VirtualLoop({ seed, faults: faultsOf(seed) })
      await converse(loop)
      return loop.journal.join('\n')
    }
    for (const seed of [2, 3, 5, 11]) expect(await journal(seed)).toBe(await journal(seed))
  })
})
