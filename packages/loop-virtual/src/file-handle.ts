import { type FileHandle, handleError, type Stat } from '@poe/loop'
import type { Disk } from './disk.ts'
import type { Subject } from './faults.ts'
import type { MemoryFile } from './memory-file.ts'
import { statOf } from './stat.ts'

/** What an open file needs of its service. */
export interface FileDesk {
  readonly disk: Disk
  /** Settles in a later callback. */
  later<T>(work: () => T): Promise<T>
}

/** How a file was opened. */
export interface Access {
  readonly path: string
  readonly reads: boolean
  readonly writes: boolean
  readonly appends: boolean
}

/** An open file in memory. */
export class VirtualFileHandle implements FileHandle {
  readonly #desk: FileDesk
  readonly #file: MemoryFile
  readonly #access: Access
  readonly #subject: Subject
  readonly #closed: () => void
  #isClosed = false

  /** @param closed - told once */
  constructor(desk: FileDesk, file: MemoryFile, access: Access, subject: Subject, closed: () => void) {
    this.#desk = desk
    this.#file = file
    this.#access = access
    this.#subject = subject
    this.#closed = closed
  }

  read(at: number, max: number): Promise<Uint8Array> {
    return this.#operate('read', this.#access.reads, () => {
      const short = this.#subject.happens('short read') ? this.#subject.shortOf('short read size') : max
      return this.#file.read(at, Math.min(max, short))
    })
  }

  write(at: number, octets: Uint8Array): Promise<number> {
    const copy = octets.slice()
    return this.#operate('write', this.#access.writes, () => {
      const short = this.#subject.happens('short write') ? this.#subject.shortOf('short write size') : copy.byteLength
      return this.#desk.disk.write(this.#file, this.#access.appends ? this.#file.size : at, copy.subarray(0, short))
    })
  }

  stat(): Promise<Stat> {
    return this.#operate('fstat', true, () => statOf(this.#file))
  }

  truncate(size: number): Promise<void> {
    return this.#operate('ftruncate', this.#access.writes, () => this.#desk.disk.truncate(this.#file, size))
  }

  sync(): Promise<void> {
    return this.#operate('fsync', true, () => {})
  }

  close(): Promise<void> {
    if (!this.#isClosed) this.#closed()
    this.#isClosed = true
    return this.#desk.later(() => {})
  }

  /** What was begun before `close()` is done all the same. */
  #operate<T>(operation: string, allowed: boolean, work: () => T): Promise<T> {
    const refused = this.#isClosed || !allowed
    return this.#desk.later(() => {
      if (refused) throw handleError('EBADF', operation, { address: this.#access.path })
      this.#desk.disk.check(this.#access.path, operation)
      return work()
    })
  }
}
