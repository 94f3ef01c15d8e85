import { isPoeError } from '@poe/errors'
import { FILTER_ERROR, type Filter } from '@poe/filter'
import { assert, shown } from './equal.ts'
import type { Promises } from './subject.ts'
import { get, take } from './take.ts'

/** More records than are left of any case. */
const ENDLESS = 10_000

/** What a filter that can finish does when its input has ended. */
export const ENDING: Promises = {
  'gives nothing more at the end of a whole wire': (subject) => {
    const filter = subject.create()
    if (filter.finish === undefined) return
    subject.assertReads([subject.wire.cut(0)], 'the whole wire', filter)
    filter.finish()
    subject.assertEmpty(filter, 'after finish')
  },

  'gives all that is left when its input ends anywhere': (subject) => {
    const { unit, length } = subject.wire
    for (let at = 0; at <= length; at++) {
      const filter = subject.create()
      if (filter.finish === undefined) return
      const when = `finished at ${unit} ${at}`
      get(filter, subject.wire.cut(0, at))
      filter.finish()
      const clone = filter.clone()
      takeRest(filter, when)
      // In a stack there may be filters that cannot finish.
      if (subject.given.rewritesPending === true) continue
      subject.assertEmpty(filter, `${when}, after the rest`)
      subject.assertReads([subject.wire.cut(0, at), subject.wire.cut(at)], `${when}, a clone`, clone)
      filter.reset()
      subject.assertReads([subject.wire.cut(0, at), subject.wire.cut(at)], `${when}, after reset`, filter)
    }
  },
}

/** Half a record may be refused as one. */
function takeRest(filter: Filter<unknown, unknown, unknown, unknown>, when: string): void {
  try {
    const rest = take(filter, ENDLESS)
    assert(rest.length < ENDLESS, `${when}: getOne gives records without end, the last of them ${shown(rest.at(-1))}.`)
  } catch (error) {
    if (!isPoeError(error) || !error.code.startsWith(FILTER_ERROR)) throw error
  }
}
