import { describe, expect, it } from 'vitest'
import type { TestLoopOptions } from './options.ts'
import type { Runner } from './runner.ts'

/** Vitest, where nothing is left out unnoticed: only topics that these options were to be lent for may say so. */
export function strictRunner(...notLent: readonly (keyof TestLoopOptions)[]): Runner {
  const skip = (name: string): void =>
    it(`shows: ${name}`, () => {
      expect(notLent.filter((option) => name.includes(`"${option}"`))).toHaveLength(1)
    })
  return { describe, it: Object.assign((name: string, test: () => Promise<void>) => it(name, test), { skip }) }
}
