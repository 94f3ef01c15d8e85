import { type FileHandle, handleError, type Stat } from '@poe/loop'
import type { Subject } from './faults.ts'
import type { MemoryFile } from './memory-file.ts'
import { statOf } from './stat.ts'

/** What an open file needs of its service. */
export interface FileDesk {
  /** Settles in a later callback. */
  later<T>(work: () => T): Promise<T>
  /** The file has been written to. */
  touched(file: MemoryFile): void
}

/** How a file was opened. */
export interface Access {
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
  #closed = false

  constructor(desk: FileDesk, file: MemoryFile, access: Access, subject: Subject) {
    this.#desk = desk
    this.#file = file
    this.#access = access
    this.#subject = subject
  }

  /** At most `max` octets; none at the end. */
  read(at: number, max: number): Promise<Uint8Array> {
    return this.#desk.later(() => {
      this.#check('read', this.#access.reads)
      const short = this.#subject.happens('short read') ? this.#subject.shortOf('short read size') : max
      return this.#file.read(at, Math.min(max, short))
    })
  }

  /** Answers how many octets were written: at `at`, or at the end where the file was opened for appending. */
  write(at: number, octets: Uint8Array): Promise<number> {
    const copy = octets.slice()
    return this.#desk.later(() => {
      this.#check('write', this.#access.writes)
      const short = this.#subject.happens('short write') ? this.#subject.shortOf('short write size') : copy.byteLength
      const piece = copy.subarray(0, short)
      this.#file.write(this.#access.appends ? this.#file.size : at, piece)
      this.#desk.touched(this.#file)
      return piece.byteLength
    })
  }

  stat(): Promise<Stat> {
    return this.#desk.later(() => {
      this.#check('fstat', true)
      return statOf(this.#file)
    })
  }

  close(): Promise<void> {
    return this.#desk.later(() => {
      this.#closed = true
    })
  }

  #check(syscall: string, allowed: boolean): void {
    if (this.#closed || !allowed) throw handleError('EBADF', syscall)
  }
}
