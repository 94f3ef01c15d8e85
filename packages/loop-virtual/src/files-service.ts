import { badOption } from '@poe/errors'
import { type FileHandle, type FilesService, handleError, type Stat, type StreamHandle } from '@poe/loop'
import { type Access, type FileDesk, VirtualFileHandle } from './file-handle.ts'
import { VirtualFileStream } from './file-stream.ts'
import { MemoryFile } from './memory-file.ts'
import { folderStat, statOf } from './stat.ts'
import type { World } from './world.ts'

const FLAGS = /^(r|w|wx|a|ax)(\+?)$/

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/**
 * Files in memory. Folders need not be made: one is there while a file is in it. Promises reject with a
 * HandleError.
 */
export class VirtualFiles implements FilesService {
  readonly #world: World
  readonly #wallClock: () => number
  readonly #files = new Map<string, MemoryFile>()
  readonly #watchers = new Map<string, Set<() => void>>()
  readonly #desk: FileDesk
  #inodes = 0

  constructor(world: World, wallClock: () => number, given: Readonly<Record<string, string | Uint8Array>>) {
    this.#world = world
    this.#wallClock = wallClock
    this.#desk = { later: (work) => this.#later(work), touched: (file) => this.#touched(file) }
    for (const [path, content] of Object.entries(given)) this.#create(path, octetsOf(content))
  }

  /**
   * @param flags - `r`, `r+`, `w`, `w+`, `wx`, `wx+`, `a`, `a+`, `ax` or `ax+`
   */
  open(path: string, flags: string): Promise<FileHandle> {
    return this.#later(() => {
      const [, letters, plus] = FLAGS.exec(flags) ?? []
      if (letters === undefined) throw badOption('files.open', 'flags', flags, 'r, w, wx, a or ax, and + for both ways')
      const file = this.#opened(path, letters)
      const reads = letters === 'r' || plus === '+'
      const access: Access = { reads, writes: letters !== 'r' || plus === '+', appends: letters.startsWith('a') }
      return new VirtualFileHandle(this.#desk, file, access, this.#world.faults.subject(`file ${path}`))
    })
  }

  stat(path: string): Promise<Stat> {
    return this.#later(() => {
      const file = this.#files.get(path)
      if (file !== undefined) return statOf(file)
      if (this.#isFolder(path)) return folderStat()
      throw handleError('ENOENT', 'stat', { address: path })
    })
  }

  stream(path: string): Promise<StreamHandle> {
    return this.#later(() => {
      const file = this.#find(path, 'open')
      return new VirtualFileStream(this.#world, file, this.#world.faults.subject(`file stream ${path}`))
    })
  }

  /** Calls back after changes: once for those that came before the call. */
  watch(path: string, changed: () => void): Disposable {
    let announced = false
    let over = false
    const tell = (): void => {
      announced = false
      if (!over) changed()
    }
    const notify = (): void => {
      if (announced) return
      announced = true
      this.#world.soon(tell)
    }
    const watchers = this.#watchers.get(path) ?? new Set()
    this.#watchers.set(path, watchers.add(notify))
    return {
      [Symbol.dispose]: () => {
        over = true
        watchers.delete(notify)
      },
    }
  }

  // The rest is for tests, and takes effect at once.

  /** Whether there is a file. */
  has(path: string): boolean {
    return this.#files.has(path)
  }

  /** Replaces the content, or makes the file. */
  write(path: string, content: string | Uint8Array): void {
    const file = this.#files.get(path)
    if (file === undefined) return void this.#create(path, octetsOf(content))
    file.truncate(0)
    file.write(0, octetsOf(content))
    this.#touched(file)
  }

  /** Adds to the end, or makes the file. */
  append(path: string, content: string | Uint8Array): void {
    const file = this.#files.get(path)
    if (file === undefined) return void this.#create(path, octetsOf(content))
    file.write(file.size, octetsOf(content))
    this.#touched(file)
  }

  /** What is in it, as UTF-8. @throws HandleError ENOENT */
  text(path: string): string {
    const file = this.#find(path, 'open')
    return decoder.decode(file.read(0, file.size))
  }

  /** @throws HandleError ENOENT */
  truncate(path: string, size = 0): void {
    const file = this.#find(path, 'truncate')
    file.truncate(size)
    this.#touched(file)
  }

  /** Who has it open keeps it; a file of the new name is replaced. @throws HandleError ENOENT */
  rename(from: string, to: string): void {
    const file = this.#find(from, 'rename')
    if (from === to) return
    this.#files.delete(from)
    const replaced = this.#files.get(to)
    if (replaced !== undefined) replaced.links--
    this.#files.set(to, file)
    this.#changed(from, 'renamed')
    this.#changed(to, 'replaced')
  }

  /** Who has it open keeps it. @throws HandleError ENOENT */
  unlink(path: string): void {
    this.#find(path, 'unlink').links--
    this.#files.delete(path)
    this.#changed(path, 'unlinked')
  }

  #opened(path: string, letters: string): MemoryFile {
    const file = this.#files.get(path)
    if (file !== undefined && letters.endsWith('x')) throw handleError('EEXIST', 'open', { address: path })
    if (letters === 'r') return this.#find(path, 'open')
    if (this.#isFolder(path)) throw handleError('EISDIR', 'open', { address: path })
    if (file === undefined) this.#create(path, new Uint8Array(0))
    else if (letters === 'w') this.truncate(path)
    return this.#files.get(path)!
  }

  #find(path: string, syscall: string): MemoryFile {
    const file = this.#files.get(path)
    if (file !== undefined) return file
    throw handleError(this.#isFolder(path) ? 'EISDIR' : 'ENOENT', syscall, { address: path })
  }

  #isFolder(path: string): boolean {
    const start = path.endsWith('/') ? path : `${path}/`
    return path === '/' || [...this.#files.keys()].some((known) => known.startsWith(start))
  }

  #create(path: string, octets: Uint8Array): void {
    this.#files.set(path, new MemoryFile(++this.#inodes, octets, this.#wallClock()))
    this.#changed(path, 'created')
  }

  #touched(file: MemoryFile): void {
    file.modified = this.#wallClock()
    for (const [path, known] of this.#files) if (known === file) this.#changed(path, `${file.size} octets`)
  }

  #changed(path: string, how: string): void {
    this.#world.note(`file ${path} ${how}`)
    for (const notify of this.#watchers.get(path) ?? []) notify()
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

function octetsOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? encoder.encode(content) : content
}
