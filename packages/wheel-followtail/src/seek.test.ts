import { describe, expect, it } from 'vitest'
import { Rig } from './rig.test-support.ts'

const TEXT = 'aaaa\nbbbb\ncccc\ndd'

async function begun(options: object, text = TEXT): Promise<[string[], number | undefined]> {
  const rig = new Rig({ files: { '/log': text } })
  const trace = await rig.follow({ filename: '/log', idleEvent: undefined, ...options })
  const at = rig.wheel.tell()
  expect(await rig.end()).toEqual([])
  return [trace.map((event) => event.split(' ')[1]!), at]
}

describe('where reading begins', () => {
  it.each([
    ['at the start', { seek: 0 }, ['aaaa', 'bbbb', 'cccc']],
    ['so many octets from it', { seek: 5 }, ['bbbb', 'cccc']],
    ['so many from the end', { seek: -7 }, ['cccc']],
    ['the same', { seekBack: 7 }, ['cccc']],
    ['in the middle of a line, as POE does', { seekBack: 9 }, ['b', 'cccc']],
    ['there, but at a line’s start', { seekBack: 9, wholeRecords: true }, ['cccc']],
    ['where a line begins, it is not left out', { seekBack: 12, wholeRecords: true }, ['bbbb', 'cccc']],
    ['at the start of all', { seek: 0, wholeRecords: true }, ['aaaa', 'bbbb', 'cccc']],
    ['before the start is at it', { seekBack: 1000 }, ['aaaa', 'bbbb', 'cccc']],
    ['behind the end is at it', { seek: 1000 }, []],
    ['a negative seekBack is a seek', { seekBack: -5 }, ['bbbb', 'cccc']],
  ] as const)('%s', async (_, options, lines) => {
    expect(await begun(options)).toEqual([lines, lines.length === 0 ? TEXT.length : 15])
  })

  it('is the very end with seekBack 0, half a line or not', async () => {
    expect(await begun({ seekBack: 0 })).toEqual([[], TEXT.length])
  })

  it('is behind the last record where nobody says: half a line there is completed later', async () => {
    const rig = new Rig({ files: { '/log': `${'x'.repeat(9000)}\n${TEXT}` } })
    expect(await rig.follow({ filename: '/log', idleEvent: undefined })).toEqual([])
    expect(rig.wheel.tell()).toBe(9001 + 15)
    rig.files.append('/log', 'dd\n')
    expect(await rig.after(0)).toEqual(['input dddd 1'])
    expect(await rig.end()).toEqual([])
  })

  it('can be where another wheel was, with nothing twice and nothing lost', async () => {
    const rig = new Rig({ files: { '/log': TEXT } })
    const told: unknown[] = []
    const input = (wheel: { tell(): number | undefined }) => void told.push(wheel.tell())
    await rig.follow({ filename: '/log', seek: 0 }, { input })
    expect(told).toEqual([5, 10, 15])
    expect(await rig.end()).toEqual([])
    expect(await begun({ seek: 10 }, `${TEXT}dd\n`)).toEqual([['cccc', 'dddd'], 20])
  })
})
