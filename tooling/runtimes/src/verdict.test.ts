import { describe, expect, it } from 'vitest'
import type { Gap } from './gaps.ts'
import type { Outcome, State } from './run-file.ts'
import { type Count, judge, passesOnNode, type Ran } from './verdict.ts'

const FILE = 'src/a.test.ts'

function ran(runtime: string, states: Readonly<Record<string, State>>): Ran {
  const outcomes = Object.entries(states).map(([test, state]): Outcome => ({ test, state, errors: [`${test}!`] }))
  return { runtime, suite: 'a', files: new Map([[FILE, outcomes]]) }
}

const gap = (runtime: string, ...tests: string[]): Gap => ({
  runtimes: [runtime],
  suite: 'a',
  file: FILE,
  tests,
  why: '',
})

/** The judgement of one run beside a Node where everything passes, a test `nowhere` apart. */
function judged(states: Readonly<Record<string, State>>, gaps: readonly Gap[] = []): Count {
  const bun = ran('bun', states)
  const everywhere = Object.keys(states).filter((test) => test !== 'nowhere')
  const node = ran('node-20', Object.fromEntries(everywhere.map((test) => [test, 'pass' as const])))
  return judge(bun, gaps, passesOnNode([bun, node]))
}

const told = ({ surprises }: Count): string[] => surprises.map(({ test, what }) => `${test}: ${what}`)

describe('judge', () => {
  it('counts what passes', () => {
    expect(judged({ one: 'pass', two: 'pass' })).toMatchObject({ pass: 2, gap: 0, skip: 0, surprises: [] })
  })

  it.each(['fail', 'crash', 'lost', 'skip'] as const)('counts a gap that is one: %s', (state) => {
    expect(judged({ one: state, two: 'pass' }, [gap('bun', 'one')])).toMatchObject({ pass: 1, gap: 1, surprises: [] })
  })

  it.each(['fail', 'crash', 'lost'] as const)('is surprised by what is no gap: %s', (state) => {
    const count = judged({ one: state }, [gap('deno', 'one')])
    expect(told(count)).toEqual(['one: failed'])
    expect(count.surprises[0]).toMatchObject({ runtime: 'bun', suite: 'a', file: FILE, errors: ['one!'] })
  })

  it('is surprised by a gap that passes', () => {
    const count = judged({ one: 'pass' }, [gap('bun', 'one')])
    expect([told(count), count.pass]).toEqual([['one: passed, though it is a gap'], 0])
  })

  it('takes a gap that is one by chance either way', () => {
    const sometimes = [{ ...gap('bun', 'one'), sometimes: true as const }]
    for (const state of ['pass', 'fail'] as const)
      expect(judged({ one: state }, sometimes)).toMatchObject({ pass: 0, gap: 1, surprises: [] })
  })

  it('is surprised by what is skipped, unless it is skipped on Node as well', () => {
    const count = judged({ one: 'skip', nowhere: 'skip' })
    expect([told(count), count.skip]).toEqual([['one: was skipped'], 1])
  })

  it('is surprised by a gap that is no test any more', () => {
    expect(told(judged({ one: 'pass' }, [gap('bun', 'two')]))).toEqual(['two: is a gap, but there is no such test'])
  })

  it('says nothing of gaps in files that did not run', () => {
    expect(told(judged({ one: 'pass' }, [{ ...gap('bun', 'two'), file: 'src/b.test.ts' }]))).toEqual([])
  })
})
