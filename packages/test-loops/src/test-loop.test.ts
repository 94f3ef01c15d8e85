import { readFileSync } from 'node:fs'
import { isPoeError } from '@poe/errors'
import { TimeLoop } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { CollectingRunner } from './collecting-runner.test-kit.ts'
import { type Runner, type TestLoopOptions, testLoop } from './index.ts'
import { strictRunner } from './strict-runner.test-kit.ts'

/** A loop of time only has nothing for these. */
const NOT_OF_TIME = [
  'a full disk',
  'a reset',
  'closing a stream',
  'connecting',
  'datagrams',
  'descriptors',
  'errors of watchers',
  'fairness',
  'files',
  'files in sequence',
  'listening',
  'named pipes',
  'order',
  'pipes',
  'programs',
  'reading a stream',
  'signals',
  'streams of descriptors',
  'the end of a stream',
  'the stage',
  'the terminal',
  'unix sockets',
  'TLS',
  'watching a stream',
  'watching files',
  'writing a stream',
]

const create = () => new TimeLoop({ settle: () => new Promise(setImmediate) })

testLoop(strictRunner(NOT_OF_TIME), {
  name: 'TimeLoop',
  create,
  stepWallClock: (loop, milliseconds) => (loop as TimeLoop).stepWallClock(milliseconds),
})

function collect(options: Partial<TestLoopOptions> = {}): CollectingRunner {
  const runner = new CollectingRunner()
  testLoop(runner, { name: 'time', create, ...options })
  return runner
}

const code = (wanted: string) => expect.toSatisfy((error) => isPoeError(error, wanted))

describe('testLoop', () => {
  it('has no name twice, and a topic for each test', () => {
    const { tests } = collect()
    const names = tests.map(({ name }) => name)
    expect(names.length).toBeGreaterThan(100)
    expect(names).toEqual([...new Set(names)])
    expect(tests.every(({ topic }) => topic.startsWith('time: '))).toBe(true)
  })

  it('has each test in the README', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    expect(collect().tests.filter(({ name }) => !readme.includes(name))).toEqual([])
  })

  it('leaves out what is to be skipped, and shows the reason', () => {
    const { tests, skipped } = collect({ skip: { 'has a name': 'it is shy' } })
    expect(skipped).toEqual(['has a name (it is shy)'])
    expect(tests.some(({ name }) => name === 'has a name')).toBe(false)
  })

  it('shows the reason in the name where the runner cannot skip', () => {
    const names: string[] = []
    const runner: Runner = { describe: (_, define) => define(), it: (name) => void names.push(name) }
    testLoop(runner, { name: 'time', create, skip: { 'has a name': 'it is shy' } })
    expect(names[0]).toBe('has a name (skipped: it is shy)')
  })

  it('skips by reason what the loop has nothing for', async () => {
    const reasons: string[] = []
    const context = { skip: (reason: string) => void reasons.push(reason) }
    const { tests } = collect()
    for (const name of ['connects by path', 'tells the exit code'])
      await tests.find((test) => test.name === name)?.test(context)
    expect(reasons).toEqual(['the loop has no service "net"', 'the loop has no service "process"'])
  })

  it('refuses to skip what is no test, and options it does not know', () => {
    expect(() => collect({ skip: { 'has a nam': 'typo' } })).toThrow('did you mean "has a name"?')
    expect(() => collect({ skip: { nonsense: 'typo' } })).toThrow(code('ERR_POE_UNKNOWN_OPTION'))
    // @ts-expect-error the option is mistyped
    expect(() => collect({ timeOut: 5 })).toThrow('did you mean "timeout"?')
  })

  it('fails by what it waited for when a loop does nothing, and disposes of it all the same', async () => {
    const disposed: unknown[] = []
    const idle = Object.assign(create(), { wake: () => {} })
    const { tests } = collect({ create: () => idle, dispose: (loop) => void disposed.push(loop), timeout: 50 })
    const test = tests.find(({ name }) => name === 'brings another turn when called in a turn')
    await expect(test?.test()).rejects.toThrow('not within 50 ms: five turns, each of which asks for the next')
    expect(disposed).toEqual([idle])
  })
})
