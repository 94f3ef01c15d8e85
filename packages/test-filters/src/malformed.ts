import { isPoeError, type PoeError } from '@poe/errors'
import { FILTER_ERROR, type Filter } from '@poe/filter'
import { assert, shown } from './equal.ts'
import type { Malformed } from './filter-case.ts'
import { assertEndOf } from './keeping.ts'
import type { Subject } from './subject.ts'

/** How much is offered to a filter that has failed, and how much of it there may be in the end. */
const OFFERS = 128
const OFFER = { octet: 65_536, item: 1024 }
const MOST = { octet: 4 * 1024 * 1024, item: 70_000 }

/** More records than come before any error. */
const ENOUGH = 10_000

type AnyFilter = Filter<unknown, unknown, unknown, unknown>
type AnyMalformed = Malformed<unknown, unknown, unknown, unknown>
type Failed = { readonly error: PoeError; readonly given: number }

/** A test that some input is refused as a filter refuses input. */
export function refuses(good: Subject, bad: AnyMalformed): void {
  const broken = good.with(bad.wire, bad.before ?? [])
  const { length } = broken.wire
  assertFailure(good, broken, bad, [length], 'in one chunk')
  if (bad.whole === true) return
  assertFailure(
    good,
    broken,
    bad,
    Array.from({ length }, (_, i) => i + 1),
    'one at a time',
  )
  for (let at = 1; at < length; at++) assertFailure(good, broken, bad, [at, length], `cut at ${at}`)
}

function assertFailure(
  good: Subject,
  subject: Subject,
  bad: AnyMalformed,
  cuts: readonly number[],
  when: string,
): void {
  const filter = bad.create === undefined ? good.create() : bad.create()
  const { error, given } = fail(subject, filter, cuts, when)
  assert(bad.code === undefined || error.code === bad.code, `${when}: the code is ${error.code}, not ${bad.code}.`)
  assertEndOf(subject, filter.getPending(), given, `${when}, after the error`)
  const again = failureOf(() => filter.getOne())
  assert(
    isPoeError(again) && again.code === error.code,
    `${when}: getOne throws ${error.code}, then ${shown(String(again))}; it must go on refusing until reset.`,
  )
  if (cuts.length === 1) assertBounded(subject, filter)
  filter.reset()
  subject.assertEmpty(filter, `${when}, after the error and reset`)
  if (bad.create === undefined) good.assertReads([good.wire.cut(0)], `${when}, after the error and reset`, filter)
}

function fail(subject: Subject, filter: AnyFilter, cuts: readonly number[], when: string): Failed {
  const records: unknown[] = []
  let given = 0
  for (const to of cuts) {
    const input = subject.wire.cut(given, to)
    given = to
    const error = failureOf(() => {
      filter.getOneStart(input)
      for (let record = filter.getOne(); record !== undefined && records.length < ENOUGH; record = filter.getOne())
        records.push(record)
    })
    if (error === undefined) continue
    subject.assertRecords(records, subject.records, `${when}, before the error`)
    const fits = isPoeError(error) && error.code.startsWith(FILTER_ERROR)
    assert(fits, `${when}: ${String(error)} is thrown; it must be a PoeError whose code begins with ${FILTER_ERROR}.`)
    return { error, given }
  }
  throw new Error(`${when}: nothing is thrown; the records are ${shown(records)}.`)
}

/** Offers ever more; some of it may be taken, as a stack of filters does, but not without end. */
function assertBounded(subject: Subject, filter: AnyFilter): void {
  const { unit } = subject.wire
  const more = subject.wire.more(OFFER[unit])
  for (let i = 0; i < OFFERS; i++) failureOf(() => filter.getOneStart(more))
  const size = subject.wire.sizeOf(filter.getPending() ?? [])
  assert(size <= MOST[unit], `After the error ${size} ${unit}s are kept; a filter that has failed must not fill up.`)
}

/** What a function throws, if anything. */
function failureOf(body: () => unknown): unknown {
  try {
    body()
    return undefined
  } catch (error) {
    return error
  }
}
