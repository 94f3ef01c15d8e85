import { type Budget, type Consumer, consume, type Outcome } from './consumer.ts'
import type { Outside } from './outside.ts'

/**
 * Runs consumers, so many at a time, each after those it needs.
 *
 * @param done - hears of each that has ended, with how many have
 */
export async function runAll(
  all: readonly Consumer[],
  world: Outside,
  budgets: Readonly<Record<string, Budget>>,
  jobs: number,
  done: (outcome: Outcome, count: number) => void,
): Promise<Outcome[]> {
  const outcomes = new Map<string, Promise<Outcome>>()
  const release: (() => void)[] = []
  let [free, count] = [jobs, 0]
  for (const consumer of all) outcomes.set(consumer.name, one(consumer))
  return Promise.all(outcomes.values())

  async function one(consumer: Consumer): Promise<Outcome> {
    await Promise.all((consumer.after ?? []).map((name) => outcomes.get(name)))
    if (free > 0) free--
    else await new Promise<void>((resolve) => release.push(resolve))
    const outcome = await consume(consumer, world, budgets)
    const next = release.shift()
    if (next === undefined) free++
    else next()
    done(outcome, ++count)
    return outcome
  }
}

/** Consumers and those they need, in order; a consumer comes after those it needs. */
export function withNeeded(chosen: readonly Consumer[], all: readonly Consumer[]): Consumer[] {
  const needed = new Set(chosen.flatMap(({ name, after = [] }) => [name, ...after]))
  return all.filter(({ name }) => needed.has(name))
}
