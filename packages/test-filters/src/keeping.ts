import type { Filter } from '@poe/filter'
import { assert, shown } from './equal.ts'
import type { Promises, Subject } from './subject.ts'
import { get, take } from './take.ts'

/** What a filter keeps, for whom, and until when. */
export const KEEPING: Promises = {
  'has the input pending that is in no record yet, wherever the wire is cut': (subject) => {
    forEachCut(subject, (filter, taken, at, when) => {
      const pending = filter.getPending()
      assertEndOf(subject, pending, at, when)
      const next = filter.clone()
      const rest = [...get(next, pending ?? []), ...get(next, subject.wire.cut(at))]
      subject.assertRecords([...taken, ...rest], subject.records, `${when}, then by a clone`)
    })
  },

  'goes on after it was asked what is pending': (subject) => {
    forEachCut(subject, (filter, taken, at, when) => {
      const once = shown(filter.getPending())
      const twice = shown(filter.getPending())
      assert(once === twice, `${when}: getPending gives ${once}, then ${twice}.`)
      subject.assertRecords([...taken, ...get(filter, subject.wire.cut(at))], subject.records, when)
    })
  },

  'makes clones of the same settings with nothing in them': (subject) => {
    forEachCut(subject, (filter, taken, at, when) => {
      const clone = filter.clone()
      subject.assertEmpty(clone, `${when}, a clone`)
      subject.assertReads([subject.wire.cut(0)], `${when}, a clone`, clone)
      const rest = get(filter, subject.wire.cut(at))
      subject.assertRecords([...taken, ...rest], subject.records, `${when}, after a clone has read`)
    })
    const [put, cloned] = [subject.create(), subject.create().clone()].map((one) => shown(one.put(subject.puts)))
    assert(put === cloned, `A clone puts ${cloned}, not ${put}.`)
  },

  'forgets all its input at reset': (subject) => {
    forEachCut(subject, (filter, _taken, _at, when) => {
      filter.reset()
      subject.assertEmpty(filter, `${when}, after reset`)
      subject.assertReads([subject.wire.cut(0)], `${when}, after reset`, filter)
    })
  },
}

type Look = (filter: Filter<unknown, unknown, unknown, unknown>, taken: unknown[], at: number, when: string) => void

/** Looks at a filter that has been given the wire up to every place, and from which every number of records was taken. */
function forEachCut(subject: Subject, look: Look): void {
  for (let at = 0; at <= subject.wire.length; at++)
    for (let count = 0; count <= subject.records.length; count++) {
      const filter = subject.create()
      const input = subject.wire.cut(0, at)
      filter.getOneStart(input)
      const taken = take(filter, count)
      look(filter, taken, at, `cut at ${subject.wire.unit} ${at}, ${taken.length} records taken`)
      if (taken.length < count) break
    }
}

/** Fails unless what is pending is the end of what was given. */
export function assertEndOf(subject: Subject, pending: unknown[] | null, at: number, when: string): void {
  const size = pending === null ? 0 : subject.wire.sizeOf(pending)
  assert(
    pending === null || size > 0,
    `${when}: getPending gives ${shown(pending)}; where there is nothing, give null.`,
  )
  if (pending === null || subject.given.rewritesPending === true) return
  const isEnd = size <= at && subject.wire.is(pending, at - size, at)
  assert(isEnd, `${when}: ${shown(pending)} is pending, which is not the end of what was given.`)
}
