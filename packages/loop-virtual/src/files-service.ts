import { badOption } from '@poe/errors'
import {
  type FileHandle,
  type FilesService,
  handleError,
  type OpenFlags,
  type Stat,
  type StreamFlags,
  type StreamHandle,
} from '@poe/loop'
import { Disk } from './disk.ts'
import { type FileDesk, VirtualFileHandle } from './file-handle.ts'
import { VirtualFileOutput } from './file-output.ts'
import { VirtualFileStream } from './file-stream.ts'
import type { MemoryFile } from './memory-file.ts'
import { folderStat, statOf } from './stat.ts'
import { Watchers } from './watchers.ts'
import type { World } from './world.ts'

const FLAGS = /^(r|w|wx|a|ax)(\+?)$/

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/**
 * Files in memory. Folders need not be made: one is there while a file is in it. Promises reject with a
 * HandleError. There are no descriptors.
 */
export class VirtualFiles implements FilesService {
  /** Whether {@link watch} tells of anything; false: as on a host that cannot watch. */
  watching = true
  readonly #world: World
  readonly #watchers: Watchers
  readonly #disk: Disk
  readonly #desk: FileDesk
  #open = 0

  constructor(world: World, wallClock: () => number, given: Readonly<Record<string, string | Uint8Array>>) {
    this.#world = world
    this.#watchers = new Watchers(world)
    this.#disk = new Disk(wallClock, (path, how) => this.#changed(path, how))
    this.#desk = { disk: this.#disk, later: (work) => this.#later(work) }
    for (const [path, content] of Object.entries(given)) this.#disk.create(path, octetsOf(content))
  }

  open(path: string | number, flags: OpenFlags): Promise<FileHandle> {
    return this.#later(() => {
      const { letters, plus } = parsed('files.open', flags, 'r, w, wx, a or ax, and + for both ways')
      const file = this.#opened(path, letters)
      if (file.kind === 'pipe') throw handleError('ESPIPE', 'open', { address: `${path}` })
      const access = {
        path: `${path}`,
        reads: letters === 'r' || plus,
        writes: letters !== 'r' || plus,
        appends: letters.startsWith('a'),
      }
      this.#open++
      const subject = this.#world.faults.subject(`file ${path}`)
      return new VirtualFileHandle(this.#desk, file, access, subject, () => void this.#open--)
    })
  }

  stat(path: string): Promise<Stat> {
    return this.#later(() => {
      this.#disk.check(path, 'stat')
      const file = this.#disk.get(path)
      if (file !== undefined) return statOf(file)
      if (this.#disk.isFolder(path)) return folderStat()
      throw handleError('ENOENT', 'stat', { address: path })
    })
  }

  stream(path: string | number, flags: StreamFlags = 'r'): Promise<StreamHandle> {
    return this.#later(() => {
      const { letters, plus } = parsed('files.stream', flags, 'r, w, wx, a or ax')
      if (plus) throw badOption('files.stream', 'flags', flags, 'r, w, wx, a or ax')
      if (letters === 'r') return this.reader(path)
      const file = this.#opened(path, letters)
      if (file.kind === 'pipe' && file.readers.size === 0) throw handleError('ENXIO', 'open', { address: `${path}` })
      return this.#writer(file, letters.startsWith('a'), `${path}`)
    })
  }

  list(folder: string): Promise<string[]> {
    return this.#later(() => this.#disk.list(folder))
  }

  /** Takes effect at once. */
  rename(from: string, to: string): Promise<void> {
    return this.#now(() => this.#disk.rename(from, to))
  }

  /** Takes effect at once. */
  unlink(path: string): Promise<void> {
    return this.#now(() => this.#disk.unlink(path))
  }

  watch(path: string, changed: () => void): Disposable {
    return this.#watchers.add(path, changed)
  }

  /** As {@link stream}, at once: what a program is given. @throws HandleError ENOENT, EISDIR */
  reader(path: string | number): StreamHandle {
    const file = this.#opened(path, 'r')
    return new VirtualFileStream(this.#world, file, this.#world.faults.subject(`file stream ${path}`))
  }

  // The rest is for tests, and takes effect at once.

  /** Files that were opened by `open` and not closed. */
  get openHandles(): number {
    return this.#open
  }

  /** The most octets all files together may hold, pipes included. Default: Infinity. */
  get capacity(): number {
    return this.#disk.capacity
  }

  set capacity(octets: number) {
    this.#disk.capacity = octets
  }

  /** Has `open`, `stat`, `read`, `write`, `fstat`, `ftruncate` or `fsync` fail for a path, as it was opened; null: no more. */
  fail(path: string, operation: string, code: string | null): void {
    this.#disk.fail(path, operation, code)
  }

  /** Whether there is a file. */
  has(path: string): boolean {
    return this.#disk.has(path)
  }

  /** Replaces the content, or makes the file. */
  write(path: string, content: string | Uint8Array): void {
    const file = this.#disk.get(path)
    if (file === undefined) return void this.#disk.create(path, octetsOf(content))
    file.truncate(0)
    this.#disk.write(file, 0, octetsOf(content))
  }

  /** Adds to the end, or makes the file. */
  append(path: string, content: string | Uint8Array): void {
    const file = this.#disk.get(path)
    if (file === undefined) this.#disk.create(path, octetsOf(content))
    else this.#disk.write(file, file.size, octetsOf(content))
  }

  /** A folder that stays, with or without files in it. */
  folder(path: string): void {
    this.#disk.addFolder(path)
  }

  /** Makes a named pipe. `append` is what a writer does. */
  pipe(path: string): void {
    this.#disk.create(path, new Uint8Array(0), 'pipe')
  }

  /** Another name for a file. @throws HandleError ENOENT, EEXIST */
  link(from: string, to: string): void {
    this.#disk.link(from, to)
  }

  /** What is in it, as UTF-8. @throws HandleError ENOENT */
  text(path: string): string {
    const file = this.#disk.find(path, 'open')
    return decoder.decode(file.read(0, file.size))
  }

  /** @throws HandleError ENOENT */
  truncate(path: string, size = 0): void {
    this.#disk.truncate(this.#disk.find(path, 'truncate'), size)
  }

  #opened(path: string | number, letters: string): MemoryFile {
    if (typeof path === 'number') throw handleError('EBADF', 'open')
    this.#disk.check(path, 'open')
    const file = this.#disk.get(path)
    if (file !== undefined && letters.endsWith('x')) throw handleError('EEXIST', 'open', { address: path })
    if (letters === 'r') return this.#disk.find(path, 'open')
    if (file === undefined) return this.#disk.create(path, new Uint8Array(0))
    if (letters === 'w' && file.kind === 'file') this.#disk.truncate(file, 0)
    return file
  }

  #writer(file: MemoryFile, appends: boolean, path: string): StreamHandle {
    const subject = this.#world.faults.subject(`file stream ${path}`)
    let at = 0
    return new VirtualFileOutput(this.#world, (octets) => {
      this.#disk.check(path, 'write')
      const short = subject.happens('short write') ? subject.shortOf('short write size') : octets.byteLength
      const where = appends || file.kind === 'pipe' ? file.size : at
      const count = this.#disk.write(file, where, octets.subarray(0, short))
      at += count
      return count
    })
  }

  #changed(path: string, how: string): void {
    this.#world.note(`file ${path} ${how}`)
    if (this.watching) this.#watchers.tell(path)
  }

  /** Does something at once, and settles later. */
  #now(work: () => void): Promise<void> {
    try {
      work()
      return this.#later(() => {})
    } catch (error) {
      return this.#later(() => {
        throw error
      })
    }
  }

  #later<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#world.setup(0, () => {
        try {
          resolve(work())
        } catch (error) {
          reject(error)
        }
      })
    })
  }
}

function parsed(taker: string, flags: string, wanted: string): { letters: string; plus: boolean } {
  const [, letters, plus] = FLAGS.exec(flags) ?? []
  if (letters === undefined) throw badOption(taker, 'flags', flags, wanted)
  return { letters, plus: plus === '+' }
}

function octetsOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? encoder.encode(content) : content
}
