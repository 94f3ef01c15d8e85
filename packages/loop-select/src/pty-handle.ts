import { readSync } from 'node:fs'
import type { ReadStream } from 'node:tty'
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
import { Level, type LevelSource } from './level.ts'
import { noMode } from './modes.ts'
import { nodeError } from './node-error.ts'
import type { StartedTerminal } from './program.ts'
import type { KeeperLine } from './program-keeper.ts'
import { PtyWriter } from './pty-writer.ts'
import { PIECE, WRITE_LIMIT } from './socket-handle.ts'
import type { Stage } from './stage.ts'

/** The most the host still reads once it was told to stop. */
const LAST_READ = 65_536

/** What ends the input of a terminal that is edited by lines: once to hand on half a line, once for the end. */
const END_OF_INPUT = Uint8Array.of(4, 4)

/**
 * Our end of a program's terminal. The host reads it as it reads others, but would write to it waiting, so that is a
 * {@link PtyWriter}'s.
 */
export class PtyHandle implements StreamHandle, ReadSource, LevelSource {
  readonly id: number
  readonly readAhead = LAST_READ
  readonly #stage: Stage
  readonly #socket: ReadStream
  readonly #descriptor: number
  readonly #raw: boolean
  readonly #writer: PtyWriter
  /** Who keeps the terminal until we have read it. */
  readonly #keeper: KeeperLine
  readonly #hangUp: () => void
  readonly #slot: ReadSlot
  readonly #writing: Level
  /** Nothing can be written any more, for this reason; and whether a write has told so. */
  #failure: HandleError | null = null
  #told = false
  #shut = false
  #closed = false

  constructor(
    stage: Stage,
    { socket, descriptor, raw, rest }: StartedTerminal,
    keeper: KeeperLine,
    hangUp: () => void,
  ) {
    this.id = stage.nextId()
    this.#stage = stage
    this.#socket = socket.pause() as ReadStream
    this.#descriptor = descriptor
    this.#raw = raw
    this.#keeper = keeper
    this.#hangUp = hangUp
    this.#slot = new ReadSlot(this)
    this.#slot.unread(rest)
    this.#writing = new Level(stage, this)
    this.#writer = new PtyWriter(descriptor, {
      done: () => this.#writing.tell(),
      failed: (failure) => this.#giveUp(failure),
    })
    socket.on('data', (octets) => this.#guard(() => this.#slot.push(octets)))
    socket.on('error', (error) => this.#guard(() => this.#failed(nodeError(error, 'read'))))
    socket.on('end', () => this.#guard(() => this.#ended()))
    socket.on('close', () => this.#guard(() => this.#hungUp()))
    socket.unref()
  }

  get state(): HandleState {
    if (this.#closed) return 'closed'
    return this.#told ? 'failed' : this.#slot.state
  }

  get error(): HandleError | null {
    return this.#told ? this.#failure : this.#slot.error
  }

  get pending(): number {
    return this.#writer.pending
  }

  watch(mode: Mode, ready: () => void): void {
    if (mode === 'expedite') throw noMode('a terminal', mode, '"read" and "write"')
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
    return this.#slot.read(max)
  }

  unread(octets: Uint8Array): void {
    this.#slot.unread(octets)
  }

  /** Takes the chunk, or 256 KiB of it, or gives it back while 64 KiB are pending. */
  write(chunk: Chunk): Chunk | null {
    if (this.#shut || this.#failure !== null) return this.#refuse()
    if (this.pending >= WRITE_LIMIT) return chunk
    const octets = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    this.#writer.take(octets.subarray(0, PIECE))
    return octets.byteLength > PIECE ? octets.subarray(PIECE) : null
  }

  /** A raw terminal has no end of input: it merely takes no more. */
  shutdown(): void {
    if (this.#shut) return
    this.#shut = true
    if (!this.#raw && this.#failure === null) this.#writer.take(END_OF_INPUT)
  }

  /** Hangs up. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#shut = true
    this.#writer.drop()
    this.#slot.close()
    this.#writing.ignore()
    if (this.#failure === null) this.#hangUp()
    this.#socket.destroy()
    this.#keeper.letGo()
  }

  // The rest is for the slot and the level.

  get running(): boolean {
    return this.#stage.running
  }

  announceLater(slot: ReadSlot): void {
    this.#stage.announceLater(slot)
  }

  start(): void {
    this.#socket.resume()
  }

  stop(): void {
    this.#socket.pause()
  }

  something(): boolean {
    return this.pending === 0
  }

  /** Whoever waits is told when the writer has written all. */
  expect(): void {}

  #refuse(): null {
    this.#told = this.#failure !== null && !this.#closed
    return null
  }

  /** That is how the host says that nobody has the other end of the terminal any more: EIO, after the last octet. */
  #failed(failure: HandleError): void {
    // The host drops what its stream still holds when it gives a socket up; here it can be had for the last time.
    this.#socket.removeAllListeners('data')
    for (let left = this.#socket.read(); left !== null; left = this.#socket.read()) this.#slot.push(left)
    this.#hungUp(failure.code === 'EIO' ? null : failure)
  }

  /** The host calls it an end as soon as the program's end is closed, even where it has not read all there is. */
  #ended(): void {
    if (!this.#closed && !this.#socket.destroyed) this.#readOn()
    this.#hungUp()
  }

  #readOn(): void {
    try {
      for (;;) {
        const octets = new Uint8Array(LAST_READ)
        const count = readSync(this.#descriptor, octets)
        if (count === 0) return
        this.#slot.push(octets.subarray(0, count))
      }
    } catch {
      // EIO: that was all.
    }
  }

  #hungUp(failure: HandleError | null = null): void {
    if (this.#closed) return
    this.#giveUp(failure ?? handleError('EIO', 'write'))
    this.#keeper.letGo()
    this.#slot.finish(failure)
    this.#writing.tell()
  }

  #giveUp(failure: HandleError): void {
    this.#failure ??= failure
    this.#writer.drop()
  }

  #guard(act: () => void): void {
    try {
      act()
    } catch (error) {
      this.#stage.broke(error)
    }
  }
}
