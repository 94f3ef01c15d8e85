import { describe, expect, it } from 'vitest'
import type { Runner } from './runner.ts'

/** Vitest, where nothing is left out unnoticed: exactly the tests of these topics say that the loop lacks what they need. */
export function strictRunner(lacking: readonly string[]): Runner {
  let topic = ''
  const strictly = (name: string, test: (context?: unknown) => Promise<void>) => {
    const expected = lacking.includes(topic)
    it(expected ? `${name}: says what is missing` : name, async () => {
      const reasons: string[] = []
      await test({ skip: (reason: string) => void reasons.push(reason) })
      expect(reasons.length).toBe(expected ? 1 : 0)
    })
  }
  const describeTopic = (name: string, define: () => void) => {
    describe(name, () => {
      topic = name.slice(name.indexOf(': ') + 2)
      define()
    })
  }
  return { describe: describeTopic, it: strictly }
}
