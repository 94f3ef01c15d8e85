import { readFileSync } from 'node:fs'
import { isPoeError } from '@poe/errors'
import { TimeLoop } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { CollectingRunner } from './collecting-runner.test-kit.ts'
import { type Lack, type Runner, type TestLoopOptions, testLoop } from './index.ts'
import { referenceOptions } from './reference.test-kit.ts'
import { ReferenceLoop } from './reference-loop.test-kit.ts'
import { strictRunner } from './strict-runner.test-kit.ts'

/** A loop of time only watches for signals that never come, and has nothing else. */
const lacks = ['net', 'pipes', 'descriptors', 'process', 'terminal', 'files', 'stage'] as const

const create = () => new TimeLoop({ settle: () => new Promise(setImmediate) })

testLoop(strictRunner('raise'), {
  name: 'TimeLoop',
  create,
  lacks,
  stepWallClock: (loop, milliseconds) => (loop as TimeLoop).stepWallClock(milliseconds),
})

function collect(options: Partial<TestLoopOptions> = {}): CollectingRunner {
  const runner = new CollectingRunner()
  testLoop(runner, { name: 'time', create, ...options })
  return runner
}

/** Lent everything, the kit has all of its tests. */
function collectAll(options: Partial<TestLoopOptions> = {}): CollectingRunner {
  const lent = { ...referenceOptions(() => new ReferenceLoop()), lacks: [], name: 'time' }
  const more = { unixPath: () => '', tls: {}, terminal: {}, namedPipe: () => {}, fullDisk: () => '' }
  const runner = new CollectingRunner()
  testLoop(runner, { ...lent, ...more, ...options } as TestLoopOptions)
  return runner
}

const code = (wanted: string) => expect.toSatisfy((error) => isPoeError(error, wanted))

describe('testLoop', () => {
  it('has no name twice, and a topic for each test', () => {
    const { tests } = collectAll()
    const names = tests.map(({ name }) => name)
    expect(names.length).toBeGreaterThan(180)
    expect(names).toEqual([...new Set(names)])
    expect(tests.every(({ topic }) => topic.startsWith('time: '))).toBe(true)
  })

  it('has each test in the README', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    expect(collectAll().tests.filter(({ name }) => !readme.includes(name))).toEqual([])
  })

  it('leaves out what is to be skipped, and shows the reason', () => {
    const { tests, skipped } = collectAll({ skip: { 'has a name': 'it is shy' } })
    expect(skipped).toEqual(['has a name (it is shy)'])
    expect(tests.some(({ name }) => name === 'has a name')).toBe(false)
  })

  it('shows the reason in the name where the runner cannot skip', () => {
    const names: string[] = []
    const runner: Runner = { describe: (_, define) => define(), it: (name) => void names.push(name) }
    testLoop(runner, { name: 'time', create, skip: { 'has a name': 'it is shy' } })
    expect(names[0]).toBe('has a name (skipped: it is shy)')
  })

  it('has one test for what a loop lacks, in place of those of how it works', async () => {
    const { tests } = collect({ lacks: ['net', 'process'] })
    const topics = new Set(tests.map(({ topic }) => topic))
    for (const topic of ['connecting', 'TLS', 'datagrams', 'fairness', 'programs'])
      expect(topics).not.toContain(`time: ${topic}`)
    const own = tests.filter(({ topic }) => topic === 'time: what it lacks')
    expect(own.map(({ name }) => name)).toEqual(['has no net, and says so', 'has no process, and says so'])
    for (const { test } of own) await test()
  })

  it('fails where a loop lacks what it was not said to', async () => {
    const stage = collect().tests.find(({ name }) => name === 'lends ids that no handle has')
    await expect(stage?.test()).rejects.toThrow(
      "the loop has no stage; where that is meant, say so: { lacks: ['stage'] }",
    )
  })

  it('fails where a loop has what it was said to lack, or does not refuse it as such', async () => {
    const lacking = async (lack: Lack, more: object) => {
      const { tests } = collect({ lacks: [lack], create: () => Object.assign(create(), more) })
      await tests.find(({ topic }) => topic === 'time: what it lacks')?.test()
    }
    await expect(lacking('stage', { stage: {} })).rejects.toThrow('the loop has "stage" after all')
    await expect(lacking('signals', {})).rejects.toThrow('the loop has "signals" after all')
    const net = (code: string) => ({ listen: () => Promise.reject(Object.assign(new Error(code), { code })) })
    await expect(lacking('unix sockets', { net: net('ENOENT') })).rejects.toThrow('not by ENOENT')
    await expect(lacking('unix sockets', { net: net('EAFNOSUPPORT') })).resolves.toBeUndefined()
    await expect(lacking('unix sockets', { net: { listen: async () => ({}) } })).rejects.toThrow(
      'should have been rejected',
    )
  })

  it('shows as one test what nothing was lent for', () => {
    const { tests, skipped } = collect()
    expect(tests.some(({ topic }) => topic === 'time: programs')).toBe(false)
    expect(skipped).toContain('keeps its promises about programs (testLoop was not given the option "programs")')
  })

  it('refuses to skip what is no test, and options it does not know', () => {
    expect(() => collect({ skip: { 'has a nam': 'typo' } })).toThrow('did you mean "has a name"?')
    expect(() => collect({ skip: { nonsense: 'typo' } })).toThrow(code('ERR_POE_UNKNOWN_OPTION'))
    expect(() => collect({ lacks: ['nets' as never] })).toThrow('must be an array of "signals", "stage", "net"')
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
