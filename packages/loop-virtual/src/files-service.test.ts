import type { FileHandle } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import type { VirtualLoopOptions } from './index.ts'
import { follow, Rig } from './rig.test-kit.ts'

const octets = (text: string): Uint8Array => new TextEncoder().encode(text)

function rigged(options: VirtualLoopOptions = {}) {
  const rig = new Rig({ start: 1000, files: { '/var/log': 'one\ntwo\n' }, ...options })
  const { files } = rig.loop
  const open = (path: string, flags: string): Promise<FileHandle> => rig.within(files.open(path, flags))
  const text = async (handle: FileHandle, at: number, max: number): Promise<string> =>
    new TextDecoder().decode(await rig.within(handle.read(at, max)))
  return { rig, files, open, text }
}

describe('files', () => {
  it('reads and writes at positions', async () => {
    const { rig, files, open, text } = rigged()
    const handle = await open('/var/log', 'r+')
    expect([await text(handle, 4, 3), await text(handle, 8, 10)]).toEqual(['two', ''])
    expect(await rig.within(handle.write(0, octets('ONE')))).toBe(3)
    expect(files.text('/var/log')).toBe('ONE\ntwo\n')
  })

  it('opens as the flags say', async () => {
    const { rig, files, open } = rigged()
    const log = await open('/var/log', 'a')
    await rig.within(log.write(0, octets('three\n')))
    expect(files.text('/var/log')).toBe('one\ntwo\nthree\n')
    expect(await rig.failure(log.read(0, 1))).toMatchObject({ code: 'EBADF', syscall: 'read' })
    const replaced = await open('/var/log', 'w')
    expect(files.text('/var/log')).toBe('')
    await rig.within(replaced.close())
    expect(await rig.failure(replaced.write(0, octets('x')))).toMatchObject({ code: 'EBADF', syscall: 'write' })
    await open('/new', 'wx')
    expect(files.has('/new')).toBe(true)
    expect(await rig.failure(files.open('/new', 'wx'))).toMatchObject({ code: 'EEXIST', syscall: 'open' })
    expect(await rig.failure(files.open('/none', 'r'))).toMatchObject({ code: 'ENOENT', address: '/none' })
    expect(await rig.failure(files.open('/var', 'w'))).toMatchObject({ code: 'EISDIR' })
    expect(await rig.failure(files.open('/new', 'z'))).toMatchObject({ code: 'ERR_POE_BAD_OPTION' })
  })

  it('knows what there is to know: size, inode, links, time, kind', async () => {
    const { rig, files, open } = rigged()
    const handle = await open('/var/log', 'r')
    const before = await rig.within(files.stat('/var/log'))
    expect(before).toEqual({ size: 8, inode: 1, device: 1, links: 1, modified: 1000, kind: 'file' })
    expect(await rig.within(files.stat('/var'))).toMatchObject({ kind: 'directory' })
    expect(await rig.failure(files.stat('/none'))).toMatchObject({ code: 'ENOENT', syscall: 'stat' })
    await rig.loop.advance(500)
    files.append('/var/log', 'three\n')
    files.rename('/var/log', '/var/log.1')
    files.write('/var/log', 'fresh')
    expect(await rig.within(handle.stat())).toMatchObject({ size: 14, inode: 1, modified: 1500 })
    expect(await rig.within(files.stat('/var/log'))).toMatchObject({ size: 5, inode: 2 })
    files.unlink('/var/log.1')
    expect(await rig.within(handle.stat())).toMatchObject({ links: 0 })
    files.truncate('/var/log', 2)
    expect(files.text('/var/log')).toBe('fr')
    expect(() => files.unlink('/none')).toThrow()
  })

  it('gives a file as a stream, with what is added meanwhile', async () => {
    const { rig, files } = rigged()
    const stream = await rig.within(files.stream('/var/log'))
    const trace = follow(stream, 4)
    stream.pause('read')
    await rig.loop.advance(0)
    files.append('/var/log', 'three\n')
    stream.resume('read')
    await rig.loop.advance(0)
    expect(trace.join('|')).toBe('one\n|two\n|thre|e\n|ended')
    expect([stream.write('x'), stream.error?.code, stream.pending]).toEqual([null, 'EBADF', 0])
    expect(() => stream.watch('write', () => {})).toThrow('"read"')
    stream.close()
    expect(stream.state).toBe('closed')
    expect(await rig.failure(files.stream('/none'))).toMatchObject({ code: 'ENOENT' })
  })

  it('tells of changes, once for several, from the host, until disposed of', async () => {
    const { rig, files } = rigged()
    let told = 0
    const watch = files.watch('/var/log', () => void told++)
    files.append('/var/log', 'x')
    files.truncate('/var/log')
    expect(told).toBe(0)
    await rig.loop.advance(0)
    files.unlink('/var/log')
    await rig.loop.advance(0)
    files.write('/var/log', 'again')
    await rig.loop.advance(0)
    expect(told).toBe(3)
    files.append('/var/log', 'x')
    watch[Symbol.dispose]()
    await rig.loop.advance(0)
    expect(told).toBe(3)
  })

  it('reads and writes short where chance wills it', async () => {
    const { rig, open, text } = rigged({ faults: { shortReads: 1, shortWrites: 1, shortMost: 2 } })
    const handle = await open('/var/log', 'r+')
    expect((await text(handle, 0, 8)).length).toBeLessThanOrEqual(2)
    expect(await rig.within(handle.write(0, octets('longer')))).toBeLessThanOrEqual(2)
  })
})
