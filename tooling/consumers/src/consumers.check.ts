import { availableParallelism } from 'node:os'
import { afterAll, describe, expect, it } from 'vitest'
import budgets from './budgets.ts'
import { consumers } from './consumers.ts'
import { outside } from './outside.ts'
import { runAll } from './run-all.ts'

const quick = consumers([]).filter(({ slow }) => slow !== true)
const world = await outside()
afterAll(() => world[Symbol.asyncDispose]())
const all = runAll(quick, world, budgets, availableParallelism(), () => {})

describe('whoever installs the packages', () => {
  for (const { name, group } of quick)
    it(`${group}: ${name}`, async () => {
      const outcome = (await all).find(({ consumer }) => consumer === name)
      expect(outcome?.problems).toEqual([])
    })
})
