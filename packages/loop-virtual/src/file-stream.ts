import {
  type Chunk,
  type HandleError,
  type HandleState,
  handleError,
  type Mode,
  ReadSlot,
  type ReadSource,
  type StreamHandle,
} from '@poe/loop'
import type { Subject } from './faults.ts'
import type { MemoryFile } from './memory-file.ts'
import { noMode } from './modes.ts'
import type { Resident, World } from './world.ts'

/** The most octets that are read from the file at once. */
const PIECE = 65_536

/** A file read in sequence, to where it ends when that is reached; or a pipe, which has no end. */
export class VirtualFileStream implements StreamHandle, ReadSource, Resident {
  readonly id: number
  readonly readAhead = PIECE
  readonly pending = 0
  readonly #world: World
  readonly #file: MemoryFile
  readonly #subject: Subject
  readonly #slot: ReadSlot
  #at = 0
  #wanted = false
  #reading = false
  #refusal: HandleError | null = null

  constructor(world: World, file: MemoryFile, subject: Subject) {
    this.id = world.nextId()
    this.#world = world
    this.#file = file
    this.#subject = subject
    this.#slot = new ReadSlot(this)
    if (file.kind === 'pipe') file.readers.add(this.#written)
    world.residents.add(this)
  }

  get state(): HandleState {
    return this.#slot.state
  }

  get error(): HandleError | null {
    return this.#refusal
  }

  watch(mode: Mode, ready: () => void): void {
    if (mode !== 'read') throw noMode('a file stream', mode, '"read"')
    this.#slot.watch(ready)
  }

  ignore(mode: Mode): void {
    if (mode === 'read') this.#slot.ignore()
  }

  pause(mode: Mode): void {
    if (mode === 'read') this.#slot.pause()
  }

  resume(mode: Mode): void {
    if (mode === 'read') this.#slot.resume()
  }

  read(max: number): Uint8Array | null {
    const short = this.#subject.happens('short read') ? this.#subject.shortOf('short read size') : max
    return this.#slot.read(Math.min(max, short))
  }

  unread(octets: Uint8Array): void {
    this.#slot.unread(octets)
  }

  /** It is read only: the chunk is dropped, `error` tells. */
  write(_chunk: Chunk): null {
    this.#refusal = handleError('EBADF', 'write')
    return null
  }

  shutdown(): void {}

  close(): void {
    this.#wanted = false
    this.#slot.close()
    this.#file.readers.delete(this.#written)
    this.#world.residents.delete(this)
  }

  // The rest is for the slot.

  get running(): boolean {
    return this.#world.running
  }

  announceLater(slot: ReadSlot): void {
    this.#world.announceLater(slot)
  }

  start(): void {
    this.#wanted = true
    this.#readSoon()
  }

  stop(): void {
    this.#wanted = false
  }

  describe(): string {
    const size = this.#file.kind === 'pipe' ? this.#at + this.#file.size : this.#file.size
    return `${this.#subject.name}, read up to ${this.#at} of ${size}`
  }

  readonly #written = (): void => {
    if (this.#wanted) this.#readSoon()
  }

  #readSoon(): void {
    if (this.#reading) return
    this.#reading = true
    this.#world.after(0, () => this.#readSome())
  }

  #readSome(): void {
    this.#reading = false
    if (!this.#wanted) return
    const isPipe = this.#file.kind === 'pipe'
    const octets = isPipe ? this.#file.take(PIECE) : this.#file.read(this.#at, PIECE)
    this.#at += octets.byteLength
    if (octets.byteLength > 0) this.#push(octets)
    else if (!isPipe) this.#slot.finish()
  }

  #push(octets: Uint8Array): void {
    this.#slot.push(octets)
    if (this.#wanted) this.#readSoon()
  }
}
