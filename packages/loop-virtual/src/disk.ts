import { handleError } from '@poe/loop'
import { MemoryFile } from './memory-file.ts'

/** What a disk tells of: a name that leads elsewhere, or other octets behind it. */
export type Changed = (path: string, how: string) => void

/** Files by their names. Folders need not be made: one is there while a file is in it. What fails throws a HandleError. */
export class Disk {
  /** The most octets all files together may hold. */
  capacity = Number.POSITIVE_INFINITY
  readonly #now: () => number
  readonly #changed: Changed
  readonly #files = new Map<string, MemoryFile>()
  readonly #folders = new Set<string>()
  readonly #failures = new Map<string, string>()
  #inodes = 0n

  /** @param now - Unix milliseconds */
  constructor(now: () => number, changed: Changed) {
    this.#now = now
    this.#changed = changed
  }

  has(path: string): boolean {
    return this.#files.has(path)
  }

  get(path: string): MemoryFile | undefined {
    return this.#files.get(path)
  }

  isFolder(path: string): boolean {
    const start = folder(path)
    return path === '/' || this.#folders.has(path) || [...this.#files.keys()].some((known) => known.startsWith(start))
  }

  /** A folder that is there without a file. */
  addFolder(path: string): void {
    this.#folders.add(path)
  }

  list(path: string): string[] {
    if (this.#files.has(path)) throw handleError('ENOTDIR', 'list', { address: path })
    if (!this.isFolder(path)) throw handleError('ENOENT', 'list', { address: path })
    const start = folder(path)
    const inside = [...this.#files.keys()].filter((known) => known.startsWith(start))
    return [...new Set(inside.map((known) => known.slice(start.length).split('/')[0]!))]
  }

  /** From now on the operation fails for this path, or no more where `code` is null. */
  fail(path: string, operation: string, code: string | null): void {
    if (code === null) this.#failures.delete(`${operation} ${path}`)
    else this.#failures.set(`${operation} ${path}`, code)
  }

  /** Throws what the test has arranged. */
  check(path: string, operation: string): void {
    const code = this.#failures.get(`${operation} ${path}`)
    if (code !== undefined) throw handleError(code, operation, { address: path })
  }

  find(path: string, operation: string): MemoryFile {
    const file = this.#files.get(path)
    if (file !== undefined) return file
    throw handleError(this.isFolder(path) ? 'EISDIR' : 'ENOENT', operation, { address: path })
  }

  create(path: string, octets: Uint8Array, kind: 'file' | 'pipe' = 'file'): MemoryFile {
    if (this.isFolder(path)) throw handleError('EISDIR', 'open', { address: path })
    const file = new MemoryFile(++this.#inodes, octets, this.#now(), kind)
    this.#files.set(path, file)
    this.#changed(path, 'created')
    return file
  }

  /** Writes what there is room for, and gives how much that is. */
  write(file: MemoryFile, at: number, octets: Uint8Array): number {
    const room = this.#room() + Math.max(0, file.size - at)
    if (room <= 0 && octets.byteLength > 0) throw handleError('ENOSPC', 'write')
    const count = Math.min(room, octets.byteLength)
    file.write(at, octets.subarray(0, count))
    this.#touched(file)
    return count
  }

  truncate(file: MemoryFile, size: number): void {
    file.truncate(size)
    this.#touched(file)
  }

  rename(from: string, to: string): void {
    const file = this.find(from, 'rename')
    if (from === to) return
    this.#files.delete(from)
    this.#lose(to)
    this.#files.set(to, file)
    file.changed = this.#now()
    this.#changed(from, 'renamed')
    this.#changed(to, 'replaced')
  }

  link(from: string, to: string): void {
    const file = this.find(from, 'link')
    if (this.has(to)) throw handleError('EEXIST', 'link', { address: to })
    file.links++
    file.changed = this.#now()
    this.#files.set(to, file)
    this.#changed(from, 'linked')
    this.#changed(to, 'created')
  }

  unlink(path: string): void {
    this.find(path, 'unlink')
    this.#lose(path)
    this.#files.delete(path)
    this.#changed(path, 'unlinked')
  }

  #lose(path: string): void {
    const file = this.#files.get(path)
    if (file === undefined) return
    file.links--
    file.changed = this.#now()
  }

  #room(): number {
    if (this.capacity === Number.POSITIVE_INFINITY) return this.capacity
    let used = 0
    for (const file of new Set(this.#files.values())) used += file.size
    return this.capacity - used
  }

  #touched(file: MemoryFile): void {
    file.modified = this.#now()
    file.changed = file.modified
    for (const [path, known] of this.#files) if (known === file) this.#changed(path, `${file.size} octets`)
  }
}

function folder(path: string): string {
  return path.endsWith('/') ? path : `${path}/`
}
