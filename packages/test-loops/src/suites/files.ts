import { isHandleError, type OpenFlags } from '@poe/loop'
import { codeOf, equal, ok, rejection } from '../expect.ts'
import type { Suite } from '../suite.ts'
import { FileRig } from './file-rig.ts'
import { octetsOf } from './traffic.ts'

/** `loop.files`, at positions. None of these tests runs the loop. */
export const files: Suite = {
  topic: 'files',
  needs: ['files'],
  lent: 'folder',
  tests: {
    'reads and writes at positions': async (rig) => {
      const disk = new FileRig(rig)
      const file = await disk.open('a', 'w+')
      await disk.writeAll(file, 'hello world')
      await disk.writeAll(file, 'W', 6)
      equal(
        [await disk.read(file, 6, 3), await disk.read(file, 8), await disk.read(file, 11)],
        ['Wor', 'rld', ''],
        'read',
      )
    },
    'opens as the flags say': async (rig) => {
      const disk = new FileRig(rig)
      await disk.write('a', 'one')
      await disk.write('a', 'two', 'a')
      const added = await disk.open('a', 'a')
      await disk.writeAll(added, '!', 0)
      equal(await disk.text('a'), 'onetwo!', 'what was written, then added')
      await (await disk.open('a', 'r+')).close()
      equal(await disk.text('a'), 'onetwo!', 'what is there after it was opened by r+')
      await disk.open('a', 'w')
      equal(await disk.text('a'), '', 'what is there after it was opened by w')
      const codes = async (name: string, flags: string) =>
        codeOf(await rejection(disk.open(name, flags as OpenFlags), `open(${name}, ${flags})`))
      equal(await codes('a', 'wx'), 'EEXIST', 'making what is there')
      equal(await codes('none', 'r'), 'ENOENT', 'opening what is not there')
      equal(codeOf(await rejection(disk.files.open(disk.folder, 'r'), 'open()')), 'EISDIR', 'opening a folder')
      equal(await codes('a', 'rw'), 'ERR_POE_BAD_OPTION', 'flags that are none')
      const reader = await disk.open('a', 'r')
      equal(codeOf(await rejection(reader.write(0, octetsOf('x')), 'write()')), 'EBADF', 'writing what is read only')
    },
    'knows what there is to know': async (rig) => {
      const disk = new FileRig(rig)
      await disk.write('a', 'four')
      const file = await disk.open('a', 'r+')
      const [byName, byHandle] = [await disk.files.stat(disk.path('a')), await disk.done('stat()', () => file.stat())]
      equal([byName.kind, byName.size, byName.links, `${byName.rdev}`], ['file', 4, 1, '0'], 'kind, size, links, rdev')
      ok(byName.inode === byHandle.inode && byName.device === byHandle.device, 'a file is not the same by its handle')
      const age = rig.loop.wallClock() - byName.modified
      ok(age > -5000 && age < 60_000, `a new file was written to ${age} ms ago`)
      ok(byName.changed >= byName.modified, 'a file changed before it was written to')
      await file.truncate(2)
      await file.sync()
      equal([(await file.stat()).size, await disk.text('a')], [2, 'fo'], 'what was cut off')
      await file.truncate(4)
      equal(await disk.text('a'), 'fo\0\0', 'what was filled up')
      equal((await disk.files.stat(disk.folder)).kind, 'directory', 'the kind of a folder')
    },
    'tells a file from another that has its name': async (rig) => {
      const disk = new FileRig(rig)
      await disk.write('a', 'first')
      const file = await disk.open('a', 'r')
      await disk.done('rename()', () => disk.files.rename(disk.path('a'), disk.path('b')))
      await disk.write('a', 'second')
      const [old, renamed, other] = [
        await file.stat(),
        await disk.files.stat(disk.path('b')),
        await disk.files.stat(disk.path('a')),
      ]
      ok(old.inode === renamed.inode && old.device === renamed.device, 'a renamed file is another one')
      ok(old.inode !== other.inode || old.device !== other.device, 'another file of the same name is the same one')
    },
    'keeps open what is renamed, replaced or removed': async (rig) => {
      const disk = new FileRig(rig)
      await disk.write('a', 'first')
      await disk.write('b', 'second')
      const [first, second] = [await disk.open('a', 'a+'), await disk.open('b', 'r')]
      await disk.done('rename()', () => disk.files.rename(disk.path('a'), disk.path('b')))
      await disk.writeAll(first, '!')
      equal(
        [await disk.text('b'), await disk.read(second), (await second.stat()).links],
        ['first!', 'second', 0],
        'texts, links',
      )
      await disk.done('unlink()', () => disk.files.unlink(disk.path('b')))
      equal([await disk.read(first), (await first.stat()).links], ['first!', 0], 'what was removed')
      equal(await disk.files.list(disk.folder), [], 'names')
    },
    'lists names': async (rig) => {
      const disk = new FileRig(rig)
      for (const name of ['b', 'a', 'c.1']) await disk.write(name, '')
      equal((await disk.done('list()', () => disk.files.list(disk.folder))).sort(), ['a', 'b', 'c.1'], 'names')
      equal(codeOf(await rejection(disk.files.list(disk.path('a')), 'list()')), 'ENOTDIR', 'listing a file')
    },
    'says which path an error is about': async (rig) => {
      const disk = new FileRig(rig)
      const path = disk.path('none')
      for (const [what, begin] of Object.entries({
        'open()': () => disk.files.open(path, 'r'),
        'stream()': () => disk.files.stream(path),
        'stat()': () => disk.files.stat(path),
        'list()': () => disk.files.list(path),
        'rename()': () => disk.files.rename(path, disk.path('other')),
        'unlink()': () => disk.files.unlink(path),
      })) {
        const error = await rejection(disk.done<unknown>(what, begin), what)
        ok(isHandleError(error), `${what} does not reject with a HandleError`)
        equal([error.code, error.errno, error.address], ['ENOENT', 2, path], `code, errno and address of ${what}`)
      }
    },
    'closes a file once what is under way is done, and uses it no more': async (rig) => {
      const disk = new FileRig(rig)
      await disk.write('a', 'x'.repeat(1000))
      const file = await disk.open('a', 'r')
      const reads = Array.from({ length: 20 }, (_, at) => file.read(at * 50, 50))
      const closed = file.close()
      const texts = (await Promise.all(reads)).map((octets) => new TextDecoder().decode(octets))
      ok(
        texts.every((text) => text.length > 0 && /^x+$/.test(text)),
        'a read that was under way gave something else',
      )
      await closed
      await disk.done('close()', () => file.close())
      equal(codeOf(await rejection(file.read(0, 1), 'read()')), 'EBADF', 'reading what is closed')
    },
  },
}
