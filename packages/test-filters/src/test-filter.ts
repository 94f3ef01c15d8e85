import { ENDING } from './ending.ts'
import type { FilterCase, Runner } from './filter-case.ts'
import { attack, hostile } from './fuzz.ts'
import type { FuzzCase } from './fuzz-case.ts'
import { KEEPING } from './keeping.ts'
import { refuses } from './malformed.ts'
import { READING } from './reading.ts'
import { Subject } from './subject.ts'
import { octetsOf } from './wire.ts'

/** So many of damaged input; `fuzzFilter` is for more. */
const OCTETS = 20_000

/**
 * Tests that a filter does what every filter promises: the same records wherever its input is cut, all unused input
 * pending, empty clones, a reset that forgets, chunks left alone, malformed input refused by a PoeError whose code
 * begins with `ERR_POE_FILTER_`, once and again until reset, with the records before it given out and a bounded amount
 * of input kept; where the filter can finish, nothing left of input that ends anywhere; and some fuzz.
 *
 * @param runner - the test runner's `describe` and `it`
 */
export function testFilter<Rec, Put = Rec, In = Uint8Array, Out = string | Uint8Array>(
  runner: Runner,
  filter: FilterCase<Rec, Put, In, Out>,
): void {
  const subject = () => new Subject(filter) as Subject<unknown, unknown, unknown, unknown>
  runner.describe(`${filter.name}, as a filter`, () => {
    for (const [name, promise] of Object.entries({ ...READING, ...KEEPING, ...ENDING }))
      runner.it(name, () => promise(subject()))
    if (filter.items !== true && filter.trusted !== true)
      runner.it('takes any octets in any chunks', () => attack(fuzzCase(subject()), hostile, 1, OCTETS))
    for (const bad of filter.malformed ?? []) runner.it(`refuses ${bad.name}`, () => refuses(subject(), bad as never))
  })
}

/** The records of a case, in any number and order. */
function fuzzCase({ given, puts, wire }: Subject): FuzzCase {
  const octets = octetsOf(wire.cut(0))
  return {
    name: given.name,
    create: () => given.create() as never,
    puts: (random) => random.list(8, () => random.pick(puts)),
    unframed: given.unframed === true,
    ...(given.oneWay === true ? { wire: () => octets } : {}),
  }
}
