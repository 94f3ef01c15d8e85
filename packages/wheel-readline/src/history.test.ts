import { describe, expect, it } from 'vitest'
import { History } from './history.ts'
import { Rig, type RigOptions } from './rig.test-support.ts'

const HOME = { HOME: '/home/me' }

async function rigWith(files: Readonly<Record<string, string>>, env = HOME, options: RigOptions = {}): Promise<Rig> {
  const rig = new Rig({ ...options, loop: { env, files } })
  await rig.wait(1)
  return rig
}

/** Awaits something while the world goes on. */
async function settled<T>(rig: Rig, promise: Promise<T>): Promise<T> {
  let over = false
  const done = promise.finally(() => (over = true))
  await rig.loop.advanceUntil(() => over)
  return done
}

describe('the history', () => {
  it('is what was added, and no more', async () => {
    const rig = await rigWith({})
    rig.wheel.addHistory('one', 'two')
    await rig.type('three\r')
    expect(rig.wheel.getHistory()).toEqual(['one', 'two'])
    await rig.end()
  })

  it('keeps the latest lines', async () => {
    const rig = await rigWith({}, HOME, { wheel: { maxHistory: 2 } })
    rig.wheel.addHistory('one', 'two', 'three')
    expect(rig.wheel.getHistory()).toEqual(['two', 'three'])
    await rig.end()
  })

  it('is written to a file and read from it', async () => {
    const rig = await rigWith({ '/home/me/.history': 'old\n' })
    const { wheel, loop } = rig
    expect(await settled(rig, wheel.readHistory())).toBe(true)
    wheel.addHistory('né w')
    expect(await settled(rig, wheel.writeHistory())).toBe(true)
    expect(loop.files.text('/home/me/.history')).toBe('old\nné w\n')
    expect(await settled(rig, wheel.writeHistory('/home/me/other'))).toBe(true)
    expect(loop.files.text('/home/me/other')).toBe('old\nné w\n')
    await rig.end()
  })

  it('is read in part', async () => {
    const rig = await rigWith({ '/h': 'a\nb\nc\nd\n' })
    const { wheel } = rig
    await settled(rig, wheel.readHistory('/h', 1, 2))
    await settled(rig, wheel.readHistory('/h', 3))
    await settled(rig, wheel.readHistory('/h', 2, 1))
    expect(wheel.getHistory()).toEqual(['b', 'c', 'd', 'c', 'd'])
    await rig.end()
  })

  it('is cut to the last lines, in the file and here', async () => {
    const rig = await rigWith({ '/h': 'a\nb\nc\n' })
    const { wheel, loop } = rig
    wheel.addHistory('mine')
    expect(await settled(rig, wheel.historyTruncateFile('/h', 5))).toBe(true)
    expect(wheel.getHistory()).toEqual(['mine'])
    expect(await settled(rig, wheel.historyTruncateFile('/h', 2))).toBe(true)
    expect([wheel.getHistory(), loop.files.text('/h')]).toEqual([['b', 'c'], 'b\nc\n'])
    expect(await settled(rig, wheel.historyTruncateFile('/h'))).toBe(true)
    expect([wheel.getHistory(), loop.files.text('/h')]).toEqual([[], ''])
    await rig.end()
  })

  it('says when a file cannot be read or written', async () => {
    const rig = await rigWith({ '/folder/file': '' })
    const { wheel } = rig
    expect(await settled(rig, wheel.readHistory('/none'))).toBe(false)
    expect(await settled(rig, wheel.historyTruncateFile('/none', 1))).toBe(false)
    expect(await settled(rig, wheel.writeHistory('/folder'))).toBe(false)
    await rig.end()
  })
})

describe('History', () => {
  it('keeps the new line while old ones are looked at', () => {
    const history = new History(10)
    history.add(['a', 'b'])
    expect(history.go(1, 'new')).toBe('b')
    expect(history.go(1, 'b')).toBeUndefined()
    expect(history.go(0, 'changed')).toBe('a')
    expect(history.go(2, 'a')).toBe('new')
    expect(history.go(3, '')).toBeUndefined()
    expect(history.go(-1, '')).toBeUndefined()
  })

  it('finds from a line on, both ways', () => {
    const history = new History(10)
    history.add(['a1', 'b', 'a2'])
    const does = (line: string): boolean => line.startsWith('a')
    expect([history.find(2, -1, does), history.find(1, -1, does), history.find(1, 1, does)]).toEqual([2, 0, 2])
    expect([history.find(-1, -1, does), history.find(3, 1, does)]).toEqual([-1, -1])
  })
})
