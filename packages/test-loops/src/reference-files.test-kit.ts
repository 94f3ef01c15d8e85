import { badOption } from '@poe/errors'
import { type Chunk, type FileHandle, type FilesService, handleError, type Stat, type StreamHandle } from '@poe/loop'
import type { ReferenceLoop } from './reference-loop.test-kit.ts'
import { pair } from './reference-net.test-kit.ts'

const NOWHERE = { family: 'virtual', address: '', port: 0 } as const

/** A file in memory. */
export interface ReferenceFile {
  readonly inode: bigint
  readonly modified: number
  octets: Uint8Array
  links: number
}

/** Files in memory, in folders that need not be made; mutants override what they break. No named pipes, no full disks. */
export class ReferenceFiles implements FilesService {
  readonly loop: ReferenceLoop
  readonly files = new Map<string, ReferenceFile>()
  readonly watches = new Set<{ path: string; changed: () => void }>()
  #inodes = 0n

  constructor(loop: ReferenceLoop) {
    this.loop = loop
  }

  open(path: string | number, flags: string): Promise<FileHandle> {
    return later(() => {
      if (!/^(r|wx?|ax?)\+?$/.test(flags)) throw badOption('files.open', 'flags', flags, 'r, w, a')
      return this.handle(this.find(`${path}`, flags), flags)
    })
  }

  stream(path: string | number, flags = 'r'): Promise<StreamHandle> {
    return later(() => {
      if (!/^(r|wx?|ax?)$/.test(flags)) throw badOption('files.stream', 'flags', flags, 'r, w, a')
      const file = this.find(`${path}`, flags)
      const [ours, theirs] = pair(this.loop, NOWHERE, NOWHERE)
      ours.only = flags === 'r' ? 'read' : 'write'
      if (flags === 'r') {
        feed(theirs, file.octets)
        return Object.assign(ours, { write: () => refuse(ours) })
      }
      theirs.watch('read', () => this.add(file, theirs.read(65_536)))
      return ours
    })
  }

  stat(path: string): Promise<Stat> {
    return later(() => {
      const file = this.files.get(path)
      if (file !== undefined) return statOf(file)
      if (this.isFolder(path)) return { ...statOf(nothing(0n)), kind: 'directory' }
      throw handleError('ENOENT', 'stat', { address: path })
    })
  }

  list(folder: string): Promise<string[]> {
    return later(() => {
      if (this.files.has(folder)) throw handleError('ENOTDIR', 'list', { address: folder })
      if (!this.isFolder(folder)) throw handleError('ENOENT', 'list', { address: folder })
      return [...this.files.keys()]
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1))
    })
  }

  rename(from: string, to: string): Promise<void> {
    return later(() => {
      const file = this.known(from, 'rename')
      this.remove(to)
      this.files.delete(from)
      this.files.set(to, file)
      this.changed(from)
      this.changed(to)
    })
  }

  unlink(path: string): Promise<void> {
    return later(() => {
      this.known(path, 'unlink')
      this.remove(path)
      this.changed(path)
    })
  }

  watch(path: string, changed: () => void): Disposable {
    const watching = { path, changed }
    this.watches.add(watching)
    return { [Symbol.dispose]: () => void this.watches.delete(watching) }
  }

  /** Calls back who watches, unless that is over by then. */
  changed(path: string): void {
    for (const watching of this.watches)
      if (watching.path === path) this.loop.later(() => this.watches.has(watching) && watching.changed())
  }

  isFolder(path: string): boolean {
    return /^\/tmp\/\d+$/.test(path)
  }

  handle(file: ReferenceFile, flags: string): FileHandle {
    let open = true
    const operation = <T>(allowed: boolean, name: string, act: () => T): Promise<T> => {
      const refused = !open || !allowed
      return later(() => {
        if (refused) throw handleError('EBADF', name)
        return act()
      })
    }
    const writes = flags !== 'r'
    return {
      read: (at, max) => operation(/^r|\+$/.test(flags), 'read', () => file.octets.slice(at, at + max)),
      write: (at, octets) =>
        operation(writes, 'write', () => this.put(file, flags.startsWith('a') ? file.octets.length : at, octets)),
      stat: () => operation(true, 'fstat', () => statOf(file)),
      truncate: (size) => operation(writes, 'ftruncate', () => void this.resize(file, size)),
      sync: () => operation(true, 'fsync', () => {}),
      close: () => {
        open = false
        return later(() => {})
      },
    }
  }

  find(path: string, flags: string): ReferenceFile {
    if (this.isFolder(path)) throw handleError('EISDIR', 'open', { address: path })
    const file = this.files.get(path)
    if (flags.startsWith('r')) return this.known(path, 'open')
    if (file === undefined) return this.make(path)
    if (flags.includes('x')) throw handleError('EEXIST', 'open', { address: path })
    if (flags.startsWith('w')) this.resize(file, 0)
    return file
  }

  known(path: string, operation: string): ReferenceFile {
    const file = this.files.get(path)
    if (file === undefined) throw handleError('ENOENT', operation, { address: path })
    return file
  }

  make(path: string): ReferenceFile {
    const file = nothing(++this.#inodes)
    this.files.set(path, file)
    this.changed(path)
    return file
  }

  remove(path: string): void {
    const file = this.files.get(path)
    if (file === undefined) return
    file.links--
    this.files.delete(path)
  }

  resize(file: ReferenceFile, size: number): void {
    const octets = new Uint8Array(size)
    octets.set(file.octets.subarray(0, size))
    file.octets = octets
    this.touched(file)
  }

  put(file: ReferenceFile, at: number, octets: Uint8Array): number {
    if (at + octets.length > file.octets.length) this.resize(file, at + octets.length)
    file.octets.set(octets, at)
    this.touched(file)
    return octets.length
  }

  add(file: ReferenceFile, octets: Uint8Array | null): void {
    if (octets !== null) this.put(file, file.octets.length, octets)
  }

  touched(file: ReferenceFile): void {
    for (const [path, known] of this.files) if (known === file) this.changed(path)
  }
}

/** What is done in a later callback of the host. */
export function later<T>(act: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        resolve(act())
      } catch (error) {
        reject(error)
      }
    })
  })
}

/** Writes all there is, then the end. */
function feed(to: StreamHandle, octets: Uint8Array): void {
  let left: Chunk | null = octets
  to.watch('write', () => {
    if (left !== null) left = to.write(left)
    if (left !== null) return
    to.ignore('write')
    to.shutdown()
  })
}

function nothing(inode: bigint): ReferenceFile {
  return { inode, modified: Date.now(), octets: new Uint8Array(0), links: 1 }
}

function statOf({ inode, modified, octets, links }: ReferenceFile): Stat {
  return { kind: 'file', size: octets.length, inode, device: 1n, rdev: 0n, links, modified, changed: modified }
}

function refuse(stream: StreamHandle): null {
  Object.defineProperty(stream, 'error', { value: handleError('EBADF', 'write') })
  return null
}
