import type { Filter } from '@poe/filter'
import { assert, equal, shown } from './equal.ts'
import type { FilterCase } from './filter-case.ts'
import { get } from './take.ts'
import { itemWire, octetsOf, octetWire, type Wire } from './wire.ts'

/** A {@link FilterCase} with all that it leaves out. */
export class Subject<Rec = unknown, Put = unknown, In = unknown, Out = unknown> {
  readonly given: FilterCase<Rec, Put, In, Out>
  readonly records: readonly Rec[]
  readonly puts: readonly Put[]
  readonly wire: Wire<In>

  constructor(given: FilterCase<Rec, Put, In, Out>) {
    this.given = given
    this.records = given.records
    this.puts = given.put ?? (given.records as readonly unknown[] as readonly Put[])
    this.wire = this.wireOf(given.wire ?? given.create().put(this.puts))
  }

  /** The same filter with something else to read. */
  with(wire: readonly In[], records: readonly Rec[]): Subject<Rec, Put, In, Out> {
    const { given } = this
    return new Subject({ ...given, create: () => given.create(), wire, records })
  }

  create(): Filter<Rec, Put, In, Out> {
    return this.given.create()
  }

  wireOf(input: readonly unknown[]): Wire<In> {
    return this.given.items === true
      ? itemWire(input as readonly In[])
      : (octetWire(input) as Wire<unknown> as Wire<In>)
  }

  /** Fails unless a new filter's records, or those of a filter with nothing in it, are those of the whole wire. */
  assertReads(
    inputs: readonly (readonly In[])[],
    when: string,
    filter: Filter<Rec, Put, In, Out> = this.create(),
  ): void {
    this.assertRecords(
      inputs.flatMap((input) => get(filter, input)),
      this.records,
      when,
    )
  }

  /** Fails unless the records are those expected. */
  assertRecords(actual: readonly Rec[], expected: readonly Rec[], when: string): void {
    assert(this.#same(actual, expected), `${when}: the records are ${shown(actual)}, not ${shown(expected)}.`)
  }

  /** Fails unless nothing is in a filter. */
  assertEmpty(filter: Filter<Rec, Put, In, Out>, when: string): void {
    const record = filter.getOne()
    assert(record === undefined, `${when}: getOne gives ${shown(record)} of no input.`)
    const pending = filter.getPending()
    assert(pending === null, `${when}: getPending gives ${shown(pending)} of no input; it must give null.`)
  }

  #same(actual: readonly Rec[], expected: readonly Rec[]): boolean {
    if (this.given.unframed === true) return equal(octetsOf(actual), octetsOf(expected))
    return actual.length === expected.length && actual.every((one, i) => this.#equal(one, expected[i] as Rec))
  }

  #equal(actual: Rec, expected: Rec): boolean {
    return this.given.equal === undefined ? equal(actual, expected) : this.given.equal(actual, expected)
  }
}

/** What a filter promises, by the name of its test. */
export type Promises = Readonly<Record<string, (subject: Subject) => void>>
