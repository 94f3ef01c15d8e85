import type { Filter } from '@poe/filter'
import { assert } from './equal.ts'

/** More records than any case has. */
const ENDLESS = 10_000

/** Takes so many records, or all there are. */
export function take<Rec, Put, In, Out>(filter: Filter<Rec, Put, In, Out>, count: number): Rec[] {
  const taken: Rec[] = []
  while (taken.length < count) {
    const record = filter.getOne()
    if (record === undefined) break
    taken.push(record)
  }
  return taken
}

/** Gives input and takes all records. */
export function get<Rec, Put, In, Out>(filter: Filter<Rec, Put, In, Out>, input: readonly In[]): Rec[] {
  filter.getOneStart(input)
  const taken = take(filter, ENDLESS)
  assert(taken.length < ENDLESS, 'getOne gives records without end; it must give undefined when there is no more.')
  return taken
}
