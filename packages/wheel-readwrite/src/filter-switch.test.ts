import { LineFilter } from '@poe/filter-line'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReadWrite } from './index.ts'
import { Rig } from './rig.test-support.ts'
import { ALL, octets } from './scripted-handle.test-support.ts'

/** Lines, then a marker after which fields end in `;`, then a marker after which lines come again. */
const SENT = 'one\ntwo\nFIELDS\na;b;LINES;three\nfour\n'
const RECORDS = ['one', 'two', 'FIELDS', 'a', 'b', 'LINES', 'three', 'four']
const FILTERS: Readonly<Record<string, () => LineFilter>> = {
  FIELDS: () => new LineFilter({ literal: ';' }),
  LINES: () => new LineFilter(),
}

/** Every way to cut so many octets into three pieces. */
function cuts(length: number): [number, number][] {
  return Array.from({ length }, (_, a) =>
    Array.from({ length: length - a }, (_, b): [number, number] => [a, a + b]),
  ).flat()
}

describe('ReadWrite.setInputFilter', () => {
  it('loses no octet where it is called by the handler, wherever the input is cut', async () => {
    const sent = octets(SENT)
    for (const [a, b] of cuts(sent.length)) {
      const rig = new Rig()
      const pieces = [sent.subarray(0, a), sent.subarray(a, b), sent.subarray(b)].filter((piece) => piece.length > 0)
      const handle = rig
        .handle()
        .feed(...pieces)
        .finish()
      let inside = 0
      const input = (wheel: ReadWrite, line: string) => {
        expect(++inside).toBe(1)
        const next = FILTERS[line]
        if (next !== undefined) wheel.setInputFilter(next())
        inside--
      }
      rig.session({ handle }, { input: input as never, error: (wheel) => wheel.dispose() })
      expect((await rig.run()).slice(0, -1)).toEqual(RECORDS.map((record) => `input ${record} 1`))
    }
  }, 60_000)

  it('gives the new filter what the old one had not used, from the loop and not from here, where called from outside', async () => {
    for (let at = 1; at < 'one\nx;y;'.length; at++) {
      const rig = new Rig()
      const handle = rig.handle().feed('one\nx;y;'.slice(0, at))
      rig.session({ handle }, { error: (wheel) => wheel.dispose() })
      await rig.play(async () => {
        const before = rig.trace.length
        rig.wheel.setInputFilter(new LineFilter({ literal: ';' }) as never)
        expect(rig.trace).toHaveLength(before)
        await rig.quiet()
        handle.feed('one\nx;y;'.slice(at)).finish()
      })
      expect(rig.trace.map((line) => line.replace(/ 1$/, '')).join('|')).toBe(
        at > 4 || at === 4 ? 'input one|input x|input y|error read - 0' : 'input one\nx|input y|error read - 0',
      )
    }
  })

  it('delivers nothing while paused', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('1\na;b;')
    rig.session({ handle }, { input: (wheel, line: string) => line === '1' && wheel.pauseInput() })
    await rig.play(async () => {
      rig.wheel.setFilter(new LineFilter({ literal: ';' }) as never)
      await rig.quiet()
      expect(rig.trace).toEqual(['input 1 1'])
      rig.wheel.resumeInput()
      await rig.quiet()
      expect(rig.trace).toEqual(['input 1 1', 'input a 1', 'input b 1'])
      rig.wheel.dispose()
    })
  })

  it('tells what the new filter says of the octets', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('go\nmuch too long')
    const input = (wheel: ReadWrite) => wheel.setInputFilter(new LineFilter({ maxLength: 4, maxBuffer: 4 }))
    rig.session({ handle }, { input: input as never, error: (wheel) => wheel.dispose() })
    expect(await rig.run()).toEqual(['input go 1', 'error read ERR_POE_FILTER_BUFFER_FULL 90 1'])
    expect(rig.left).toEqual([])
  })

  it('changes the output for what is put from then on', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects(ALL)
    const start = (wheel: ReadWrite) => {
      wheel.put('a')
      wheel.setOutputFilter(new LineFilter({ literal: ';' }))
      wheel.put('b')
    }
    rig.session({ handle }, { start: start as never, flushed: (wheel) => wheel.dispose() })
    await rig.run()
    expect(handle.written).toEqual(['a\r\nb;'])
  })
})

const line = fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'b', 'é', '€', '😀') })
const scenario = fc.record({
  lines: fc.array(line, { maxLength: 30 }),
  cuts: fc.array(fc.nat(200), { maxLength: 10 }),
  takes: fc.array(fc.record({ take: fc.nat(20), pending: fc.nat(3) }), { maxLength: 10 }),
  pauses: fc.array(fc.nat(30), { maxLength: 5 }),
  flushes: fc.array(fc.nat(30), { maxLength: 5 }),
  autoFlush: fc.boolean(),
})

describe('a ReadWrite that echoes', () => {
  it('echoes every line once, in order, however input is cut, output taken, and reading paused', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ lines, cuts, takes, pauses, flushes, autoFlush }) => {
        const rig = new Rig()
        const handle = rig
          .handle()
          .feed(...pieces(octets(lines.map((each) => `${each}\n`).join('')), cuts))
          .finish()
        const script = [...takes]
        handle.otherwise = () => script.shift() ?? ALL
        let seen = 0
        const input = (wheel: ReadWrite, record: string) => {
          seen++
          wheel.put(record)
          if (flushes.includes(seen)) wheel.flush()
          if (!pauses.includes(seen)) return
          wheel.pauseInput()
          rig.context.kernel.delay('resume', 5)
        }
        const resume = (wheel: ReadWrite) => (wheel.disposed ? undefined : wheel.resumeInput())
        const error = (wheel: ReadWrite) => wheel.close()
        // Whatever is pending has gone by the next tick.
        const tick = (wheel: ReadWrite) => {
          handle.handOn()
          if (!wheel.disposed) rig.context.kernel.delay('tick', 1)
        }
        const start = () => rig.context.kernel.yield('tick')
        rig.session({ handle, autoFlush }, { start, input, resume, error, tick } as never)
        await rig.run()
        expect(handle.text).toBe(lines.map((each) => `${each}\r\n`).join(''))
        expect(rig.left).toEqual([])
      }),
      { numRuns: 150 },
    )
  }, 60_000)
})

function pieces(all: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (all.length + 1)).sort((a, b) => a - b), all.length]
  return places
    .slice(1)
    .map((end, i) => all.subarray(places[i], end))
    .filter((piece) => piece.length > 0)
}
