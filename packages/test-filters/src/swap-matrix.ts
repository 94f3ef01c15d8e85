import { assert, shown } from './equal.ts'
import type { FilterCase, Runner, SwapMember } from './filter-case.ts'
import { Subject } from './subject.ts'
import { get, take } from './take.ts'
import { octetWire, type Wire } from './wire.ts'

type Member = Subject<unknown, unknown, Uint8Array, unknown>

/**
 * Tests that any of some filters can take over from any other in the middle of a stream, as a wheel's filters do:
 * of one's wire followed by the other's, the first reads some or all of its records, the second is given what is
 * pending and reads its own. Wherever the octets are cut, none may be lost and none read twice.
 *
 * @param runner - the test runner's `describe` and `it`
 * @param filters - filters of octets whose records do not end in the middle of what may be the end of a record
 */
export function swapMatrix(runner: Runner, filters: readonly SwapMember[]): void {
  runner.describe('filters that take over from each other', () => {
    for (const first of filters.filter(({ unframed }) => unframed !== true))
      for (const second of filters)
        runner.it(`${first.name}, then ${second.name}`, () => testSwap(memberOf(first), memberOf(second)))
  })
}

function testSwap(first: Member, second: Member): void {
  // Of a wire that was given it is not known where its records end.
  const least = first.given.wire === undefined ? 0 : first.records.length
  for (let count = least; count <= first.records.length; count++) {
    const before = first.given.wire ?? first.create().put(first.puts.slice(0, count))
    const wire = octetWire([...before, ...second.wire.cut(0)])
    for (let at = 0; at <= wire.length; at++) swapAfter(first, second, count, wire, at)
  }
}

/** The wire in two chunks; the first filter gives way after so many records. */
function swapAfter(first: Member, second: Member, count: number, wire: Wire<Uint8Array>, at: number): void {
  const when = `cut at octet ${at}, swapped after ${count} records`
  const one = first.create()
  const two = second.create()
  one.getOneStart(wire.cut(0, at))
  const taken = take(one, count)
  const early = taken.length === count
  if (!early) taken.push(...takeMore(one, wire.cut(at), count - taken.length))
  first.assertRecords(taken, first.records.slice(0, count), `${when}, before`)
  const pending = one.getPending()
  const rest = [...(pending === null ? [] : get(two, pending)), ...(early ? get(two, wire.cut(at)) : [])]
  second.assertRecords(rest, second.records, `${when}, after`)
  const left = two.getPending()
  assert(left === null, `${when}: ${shown(left)} is left.`)
}

function takeMore(filter: ReturnType<Member['create']>, input: Uint8Array[], count: number): unknown[] {
  filter.getOneStart(input)
  return take(filter, count)
}

function memberOf(member: SwapMember): Member {
  return new Subject(member as unknown as FilterCase<unknown, unknown, Uint8Array, unknown>)
}
