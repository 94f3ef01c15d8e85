import {
  type Chunk,
  type HandleError,
  type HandleState,
  handleError,
  Level,
  type Mode,
  ReadSlot,
  type ReadSource,
  type TerminalHandle,
} from '@poe/loop'
import type { Subject } from './faults.ts'
import { noMode } from './modes.ts'
import type { Resident, World } from './world.ts'

const encoder = new TextEncoder()

/** What a handle needs of the terminal it is a use of. */
export interface TerminalUser {
  readonly world: World
  readonly subject: Subject
  /** Octets the program has written. */
  show(octets: Uint8Array): void
  setRaw(raw: boolean): void
  /** The use is over; these octets wait for the next one. */
  closed(unread: readonly Uint8Array[]): void
}

/** A use of the simulated terminal. */
export class VirtualTerminalHandle implements TerminalHandle, ReadSource, Resident {
  readonly id: number
  readonly readAhead = Number.POSITIVE_INFINITY
  /** The screen takes what it is given at once. */
  readonly pending = 0
  readonly #user: TerminalUser
  readonly #slot: ReadSlot
  readonly #writing: Level
  #raw = false
  #restoration = ''
  #failure: HandleError | null = null
  #refusal: HandleError | null = null
  #shut = false
  #closed = false

  constructor(user: TerminalUser) {
    const { world } = user
    this.#user = user
    this.id = world.nextId()
    this.#slot = new ReadSlot(this)
    this.#writing = new Level(world, () => true)
    world.residents.add(this)
  }

  get state(): HandleState {
    if (this.#closed) return 'closed'
    return this.#refusal !== null && this.#refusal === this.#failure ? 'failed' : this.#slot.state
  }

  get error(): HandleError | null {
    return this.#refusal ?? this.#slot.error
  }

  watch(mode: Mode, ready: () => void): void {
    if (mode !== 'read' && mode !== 'write') throw noMode('a terminal', mode, '"read" and "write"')
    if (mode === 'read') this.#slot.watch(ready)
    else if (!this.#closed) this.#writing.watch(ready)
  }

  ignore(mode: Mode): void {
    if (mode === 'read') this.#slot.ignore()
    else if (mode === 'write') this.#writing.ignore()
  }

  pause(mode: Mode): void {
    if (mode === 'read') this.#slot.pause()
    else if (mode === 'write') this.#writing.pause()
  }

  resume(mode: Mode): void {
    if (mode === 'read') this.#slot.resume()
    else if (mode === 'write') this.#writing.resume()
  }

  read(max: number): Uint8Array | null {
    const { subject } = this.#user
    const short = subject.happens('short read') ? subject.shortOf('short read size') : max
    return this.#slot.read(Math.min(max, short))
  }

  unread(octets: Uint8Array): void {
    this.#slot.unread(octets)
  }

  write(chunk: Chunk): Chunk | null {
    if (this.#shut || this.#failure !== null) return this.#refuse()
    const octets = typeof chunk === 'string' ? encoder.encode(chunk) : chunk
    const { subject } = this.#user
    const most = subject.happens('short write') ? subject.shortOf('short write size') : octets.byteLength
    this.#user.show(octets.subarray(0, most))
    return most < octets.byteLength ? octets.subarray(most) : null
  }

  shutdown(): void {
    this.#shut = true
  }

  setRaw(raw: boolean): void {
    if (this.#closed || raw === this.#raw) return
    this.#raw = raw
    this.#user.setRaw(raw)
  }

  restoreBy(text: string): void {
    this.#restoration = text
  }

  close(): void {
    if (this.#closed) return
    if (this.#restoration !== '') this.#user.show(encoder.encode(this.#restoration))
    this.setRaw(false)
    this.#closed = true
    this.#shut = true
    this.#user.world.residents.delete(this)
    const unread = this.#slot.take()
    this.#slot.close()
    this.#writing.ignore()
    this.#user.closed(unread)
  }

  // The rest is for the terminal, the slot, and reports.

  get running(): boolean {
    return this.#user.world.running
  }

  announceLater(slot: ReadSlot): void {
    this.#user.world.announceLater(slot)
  }

  /** What is typed goes into the slot, read or not. */
  start(): void {}

  stop(): void {}

  arrived(octets: Uint8Array): void {
    this.#slot.push(octets)
  }

  ended(): void {
    this.#slot.finish()
  }

  failed(failure: HandleError): void {
    this.#failure = failure
    this.#slot.finish(failure)
  }

  describe(): string {
    return `terminal, ${this.#raw ? 'raw' : 'not raw'}, writing ${this.#writing.watched}`
  }

  #refuse(): null {
    if (!this.#closed) this.#refusal = this.#failure ?? handleError('EPIPE', 'write')
    return null
  }
}
