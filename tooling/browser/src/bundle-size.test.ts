import { describe, expect, it } from 'vitest'
import { BUDGET, LOOP_BUDGET, table, weigh } from './bundle-size.ts'

describe('what a page loads', () => {
  it('stays within its budget', async () => {
    const { packed, packages, minified } = await weigh()
    const shown = table('package', [...packages, { name: 'all', minified, packed }])
    expect(packed, `of ${BUDGET} octets, minified and packed:\n${shown}\n`).toBeLessThanOrEqual(BUDGET)
  })

  it('has a small loop', async () => {
    const { packages } = await weigh()
    const loop = packages.filter(({ name }) => name === 'loop-browser' || name === 'host-loop')
    expect(loop).toHaveLength(2)
    expect(loop.reduce((sum, { packed }) => sum + packed, 0)).toBeLessThanOrEqual(LOOP_BUDGET)
  })
})
