import { describe, expect, it } from 'vitest'
import { type Announced, Level } from './index.ts'

/** A level of one thing there may be, and a stage that is told when to call. */
function rig() {
  const waiting: Announced[] = []
  const called: string[] = []
  const state = { something: true }
  const level = new Level({ announceLater: (one) => void waiting.push(one) }, () => state.something)
  const next = () => waiting.shift()?.announce()
  return { level, state, waiting, called, next, note: (name: string) => () => void called.push(name) }
}

describe('Level', () => {
  it('calls from the stage, again and again while there is something', () => {
    const { level, state, waiting, called, next, note } = rig()
    level.watch(note('a'))
    expect(called).toEqual([])
    next()
    next()
    expect(called).toEqual(['a', 'a'])
    state.something = false
    next()
    expect([called.length, waiting.length]).toEqual([2, 0])
  })

  it('asks once however often it is told, and not where there is nothing', () => {
    const { level, state, waiting, note } = rig()
    state.something = false
    level.watch(note('a'))
    level.tell()
    expect(waiting.length).toBe(0)
    state.something = true
    level.tell()
    level.tell()
    expect(waiting.length).toBe(1)
  })

  it('calls nobody who is paused or has gone, and the last who watches', () => {
    const { level, called, next, note } = rig()
    level.watch(note('a'))
    level.pause()
    next()
    expect([called, level.watched]).toEqual([[], 'paused'])
    level.resume()
    level.watch(note('b'))
    next()
    expect([called, level.watched]).toEqual([['b'], 'watched'])
    level.ignore()
    next()
    level.resume()
    next()
    expect([called, level.watched]).toEqual([['b'], 'unwatched'])
  })

  it('goes on after an error, which leaves by the stage', () => {
    const { level, waiting, next } = rig()
    level.watch(() => {
      throw new Error('broken')
    })
    expect(next).toThrow('broken')
    expect(waiting.length).toBe(1)
  })
})
