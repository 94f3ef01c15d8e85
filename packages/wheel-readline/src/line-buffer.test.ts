import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundaryFrom } from './graphemes.ts'
import { KillRing } from './kill-ring.ts'
import { LineBuffer, type LineState } from './line-buffer.ts'

describe('LineBuffer', () => {
  it('never has its cursor within a character, and undoes all that was done', () => {
    const action = fc.tuple(fc.constantFrom('insert', 'cut', 'move'), fc.string({ unit: 'grapheme' }), fc.nat(20))
    fc.assert(
      fc.property(fc.array(action, { maxLength: 20 }), (actions) => {
        const line = new LineBuffer()
        const states: LineState[] = []
        for (const [what, text, at] of actions) {
          const before = line.state
          if (what === 'insert') line.insert(text)
          else if (what === 'cut') line.cut(line.cursor, Math.min(boundaryFrom(line.text, at), line.text.length))
          else line.cursor = at
          line.done(before)
          if (before.text !== line.text) states.push(before)
          expect(boundaryFrom(line.text, line.cursor)).toBe(line.cursor)
        }
        for (const state of states.reverse()) {
          expect(line.undo()).toBe(true)
          expect(line.state).toEqual(state)
        }
        expect(line.undo()).toBe(false)
      }),
    )
  })

  it('reverts to what it was loaded with', () => {
    const line = new LineBuffer()
    line.load('old', 1)
    expect(line.revert()).toBe(false)
    for (const text of ['a', 'b']) {
      const before = line.state
      line.insert(text)
      line.done(before)
    }
    expect([line.revert(), line.state]).toEqual([true, { text: 'old', cursor: 1 }])
  })

  it('remembers a thousand changes', () => {
    const line = new LineBuffer()
    for (let left = 1500; left > 0; left--) {
      const before = line.state
      line.insert('x')
      line.done(before)
    }
    let undone = 0
    while (line.undo()) undone++
    expect([undone, line.text.length]).toEqual([1000, 500])
  })
})

describe('KillRing', () => {
  it('gives the latest, and goes round', () => {
    const ring = new KillRing()
    expect(ring.top).toBeUndefined()
    ring.push('')
    ring.rotate()
    for (const text of ['a', 'b', 'c']) ring.push(text)
    const seen = Array.from({ length: 4 }, () => {
      const { top } = ring
      ring.rotate()
      return top
    })
    expect(seen).toEqual(['c', 'b', 'a', 'c'])
  })

  it('joins what is killed in a row', () => {
    const ring = new KillRing()
    ring.push('b', 'after')
    ring.push('c', 'after')
    ring.push('a', 'before')
    expect(ring.top).toBe('abc')
  })

  it('keeps the latest sixty', () => {
    const ring = new KillRing()
    for (let at = 0; at < 70; at++) ring.push(String(at))
    for (let left = 59; left > 0; left--) ring.rotate()
    expect(ring.top).toBe('10')
    ring.rotate()
    expect(ring.top).toBe('69')
  })
})
