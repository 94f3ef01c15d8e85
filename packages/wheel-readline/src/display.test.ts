import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leave, promptOf, type Shown, show, type View, wipe } from './display.ts'
import { boundaryFrom, cellsOf, nextBoundary, previousBoundary, visible, widthOf } from './graphemes.ts'
import { EmulatedScreen } from './screen.test-support.ts'

const COLUMNS = 12

const text = fc
  .array(fc.constantFrom(...'abc d\t\x01é漢字', 'word '), { maxLength: 40 })
  .map((characters) => characters.join(''))

const view = fc
  .tuple(fc.constantFrom('> ', '', 'a long prompt: ', '\\[\x1b[1m\\]b\\[\x1b[0m\\]>'), text, fc.nat(60))
  .map(([prompt, line, at]): View => ({ prompt, text: line, cursor: boundaryFrom(line, Math.min(at, line.length)) }))

/** The lines, and the cursor, of a terminal that is shown a view and nothing else. */
function wanted({ prompt, text: line, cursor }: View): readonly [lines: string[], cursor: readonly [number, number]] {
  const lines = ['']
  let column = 0
  let place: [number, number] | null = null
  const cells = [...promptOf(prompt).cells.map((cell) => ({ ...cell, at: -1 })), ...placed(line)]
  for (const cell of [...cells, { text: '', width: 1, at: line.length }]) {
    if (column + cell.width > COLUMNS) {
      lines.push('')
      column = 0
    }
    if (cell.at === cursor && place === null) place = [lines.length - 1, column]
    lines[lines.length - 1] += cell.text
    column += cell.width
  }
  return [lines.map((it) => it.trimEnd()), place!]
}

function placed(line: string): { text: string; width: number; at: number }[] {
  const cells: { text: string; width: number; at: number }[] = []
  for (let at = 0; at < line.length; at = nextBoundary(line, at))
    for (const cell of cellsOf(line.slice(at, nextBoundary(line, at)))) cells.push({ ...cell, at })
  return cells
}

function trimmed(lines: readonly string[]): string[] {
  const left = lines.map((line) => line.trimEnd())
  while (left.at(-1) === '') left.pop()
  return left
}

describe('show', () => {
  it('shows any view in place of any other, the cursor where it belongs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(view, { minLength: 1, maxLength: 5 }), async (views) => {
        const screen = new EmulatedScreen(COLUMNS, 40)
        let output = ''
        let shown: Shown | null = null
        for (const each of views) {
          const next = show(shown, each, COLUMNS)
          output += next.text
          shown = next.shown
          await screen.show(output)
          const [lines, cursor] = wanted(each)
          expect([trimmed(screen.lines), screen.cursor]).toEqual([trimmed(lines), cursor])
        }
        await screen.show(output + wipe(shown!))
        expect([screen.lines, screen.cursor]).toEqual([[], [0, 0]])
      }),
      { numRuns: 300 },
    )
  })

  it('writes no more than what was typed at the end', () => {
    const { shown } = show(null, { prompt: '> ', text: 'ab', cursor: 2 }, 80)
    expect(show(shown, { prompt: '> ', text: 'abc', cursor: 3 }, 80).text).toBe('c')
    expect(show(shown, { prompt: '> ', text: 'ab\x01', cursor: 3 }, 80).text).toBe('^a')
  })

  it('shows a prompt of several lines', async () => {
    const screen = new EmulatedScreen(20, 10)
    const first = show(null, { prompt: 'one\ntwo> ', text: 'x', cursor: 1 }, 20)
    const second = show(first.shown, { prompt: 'one\ntwo> ', text: 'xy', cursor: 0 }, 20)
    await screen.show(first.text + second.text)
    expect([screen.lines, screen.cursor]).toEqual([
      ['one', 'two> xy'],
      [1, 5],
    ])
  })

  it('goes on below, without an empty line behind a full one', async () => {
    for (const line of ['a'.repeat(9), 'a'.repeat(10), 'a'.repeat(11)]) {
      const screen = new EmulatedScreen(12, 10)
      const { text: octets, shown } = show(null, { prompt: '> ', text: line, cursor: 3 }, 12)
      await screen.show(`${octets}${leave(shown)}below`)
      expect(screen.lines.filter((it) => it === '')).toEqual([])
      expect(screen.lines.at(-1)).toBe('below')
    }
  })
})

describe('characters as they are shown', () => {
  it('never act on the terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (any) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: there must be none
        expect(visible(any)).not.toMatch(/[\x00-\x1f\x7f-\x9f]/)
      }),
    )
  })

  it('have boundaries that lead there and back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (any) => {
        const forth: number[] = []
        for (let at = 0; at < any.length; at = nextBoundary(any, at)) forth.push(at)
        const back: number[] = []
        for (let at = any.length; at > 0; ) back.unshift((at = previousBoundary(any, at)))
        expect(back).toEqual(forth)
        for (const at of forth) expect(boundaryFrom(any, at)).toBe(at)
      }),
    )
  })

  it.each([
    ['abc', 3],
    ['漢字', 4],
    ['e\u0301', 1],
    ['👩‍👩‍👧', 2],
    ['🇩🇪', 2],
    ['\x01\x7f', 4],
  ])('%j takes %i columns', (any, columns) => {
    expect(widthOf(any)).toBe(columns)
  })
})
