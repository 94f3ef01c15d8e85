import { describe, expect, it } from 'vitest'
import { chosen, settings } from './arguments.ts'

describe('settings', () => {
  it('are all there is, unless names are given', () => {
    expect(settings([])).toMatchObject({ runtimes: [], suites: [], json: undefined, refresh: false, list: false })
    expect(settings(['--runtime', 'bun,deno', '--runtime', 'node-20', '--suite=kernel', '--json', 'x'])).toMatchObject({
      runtimes: ['bun', 'deno', 'node-20'],
      suites: ['kernel'],
      json: 'x',
    })
  })

  it.each(['0', '1.5', 'many'])('refuse %s jobs', (jobs) => {
    expect(() => settings(['--jobs', jobs])).toThrow(`--jobs is "${jobs}"; give a whole number from 1.`)
  })

  it('refuse what they do not know', () => {
    expect(() => settings(['--runtim', 'bun'])).toThrow(/--runtim/)
  })
})

describe('chosen', () => {
  const all = [{ names: ['a', 'first'] }, { names: ['b', 'second'] }]
  const choose = (...asked: string[]) => chosen('suite', all, ({ names }) => names, asked).map(({ names }) => names[0])

  it('are those of a name, in their own order', () => {
    expect([choose(), choose('second', 'a'), choose('b')]).toEqual([['a', 'b'], ['a', 'b'], ['b']])
  })

  it('are known', () => {
    expect(() => choose('c')).toThrow('There is no suite "c"; there are a, first, b, second.')
  })
})
