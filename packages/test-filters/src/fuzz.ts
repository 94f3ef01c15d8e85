import { isPoeError } from '@poe/errors'
import { FILTER_ERROR, type Filter, RECORD_ERROR } from '@poe/filter'
import { assert, equal, shown } from './equal.ts'
import type { FuzzCase } from './fuzz-case.ts'
import { mutated } from './mutate.ts'
import { Random } from './random.ts'
import { octetsOf } from './wire.ts'

/** What a filter made of input. */
interface Outcome {
  readonly records: unknown[]
  /** The code of the error that ended it, if one did. */
  failure: string | undefined
}

/** What one seed does to a filter; gives how many octets it was fed, throws what is wrong. */
export type Attack = (filter: FuzzCase, random: Random) => number

/** More records than any input has octets. */
const ENDLESS = 100_000
/** What a filter may keep that has not said how much. */
const MOST = 4 * 1024 * 1024

/** Octets that are valid, damaged or nonsense come to the same in one chunk and in many, and to nothing that is not allowed. */
export const hostile: Attack = (filter, random) => {
  const octets = random.below(4) === 0 ? random.octets(600) : mutated(random, wireOf(filter, random))
  const one = read(filter, [octets])
  const many = read(filter, random.chunks(octets))
  // Which limit is met first, that of a record or that of the buffer, does depend on the chunks.
  if (!isLimit(one.failure) && !isLimit(many.failure)) assertSame(filter, many, one, octets)
  return octets.length * 2
}

/** Records go out and come back. */
export const roundTrip: Attack = (filter, random) => {
  const records = filter.puts(random)
  const octets = octetsOf(filter.create().put(records))
  assertSame(filter, read(filter, random.chunks(octets)), { records: [...records], failure: undefined }, octets)
  return octets.length
}

/** Goes from seed to seed until so many octets have been fed; names the seed that finds something. */
export function attack(filter: FuzzCase, act: Attack, seed: number, octets: number): void {
  let fed = 0
  for (let next = seed; fed < octets; next++)
    try {
      fed += act(filter, new Random(next)) + 1
    } catch (error) {
      throw new Error(`With seed ${next}: ${(error as Error).message}`, { cause: error })
    }
}

function wireOf(filter: FuzzCase, random: Random): Uint8Array {
  return filter.wire?.(random) ?? octetsOf(filter.create().put(filter.puts(random)))
}

function read(filter: FuzzCase, chunks: readonly Uint8Array[]): Outcome {
  const reader = filter.create()
  const outcome: Outcome = { records: [], failure: undefined }
  for (const chunk of chunks) {
    if (outcome.failure !== undefined) break
    guarded(outcome, () => reader.getOneStart([chunk]))
    takeAll(reader, outcome)
    assertBounded(reader, chunk.length, filter.most ?? MOST)
  }
  reader.finish?.()
  takeAll(reader, outcome)
  return outcome
}

function takeAll(reader: Filter<unknown, never>, outcome: Outcome): void {
  for (let more = true; more && outcome.failure === undefined; )
    guarded(outcome, () => {
      const record = reader.getOne()
      more = record !== undefined
      if (more) assert(outcome.records.push(record) < ENDLESS, 'getOne gives records without end.')
    })
}

/** Errors about one record count as that record; those about the stream end it; others are a fault of the filter. */
function guarded(outcome: Outcome, act: () => void): void {
  try {
    act()
  } catch (error) {
    if (!isPoeError(error) || !error.code.startsWith(FILTER_ERROR)) throw error
    if (error.code.startsWith(RECORD_ERROR)) assert(outcome.records.push(error.code) < ENDLESS, 'Errors without end.')
    else outcome.failure = error.code
  }
}

/** A filter may keep as much as its limit, and above it a chunk that it has refused. */
function assertBounded(reader: Filter<unknown, never>, chunk: number, most: number): void {
  const kept = octetsOf(reader.getPending() ?? []).length
  assert(kept <= most + chunk, `${kept} octets are kept; the limit is ${most}.`)
}

function isLimit(code: string | undefined): boolean {
  return code !== undefined && /FULL|TOO_LONG/.test(code)
}

function assertSame(filter: FuzzCase, actual: Outcome, expected: Outcome, octets: Uint8Array): void {
  const [one, two] =
    filter.unframed === true ? [octetsOf(actual.records), octetsOf(expected.records)] : [actual, expected]
  assert(equal(one, two), `of ${shown(octets)} it makes ${shown(one)}, not ${shown(two)}.`)
}
