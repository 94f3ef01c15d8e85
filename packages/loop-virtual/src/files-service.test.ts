import type { FileHandle, OpenFlags } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import type { VirtualLoopOptions } from './index.ts'
import { follow, Rig } from './rig.test-kit.ts'

const octets = (text: string): Uint8Array => new TextEncoder().encode(text)

function rigged(options: VirtualLoopOptions = {}) {
  const rig = new Rig({ start: 1000, files: { '/var/log': 'one\ntwo\n' }, ...options })
  const { files } = rig.loop
  const open = (path: string, flags: OpenFlags): Promise<FileHandle> => rig.within(files.open(path, flags))
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
    // @ts-expect-error no such flags
    expect(await rig.failure(files.open('/new', 'z'))).toMatchObject({ code: 'ERR_POE_BAD_OPTION' })
  })

  it('knows what there is to know: size, inode, links, time, kind', async () => {
    const { rig, files, open } = rigged()
    const handle = await open('/var/log', 'r')
    const before = await rig.within(files.stat('/var/log'))
    const times = { modified: 1000, changed: 1000 }
    expect(before).toEqual({ kind: 'file', size: 8, inode: 1n, device: 1n, rdev: 0n, links: 1, ...times })
    expect(await rig.within(files.stat('/var'))).toMatchObject({ kind: 'directory' })
    expect(await rig.failure(files.stat('/none'))).toMatchObject({ code: 'ENOENT', syscall: 'stat' })
    await rig.loop.advance(500)
    files.append('/var/log', 'three\n')
    await rig.loop.advance(500)
    await rig.within(files.rename('/var/log', '/var/log.1'))
    files.write('/var/log', 'fresh')
    expect(await rig.within(handle.stat())).toMatchObject({
      size: 14,
      inode: 1n,
      modified: 1500,
      changed: 2000,
    })
    expect(await rig.within(files.stat('/var/log'))).toMatchObject({ size: 5, inode: 2n })
    files.link('/var/log.1', '/var/other')
    expect(await rig.within(handle.stat())).toMatchObject({ links: 2 })
    await rig.within(files.unlink('/var/log.1'))
    await rig.within(files.unlink('/var/other'))
    expect(await rig.within(handle.stat())).toMatchObject({ links: 0 })
    files.truncate('/var/log', 2)
    expect(files.text('/var/log')).toBe('fr')
    expect(await rig.failure(files.unlink('/none'))).toMatchObject({ code: 'ENOENT', address: '/none' })
    expect(await rig.failure(files.rename('/none', '/x'))).toMatchObject({ code: 'ENOENT', syscall: 'rename' })
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
    void files.unlink('/var/log')
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

  it('lists what is in a folder', async () => {
    const { rig, files } = rigged({ files: { '/a/b': '', '/a/c/d': '', '/a/c/e': '', '/f': '' } })
    expect(await rig.within(files.list('/a'))).toEqual(['b', 'c'])
    expect(await rig.within(files.list('/'))).toEqual(['a', 'f'])
    expect(await rig.failure(files.list('/f'))).toMatchObject({ code: 'ENOTDIR' })
    expect(await rig.failure(files.list('/g'))).toMatchObject({ code: 'ENOENT', syscall: 'list', address: '/g' })
  })

  it('writes a stream in order, and tells of a disk that is full', async () => {
    const { rig, files } = rigged()
    files.capacity = 20
    const stream = await rig.within(files.stream('/var/log', 'a'))
    const states: string[] = []
    expect([stream.write('three'), stream.write('\n'), stream.pending, files.text('/var/log')]).toEqual([
      null,
      null,
      6,
      'one\ntwo\n',
    ])
    stream.watch('write', () => {
      states.push(`${stream.pending} ${stream.state} ${stream.error?.code}`)
      if (states.length === 1) stream.write('seven more')
      else stream.ignore('write')
    })
    await rig.loop.advance(0)
    expect(states).toEqual(['0 open undefined', '0 failed ENOSPC'])
    expect(files.text('/var/log')).toBe('one\ntwo\nthree\nseven ')
    expect([stream.write('x'), stream.pending, stream.read(1)]).toEqual([null, 0, null])
    stream.close()
    expect(stream.state).toBe('closed')
  })

  it('has pipes: writers come and go, and the end never comes', async () => {
    const { rig, files } = rigged()
    files.pipe('/run/pipe')
    expect(await rig.failure(files.open('/run/pipe', 'r'))).toMatchObject({ code: 'ESPIPE' })
    expect(await rig.failure(files.stream('/run/pipe', 'w'))).toMatchObject({ code: 'ENXIO' })
    expect(await rig.within(files.stat('/run/pipe'))).toMatchObject({ kind: 'pipe' })
    const reader = await rig.within(files.stream('/run/pipe'))
    const trace = follow(reader)
    const writer = await rig.within(files.stream('/run/pipe', 'w'))
    writer.write('one\n')
    await rig.loop.advance(1)
    writer.close()
    files.append('/run/pipe', 'two\n')
    await rig.loop.advance(1)
    expect([trace, reader.state, files.text('/run/pipe')]).toEqual([['one\n', 'two\n'], 'open', ''])
    reader.close()
    files.append('/run/pipe', 'three\n')
    await rig.loop.advance(1)
    expect(trace.length).toBe(2)
  })

  it('fails where a test says so, and counts what is open', async () => {
    const { rig, files, open } = rigged()
    const handle = await open('/var/log', 'r+')
    expect(files.openHandles).toBe(1)
    files.fail('/var/log', 'read', 'EIO')
    expect(await rig.failure(handle.read(0, 1))).toMatchObject({ code: 'EIO', syscall: 'read', address: '/var/log' })
    files.fail('/var/log', 'read', null)
    expect(await rig.failure(handle.read(0, 1))).toBe('no failure')
    await rig.within(handle.truncate(3))
    await rig.within(handle.sync())
    expect(files.text('/var/log')).toBe('one')
    await rig.within(handle.close())
    await rig.within(handle.close())
    expect(files.openHandles).toBe(0)
    expect(await rig.failure(files.open(3, 'r'))).toMatchObject({ code: 'EBADF' })
  })
})
