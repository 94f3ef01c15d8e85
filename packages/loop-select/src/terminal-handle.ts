import {
  type Chunk,
  type HandleError,
  type HandleState,
  handleError,
  type Mode,
  ReadSlot,
  type ReadSource,
  type TerminalHandle,
} from '@poe/loop'
import { Level, type LevelSource } from './level.ts'
import { noMode } from './modes.ts'
import { nodeError } from './node-error.ts'
import { WRITE_LIMIT } from './socket-handle.ts'
import type { Stage } from './stage.ts'
import { guard, type Restorable, release } from './terminal-guard.ts'
import type { TerminalInput, TerminalOutput } from './terminal-streams.ts'

const EMPTY = new Uint8Array(0)

/** What a handle needs of the terminal it is a use of. */
export interface TerminalUser {
  readonly stage: Stage
  readonly input: TerminalInput
  readonly output: TerminalOutput
  /** Octets nobody has read in the use before. */
  readonly unread: readonly Uint8Array[]
  /** The use is over; these octets wait for the next one. */
  closed(unread: readonly Uint8Array[]): void
  /** The program goes on after it was stopped. */
  continued(): void
}

/** A use of a terminal: its streams are listened to, and left as they were. */
export class NodeTerminalHandle implements TerminalHandle, ReadSource, LevelSource, Restorable {
  readonly id: number
  readonly #user: TerminalUser
  readonly #input: TerminalInput
  readonly #output: TerminalOutput
  readonly #slot: ReadSlot
  #writing: Level | null = null
  #expecting = false
  #raw = false
  #restoration = ''
  #failure: HandleError | null = null
  #refusal: HandleError | null = null
  #shut = false
  #closed = false

  constructor(user: TerminalUser) {
    this.#user = user
    this.#input = user.input
    this.#output = user.output
    this.id = user.stage.nextId()
    this.#slot = new ReadSlot(this)
    for (const octets of user.unread) this.#slot.push(octets)
    this.#listen()
  }

  get state(): HandleState {
    if (this.#closed) return 'closed'
    return this.#refusal !== null && this.#refusal === this.#failure ? 'failed' : this.#slot.state
  }

  get error(): HandleError | null {
    return this.#refusal ?? this.#slot.error
  }

  /** What the stream holds, and a chunk that was on its way. */
  get readAhead(): number {
    return this.#input.readableHighWaterMark + 65_536
  }

  get pending(): number {
    return this.#output.destroyed ? 0 : this.#output.writableLength
  }

  watch(mode: Mode, ready: () => void): void {
    if (mode !== 'read' && mode !== 'write') throw noMode('a terminal', mode, '"read" and "write"')
    if (mode === 'read') this.#slot.watch(ready)
    else if (!this.#closed) (this.#writing ??= new Level(this.#user.stage, this)).watch(ready)
  }

  ignore(mode: Mode): void {
    if (mode === 'read') this.#slot.ignore()
    else if (mode === 'write') this.#writing?.ignore()
  }

  pause(mode: Mode): void {
    if (mode === 'read') this.#slot.pause()
    else if (mode === 'write') this.#writing?.pause()
  }

  resume(mode: Mode): void {
    if (mode === 'read') this.#slot.resume()
    else if (mode === 'write') this.#writing?.resume()
  }

  read(max: number): Uint8Array | null {
    return this.#slot.read(max)
  }

  unread(octets: Uint8Array): void {
    this.#slot.unread(octets)
  }

  /** Takes all of a chunk, or gives it back while 64 KiB are pending; see `NetSocketHandle` for what has failed. */
  write(chunk: Chunk): Chunk | null {
    if (this.#shut || this.#output.destroyed || this.#output.writableEnded) return this.#refuse()
    if (this.#output.writableLength >= WRITE_LIMIT) return chunk
    if (chunk.length > 0) this.#output.write(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
    return null
  }

  /** The output is not this handle's alone: it stays open. */
  shutdown(): void {
    this.#shut = true
  }

  setRaw(raw: boolean): void {
    if (this.#closed || raw === this.#raw) return
    this.#setMode(raw)
    this.#raw = raw
    this.#guard()
  }

  restoreBy(text: string): void {
    this.#restoration = text
    this.#guard()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#shut = true
    release(this)
    this.restore()
    this.#leave()
    const unread = this.#slot.take()
    this.#slot.close()
    this.#writing?.ignore()
    this.#user.closed(unread)
  }

  // The rest is for the host, and the slot.

  get running(): boolean {
    return this.#user.stage.running
  }

  announceLater(slot: ReadSlot): void {
    this.#user.stage.announceLater(slot)
  }

  start(): void {
    this.#input.resume()
    // A stream that flows holds the process; only a run may.
    this.#input.unref?.()
  }

  stop(): void {
    this.#input.pause()
  }

  something(): boolean {
    return this.#output.destroyed || this.#output.writableLength === 0
  }

  expect(): void {
    if (this.#expecting) return
    this.#expecting = true
    this.#output.write(EMPTY, () => {
      this.#expecting = false
      this.#writing?.tell()
    })
  }

  /** Gives the terminal back; also called when the process ends. */
  restore(): void {
    if (this.#restoration !== '' && !this.#output.destroyed) this.#output.write(this.#restoration)
    if (this.#raw) this.#setMode(false)
    this.#raw = false
  }

  readonly #arrived = (octets: Uint8Array | string): void => {
    this.#guarded(() => this.#slot.push(typeof octets === 'string' ? Buffer.from(octets) : octets))
  }

  readonly #ended = (): void => this.#guarded(() => this.#slot.finish())

  /** A stream that vanishes without an end. */
  readonly #vanished = (): void => this.#ended()

  readonly #failed = (error: Error): void => {
    this.#failure = nodeError(error, 'read')
    this.#guarded(() => this.#slot.finish(this.#failure))
  }

  readonly #unwritable = (error: Error): void => {
    this.#failure ??= nodeError(error, 'write')
    this.#writing?.tell()
  }

  /** Whoever stopped the program may have changed the mode. */
  readonly #continued = (): void => {
    if (!this.#raw) return
    this.#setMode(false)
    this.#setMode(true)
    this.#user.continued()
  }

  #listen(): void {
    const input = this.#input
    input.pause()
    input.on('data', this.#arrived).on('end', this.#ended).on('error', this.#failed).on('close', this.#vanished)
    this.#output.on('error', this.#unwritable)
    if (input.isTTY === true) process.on('SIGCONT', this.#continued)
    if (input.readableEnded || input.destroyed) this.#slot.finish()
  }

  #leave(): void {
    const input = this.#input
    input.off('data', this.#arrived).off('end', this.#ended).off('error', this.#failed).off('close', this.#vanished)
    input.pause()
    this.#output.off('error', this.#unwritable)
    process.off('SIGCONT', this.#continued)
  }

  #guard(): void {
    if (this.#raw || this.#restoration !== '') guard(this)
    else release(this)
  }

  /** A terminal that has hung up has no mode any more. */
  #setMode(raw: boolean): void {
    try {
      this.#input.setRawMode?.(raw)
    } catch (error) {
      this.#failure ??= nodeError(error, 'read')
    }
  }

  #guarded(act: () => void): void {
    try {
      act()
    } catch (error) {
      this.#user.stage.broke(error)
    }
  }

  #refuse(): null {
    if (!this.#closed) this.#refusal = this.#failure ?? handleError('EPIPE', 'write')
    return null
  }
}
