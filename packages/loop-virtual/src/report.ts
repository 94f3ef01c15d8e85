import type { World } from './world.ts'

/** What is known of a world in which nothing happens: for the message of an error. */
export function report(world: World, explain: () => string): string {
  const residents = [...world.residents].map((resident) => `  ${resident.describe()}`)
  const ours = residents.length === 0 ? 'In the world: nothing is open.' : `In the world:\n${residents.join('\n')}`
  const theirs = explain()
  return theirs === '' ? ours : `${theirs}\n${ours}`
}
