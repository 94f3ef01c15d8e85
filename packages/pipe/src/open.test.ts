import { isPoeError } from '@poe/errors'
import { handleError, type PipeOptions, type PipeService, type PipeType } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { OneWay, TwoWay } from './index.ts'
import { StepLoop } from './pipes.test-support.ts'

const memory = new StepLoop()
const code = (wanted: string) => expect.toSatisfy((error) => isPoeError(error, wanted))

/** A loop whose pipes are of memory, and of which some types fail; it notes what was asked for. */
function loopWith(...failing: PipeType[]) {
  const asked: PipeOptions[] = []
  const ask = (options: PipeOptions = {}) => {
    asked.push(options)
    if (failing.includes(options.type as PipeType))
      throw handleError('EMFILE', 'socketpair', { message: `${options.type}` })
  }
  const pipes: PipeService = {
    types: ['socketpair', 'inet'],
    async oneWay(options) {
      ask(options)
      const [read, write] = OneWay.create(memory)
      return { read, write }
    },
    async twoWay(options) {
      ask(options)
      return TwoWay.create(memory)
    },
  }
  return { loop: { name: 'test', pipes }, asked }
}

describe.each([
  ['OneWay.open', OneWay],
  ['TwoWay.open', TwoWay],
] as const)('%s', (name, way) => {
  it('gives two ends', async () => {
    expect((await way.open(loopWith().loop)).length).toBe(2)
  })

  it('tries the next type where one fails', async () => {
    const { loop, asked } = loopWith('socketpair')
    await way.open(loop)
    expect(asked.map(({ type }) => type)).toEqual(['socketpair', 'inet'])
  })

  it('tries no other than the type it was asked for', async () => {
    const { loop, asked } = loopWith('socketpair')
    await expect(way.open(loop, { type: 'socketpair' })).rejects.toMatchObject({ code: 'EMFILE' })
    expect(asked.length).toBe(1)
  })

  it('rejects with the last failure where none works', async () => {
    const { loop } = loopWith('socketpair', 'inet')
    await expect(way.open(loop)).rejects.toMatchObject({ code: 'EMFILE', message: 'inet' })
  })

  it('passes the signal on, and tries no more once it has aborted', async () => {
    const { loop, asked } = loopWith('socketpair', 'inet')
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(way.open(loop, { signal })).rejects.toThrow('enough')
    expect(asked).toEqual([{ signal, type: 'socketpair' }])
  })

  it('refuses an unknown type, other options, and a loop that has no pipes', async () => {
    const { loop } = loopWith()
    await expect(way.open(loop, { type: 'pipe' as never })).rejects.toThrow(code('ERR_POE_BAD_OPTION'))
    await expect(way.open(loop, { typ: 'inet' } as never)).rejects.toThrow('did you mean "type"?')
    await expect(way.open({ name: 'browser' })).rejects.toThrow(`${name}: loop "browser" has no "pipes"`)
  })
})
