import { JsonLinesFilter } from '@poe/filter-jsonl'
import { LineFilter } from '@poe/filter-line'
import { describe, expect, it } from 'vitest'
import { Rig } from './rig.test-support.ts'

const LOG = { files: { '/log': 'old\n' } }

describe('errors of FollowTail', () => {
  it('of the name are told once, and looked at again', async () => {
    const rig = new Rig(LOG)
    await rig.follow({ filename: '/log', idleEvent: undefined })
    rig.files.fail('/log', 'stat', 'EACCES')
    expect(await rig.after(5000)).toEqual(['error stat EACCES 13'])
    rig.files.fail('/log', 'stat', null)
    rig.files.append('/log', 'a\n')
    expect(await rig.after(1000)).toEqual(['input a 1'])
    rig.files.fail('/log', 'stat', 'EACCES')
    expect(await rig.after(1000)).toEqual(['error stat EACCES 13'])
    expect(await rig.end()).toEqual([])
  })

  it('of opening the next file are, and it is opened when that is possible', async () => {
    const rig = new Rig(LOG)
    await rig.follow({ filename: '/log', idleEvent: undefined })
    rig.files.fail('/log', 'open', 'EACCES')
    void rig.files.rename('/log', '/log.1')
    rig.files.write('/log', 'a\n')
    expect(await rig.after(3000)).toEqual(['error open EACCES 13'])
    rig.files.fail('/log', 'open', null)
    expect(await rig.after(1000)).toEqual(['reset 1', 'input a 1'])
    expect(await rig.end()).toEqual([])
  })

  it('of a folder, which may be replaced by a file', async () => {
    const rig = new Rig({ files: { '/log/inside': '' } })
    expect(await rig.follow({ filename: '/log', idleEvent: undefined })).toEqual(['error open EISDIR 21'])
    await rig.files.unlink('/log/inside')
    rig.files.write('/log', 'a\n')
    expect(await rig.after(1000)).toEqual([])
    rig.files.append('/log', 'b\n')
    expect(await rig.after(1000)).toEqual(['input b 1'])
    expect(await rig.end()).toEqual([])
  })

  it('of reading end it: all is closed, the session goes', async () => {
    const rig = new Rig(LOG)
    await rig.follow({ filename: '/log', idleEvent: undefined })
    rig.files.fail('/log', 'read', 'EIO')
    expect(await rig.after(1000)).toEqual(['error read EIO 5', 'stopped'])
    expect(await rig.end()).toEqual([])
  })

  it('are warned of where there is no event for them', async () => {
    const rig = new Rig(LOG)
    await rig.follow({ filename: '/log', errorEvent: undefined })
    rig.files.fail('/log', 'read', 'EIO')
    await rig.after(1000)
    expect(await rig.end()).toEqual(['FollowTail(1) has no errorEvent to tell: read failed, Input/output error.'])
  })

  it('of the filter end it, as EMSGSIZE', async () => {
    const rig = new Rig(LOG)
    await rig.follow({ filename: '/log', idleEvent: undefined, filter: new LineFilter({ maxLength: 5 }) })
    rig.files.append('/log', 'a\nmuch too long\nb\n')
    expect(await rig.after(1000)).toEqual(['input a 1', 'error read ERR_POE_FILTER_LINE_TOO_LONG 90', 'stopped'])
    expect(await rig.end()).toEqual([])
  })

  it('of the filter mean nothing among the records that are left out', async () => {
    const rig = new Rig({ files: { '/log': 'much too long\n' } })
    await rig.follow({ filename: '/log', idleEvent: undefined, filter: new LineFilter({ maxLength: 5 }) })
    rig.files.append('/log', 'a\n')
    expect(await rig.after(0)).toEqual(['input a 1'])
    expect(await rig.end()).toEqual([])
  })

  it('of one record do not: the next one is delivered', async () => {
    const rig = new Rig({ files: { '/log': '' } })
    await rig.follow({ filename: '/log', idleEvent: undefined, filter: new JsonLinesFilter() })
    rig.files.append('/log', '1\n{bad\n2\n')
    const [first, error, last] = await rig.after(0)
    expect([first, last]).toEqual(['input 1 1', 'input 2 1'])
    expect(error).toContain('error read ERR_POE_FILTER_RECORD_')
    expect(await rig.end()).toEqual([])
  })

  it('of a function among its options are exceptions of the session, and end it', async () => {
    const rig = new Rig(LOG)
    const rotated = () => {
      throw new Error('boom')
    }
    await rig.follow({ filename: '/log', idleEvent: undefined, rotated })
    rig.context.kernel.sig('DIE', 'DIE')
    rig.files.write('/log.1', '')
    void rig.files.rename('/log', '/log.2')
    rig.files.write('/log', 'a\n')
    expect(await rig.after(1000)).toEqual(['died boom', 'stopped'])
    await rig.closed()
    expect(await rig.end()).toEqual([])
  })
})
