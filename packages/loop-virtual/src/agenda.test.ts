import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Agenda } from './agenda.ts'

describe('Agenda', () => {
  it('gives what is due by time, then by order of asking, without what was cancelled', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.boolean())), (asked) => {
        const agenda = new Agenda()
        const done: number[] = []
        asked.forEach(([at, cancelled], i) => {
          const happening = agenda.add(at, () => done.push(i))
          if (cancelled) happening.cancel()
        })
        for (let now = 0; now <= 20; now++)
          for (let act = agenda.takeDue(now, Infinity); act !== null; act = agenda.takeDue(now, Infinity)) act()
        const kept = asked.map(([at, cancelled], i) => ({ at, cancelled, i })).filter(({ cancelled }) => !cancelled)
        expect(done).toEqual(kept.sort((a, b) => a.at - b.at || a.i - b.i).map(({ i }) => i))
        expect(agenda.next).toBe(Infinity)
      }),
    )
  })

  it('gives nothing that was asked for too late', () => {
    const agenda = new Agenda()
    const begun = agenda.sequence
    agenda.add(0, () => {})
    expect(agenda.takeDue(0, begun)).toBeNull()
    expect(agenda.takeDue(0, agenda.sequence)).not.toBeNull()
  })
})
