import { BlockFilter } from '@poe/filter-block'
import { describe, expect, it } from 'vitest'
import { Rig } from './rig.test-support.ts'

async function following(options: object = {}, content = ''): Promise<Rig> {
  const rig = new Rig({ files: { '/log': content } })
  await rig.follow({ filename: '/log', ...options })
  return rig
}

describe('a file that is emptied', () => {
  it('is read from its start', async () => {
    const rig = await following({}, 'old\n')
    rig.files.truncate('/log')
    expect([await rig.after(0), rig.wheel.tell()]).toEqual([['reset 1', 'idle 1'], 0])
    rig.files.append('/log', 'a\n')
    expect(await rig.after(0)).toEqual(['input a 1', 'idle 1'])
    expect(await rig.end()).toEqual([])
  })

  it('is noticed though it has grown past where it was', async () => {
    const rig = await following({}, 'old\n')
    rig.files.append('/log', 'a\n')
    await rig.after(0)
    rig.files.watching = false
    rig.files.write('/log', 'something longer than before\n')
    expect(await rig.after(1000)).toEqual(['reset 1', 'input something longer than before 1', 'idle 1'])
    expect(await rig.end()).toEqual([])
  })

  it('is noticed at its very size', async () => {
    const rig = await following({}, 'old\n')
    rig.files.write('/log', 'new\n')
    expect(await rig.after(0)).toEqual(['reset 1', 'input new 1', 'idle 1'])
    expect(await rig.end()).toEqual([])
  })

  it('is not, where the octets before the place are the same as they were: the limit', async () => {
    const rig = await following({ seek: 0 }, 'tick\n'.repeat(2))
    rig.files.write('/log', 'tick\n'.repeat(3))
    expect(await rig.after(0)).toEqual(['input tick 1', 'idle 1'])
    expect(await rig.end()).toEqual([])
  })

  it('delivers half a line before the reset, marked, and glues nothing to it', async () => {
    const rig = await following()
    rig.files.append('/log', 'half')
    await rig.after(0)
    rig.files.write('/log', 'line\n')
    expect(await rig.after(0)).toEqual(['input half 1 last', 'reset 1', 'input line 1', 'idle 1'])
    expect(await rig.end()).toEqual([])
  })

  it('drops half a record of a filter to which that is none', async () => {
    const rig = await following({ filter: new BlockFilter({ blockSize: 3 }) })
    rig.files.append('/log', 'ab')
    await rig.after(0)
    rig.files.write('/log', 'c')
    await rig.after(0)
    rig.files.append('/log', 'de')
    expect(await rig.after(0)).toEqual(['input <99,100,101> 1', 'idle 1'])
    expect(await rig.end()).toEqual([])
  })
})

describe('a file that is not there', () => {
  it('is waited for, and begins with a reset', async () => {
    const rig = new Rig()
    expect(await rig.follow({ filename: '/log', seek: 3 })).toEqual(['idle 1'])
    expect([await rig.after(2000), rig.wheel.tell()]).toEqual([['idle 1', 'idle 1'], undefined])
    rig.files.write('/log', 'first\n')
    expect(await rig.after(0)).toEqual(['reset 1', 'input first 1', 'idle 1'])
    expect(await rig.end()).toEqual([])
  })

  it('is idle while it is away, and begins with a reset when it is made again', async () => {
    const rig = await following({}, 'old\n')
    void rig.files.unlink('/log')
    expect(await rig.after(2000)).toEqual(['idle 1', 'idle 1'])
    rig.files.write('/log', 'a\n')
    expect(await rig.after(0)).toEqual(['reset 1', 'input a 1', 'idle 1'])
    expect(await rig.end()).toEqual([])
  })
})

describe('a file that is rotated', () => {
  it('is read to its end first, also what is written after it was renamed', async () => {
    const rig = await following({}, 'old\n')
    rig.files.append('/log', 'a\n')
    void rig.files.rename('/log', '/log.1')
    expect(await rig.after(0)).toEqual(['input a 1', 'idle 1'])
    rig.files.write('/log', '')
    rig.files.append('/log.1', 'b\n')
    expect(await rig.after(500)).toEqual(['input b 1', 'idle 1'])
    rig.files.append('/log.1', 'c\n')
    rig.files.append('/log', 'd\n')
    expect(await rig.after(0)).toEqual(['input c 1', 'reset 1', 'input d 1', 'idle 1'])
    expect(await rig.end()).toEqual([])
  })

  it('is left for an empty one after a while', async () => {
    const rig = await following({ linger: 700, idleEvent: undefined })
    void rig.files.rename('/log', '/log.1')
    rig.files.write('/log', '')
    expect(await rig.after(699)).toEqual([])
    expect(await rig.after(1)).toEqual(['reset 1'])
    expect(rig.files.openHandles).toBe(2)
    await rig.after(1500)
    expect(rig.files.openHandles).toBe(1)
    expect(await rig.end()).toEqual([])
  })

  it('is still read for a while by the side of the new one, each by a filter of its own', async () => {
    const rig = await following({ idleEvent: undefined })
    void rig.files.rename('/log', '/log.1')
    rig.files.write('/log', 'a\nhal')
    expect(await rig.after(0)).toEqual(['reset 1', 'input a 1'])
    rig.files.append('/log.1', 'late\nto')
    expect(await rig.after(1000)).toEqual(['input late 1'])
    rig.files.append('/log.1', 'o late\nend')
    rig.files.append('/log', 'f\n')
    expect(await rig.after(0)).toEqual(['input half 1', 'input too late 1'])
    expect(await rig.after(3000)).toEqual(['input end 1 last'])
    rig.files.append('/log.1', 'nobody reads this\n')
    expect([await rig.after(3000), rig.files.openHandles]).toEqual([[], 1])
    expect(await rig.end()).toEqual([])
  })

  it('is left at once without linger', async () => {
    const rig = await following({ linger: 0, idleEvent: undefined })
    void rig.files.rename('/log', '/log.1')
    rig.files.write('/log', '')
    expect([await rig.after(0), rig.files.openHandles]).toEqual([['reset 1'], 1])
    expect(await rig.end()).toEqual([])
  })

  it.each([
    ['counted', ['/log.3', '/log.2', '/log.1']],
    ['dated', ['/log-20240131', '/log-20240201', '/log-20240202']],
    ['mixed', ['/log-20240131', '/log.2', '/log.1']],
  ])('several times between two looks is read file by file: %s', async (_, names) => {
    const rig = await following({ idleEvent: undefined })
    rig.files.watching = false
    rig.files.append('/log', '0\n')
    const write = async (index: number) => {
      void rig.files.rename('/log', names[index]!)
      await rig.after(1)
      rig.files.write('/log', `${index + 1}\n`)
    }
    for (const index of [0, 1, 2]) await write(index)
    expect(await rig.after(1000)).toEqual(
      ['0', 'r', '1', 'r', '2', 'r', '3'].map((x) => (x === 'r' ? 'reset 1' : `input ${x} 1`)),
    )
    expect(await rig.end()).toEqual([])
  })

  it('looks neither at older files nor at compressed ones nor at those of others', async () => {
    const others = ['/log.2', '/log-20200101', '/log.1.gz', '/log.old', '/logs', '/log.conf', '/blog.1']
    const rig = new Rig({ files: Object.fromEntries(others.map((name) => [name, `${name}\n`])) })
    rig.files.write('/log', '')
    await rig.follow({ filename: '/log', idleEvent: undefined })
    await rig.after(10)
    rig.files.append('/log', 'last\n')
    void rig.files.rename('/log', '/log.1')
    rig.files.write('/log', 'new\n')
    expect(await rig.after(1000)).toEqual(['input last 1', 'reset 1', 'input new 1'])
    expect(await rig.end()).toEqual([])
  })

  it('is found by names of one’s own', async () => {
    const rotated = (name: string, base: string) => name.startsWith('old-') && name.endsWith(base)
    const rig = await following({ idleEvent: undefined, rotated })
    rig.files.watching = false
    for (const [name, text] of [
      ['/old-1-log', 'a\n'],
      ['/old-2-log', 'b\n'],
    ] as const) {
      void rig.files.rename('/log', name)
      await rig.after(1)
      rig.files.write('/log', text)
    }
    expect(await rig.after(1000)).toEqual(['reset 1', 'input a 1', 'reset 1', 'input b 1'])
    expect(await rig.end()).toEqual([])
  })

  it('whose successors cannot be listed is followed by the present one', async () => {
    const rig = await following({ idleEvent: undefined })
    rig.files.watching = false
    rig.files.list = () => Promise.reject(new Error('no list'))
    for (const text of ['a\n', 'b\n']) {
      void rig.files.rename('/log', `/log-2024${text.charCodeAt(0)}`)
      rig.files.write('/log', text)
    }
    expect(await rig.after(1000)).toEqual(['reset 1', 'input b 1'])
    expect(await rig.end()).toEqual([])
  })

  it('is no reset where it only gets another name', async () => {
    const rig = await following({}, 'old\n')
    rig.files.link('/log', '/other')
    rig.files.append('/log', 'a\n')
    expect(await rig.after(0)).toEqual(['input a 1', 'idle 1'])
    expect(await rig.end()).toEqual([])
  })

  it('keeps few old files open', async () => {
    const rig = await following({ idleEvent: undefined })
    for (let round = 0; round < 20; round++) {
      void rig.files.rename('/log', `/gone-${round}`)
      rig.files.write('/log', `${round}\n`)
      expect(await rig.after(0)).toEqual(['reset 1', `input ${round} 1`])
    }
    expect(rig.files.openHandles).toBe(9)
    expect(await rig.end()).toEqual([])
  })
})
