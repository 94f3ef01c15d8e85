import type { Socket } from 'node:net'
import process from 'node:process'
import {
  type Address,
  type Chunk,
  type Ends,
  type HandleError,
  type HandleState,
  handleError,
  type Mode,
  ReadSlot,
  type ReadSource,
  type SocketHandle,
  type TlsFacts,
} from '@poe/loop'
import { Level, type LevelSource } from './level.ts'
import { isLong, writeLong } from './long-text.ts'
import { noMode } from './modes.ts'
import { nodeError } from './node-error.ts'
import { type Paths, SocketEnds } from './socket-ends.ts'
import type { Stage } from './stage.ts'

/** Octets a handle takes before it refuses. */
export const WRITE_LIMIT = 65_536

/** The most of one chunk that is taken at once, so that a slow peer's progress shows. */
export const PIECE = 262_144

/** The most the host still reads once it was told to stop, beyond what its stream buffer holds. */
const LAST_READ = process.versions.bun === undefined ? 65_536 : 458_752

/** Deno calls back before it has looked at I/O: whoever writes on at once would never hear of a failure. */
const CALLS_BACK_EARLY = process.versions.deno !== undefined

const EMPTY = new Uint8Array(0)

/** What is known of a socket besides the socket. */
export interface SocketFacts extends Paths {
  /** What TLS has agreed on; missing where it is not spoken. */
  readonly tls?: TlsFacts | undefined
  /** The name that was connected to. */
  readonly host?: string | undefined
  /** The one mode of a pipe to or from a program; missing: both. */
  readonly only?: 'read' | 'write' | undefined
}

const HANDLE = Symbol('handle')

/** One set of listeners serves every socket: they find their handle on it. */
type OwnedSocket = Socket & { [HANDLE]?: NetSocketHandle }

function onData(this: OwnedSocket, octets: Uint8Array): void {
  this[HANDLE]?.arrived(octets)
}

function onEnd(this: OwnedSocket): void {
  this[HANDLE]?.finished(null)
}

function onError(this: OwnedSocket, error: Error): void {
  this[HANDLE]?.finished(nodeError(error, 'read'))
}

function onClose(this: OwnedSocket): void {
  this[HANDLE]?.vanished()
}

const LISTENERS = [
  ['data', onData],
  ['end', onEnd],
  ['error', onError],
  ['close', onClose],
] as const

/** A stream socket of the host. It must not have begun to flow. */
export class NetSocketHandle implements SocketHandle, ReadSource, LevelSource {
  // What each read and each write looks at stands first: that is one line of the processor's cache less.
  readonly #slot: ReadSlot
  readonly #socket: OwnedSocket
  #shut = false
  #closed = false
  /** What the last refused write has told. */
  #refusal: HandleError | null = null
  /** The host counts text by characters: octets its count lacks while a text is under way. */
  #uncounted = 0
  readonly #stage: Stage
  readonly id: number
  readonly facts: SocketFacts
  #writing: Level | null = null
  #expecting = false
  /** Why the host gave the socket up. */
  #failure: HandleError | null = null
  #ends: SocketEnds | null = null
  /** What a proxy has told, and the socket's own. */
  #told: Ends | null = null
  #direct: Ends | undefined

  constructor(stage: Stage, socket: Socket, facts: SocketFacts) {
    this.#stage = stage
    this.#socket = socket
    this.id = stage.nextId()
    this.facts = facts
    this.#shut = facts.only === 'read'
    this.#slot = new ReadSlot(this)
    this.#socket[HANDLE] = this
    for (const [event, listener] of LISTENERS) socket.on(event, listener)
    socket.unref()
  }

  get state(): HandleState {
    if (this.#closed) return 'closed'
    return this.#refusal !== null && this.#refusal === this.#failure ? 'failed' : this.#slot.state
  }

  get error(): HandleError | null {
    return this.#refusal ?? this.#slot.error
  }

  get readAhead(): number {
    return this.#socket.readableHighWaterMark + LAST_READ
  }

  /** 0 as well when nothing will become of what was taken: the handle has failed or is closed. */
  get pending(): number {
    const length = this.#socket.writableLength
    return length === 0 || this.#socket.destroyed ? 0 : length + this.#uncounted
  }

  /** What is known after the connection has gone is what was asked before. */
  get local(): Address {
    return (this.#told ?? this.#own()).local
  }

  /** Null for an unnamed unix peer, and when first asked after the connection has gone. */
  get remote(): Address | null {
    return (this.#told ?? this.#own()).remote
  }

  get direct(): Ends | undefined {
    return this.#direct
  }

  get tls(): TlsFacts | undefined {
    return this.facts.tls
  }

  readdress(told: Ends): void {
    this.#direct ??= { local: this.#own().local, remote: this.#own().remote }
    this.#told = told
  }

  watch(mode: Mode, ready: () => void): void {
    this.#checkMode(mode)
    if (mode === 'read') this.#slot.watch(ready)
    else if (!this.#closed) (this.#writing ??= new Level(this.#stage, this)).watch(ready)
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

  /**
   * Takes the chunk, or 256 KiB of it, or gives it back while 64 KiB are pending. A handle that has failed, is closed or
   * shut down takes nothing and gives nothing back either: the chunk is dropped, `state` and `error` tell. What
   * came before the failure can still be read.
   */
  write(chunk: Chunk): Chunk | null {
    const socket = this.#socket
    if (this.#shut || socket.destroyed) return this.#refuse()
    const before = socket.writableLength
    if (before >= WRITE_LIMIT) return chunk
    if (chunk.length > PIECE) return this.#writePiece(chunk)
    if (before === 0) this.#uncounted = 0
    if (typeof chunk !== 'string') socket.write(chunk)
    else if (before > 0) socket.write(Buffer.from(chunk))
    else this.#writeText(socket, chunk)
    return null
  }

  shutdown(): void {
    if (this.#shut || this.#closed) return
    this.#shut = true
    this.#socket.end()
  }

  close(): void {
    if (this.#closed) return
    this.#leave()
    this.#socket.destroy()
  }

  // The rest is for the host, the slot, the upgrade to TLS, and programs that are given the socket.

  get socket(): Socket {
    return this.#socket
  }

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
    return this.#socket.destroyed || this.#socket.writableLength === 0
  }

  /** Asks to be told when all is written: an empty write is done after all earlier ones. */
  expect(): void {
    if (this.#expecting) return
    this.#expecting = true
    const drained = (): void => {
      this.#expecting = false
      if (!CALLS_BACK_EARLY) this.#writing?.tell()
      else if (this.#writing !== null) this.#stage.announceLater(this.#writing)
    }
    if (this.#socket.writableEnded) this.#socket.once('finish', drained)
    else this.#socket.write(EMPTY, drained)
  }

  /** The host read octets. */
  arrived(octets: Uint8Array): void {
    try {
      this.#slot.push(octets)
    } catch (error) {
      this.#stage.broke(error)
    }
  }

  /** The host's octets have come to an end, or the host gave the socket up. */
  finished(failure: HandleError | null): void {
    if (this.#closed) return
    try {
      if (failure !== null) this.#failed(failure)
      this.#slot.finish(failure)
    } catch (error) {
      this.#stage.broke(error)
    }
    if (failure !== null) this.#writing?.tell()
  }

  /** The host closed the socket; usually all has been told before. */
  vanished(): void {
    if (!this.#slot.finished)
      this.finished(this.facts.only === 'write' ? handleError('EPIPE', 'write') : handleError('ECONNRESET', 'read'))
    this.#writing?.tell()
  }

  /**
   * Gives the socket to a successor, unread octets first, once all is written; the handle is closed at once, the
   * connection is not.
   */
  async release(): Promise<Socket> {
    const unread = this.#slot.take()
    const socket = this.#socket
    this.#leave()
    for (const [event, listener] of LISTENERS) socket.off(event, listener)
    delete socket[HANDLE]
    socket.on('error', () => {})
    for (const octets of unread.reverse()) socket.unshift(octets)
    if (this.pending > 0) await new Promise<void>((resolve) => void socket.write(EMPTY, () => resolve()))
    return socket
  }

  #checkMode(mode: Mode): void {
    const { only } = this.facts
    if (only !== undefined && mode !== only) throw noMode('this pipe', mode, `"${only}"`)
    if (mode !== 'read' && mode !== 'write') throw noMode('a socket', mode, '"read" and "write"')
  }

  #leave(): void {
    this.#closed = true
    this.#shut = true
    this.#slot.close()
    this.#writing?.ignore()
  }

  #failed(failure: HandleError): void {
    this.#failure = failure
    // The host drops what its stream still holds when it gives a socket up; here it can be had for the last time.
    this.#socket.off('data', onData)
    for (let left = this.#socket.read(); left !== null; left = this.#socket.read()) this.#slot.push(left)
  }

  /** Encoding by the host's write is quickest; what is left over is looked at only where something is. */
  #writeText(socket: Socket, text: string): void {
    if (isLong(text) && this.facts.tls === undefined && writeLong(socket, text)) return
    socket.write(text, 'utf8')
    if (socket.writableLength > 0) this.#uncounted = Buffer.byteLength(text) - text.length
  }

  /** A character that takes two places in a string is not cut in two. */
  #writePiece(chunk: Chunk): Chunk {
    if (typeof chunk !== 'string') {
      this.write(chunk.subarray(0, PIECE))
      return chunk.subarray(PIECE)
    }
    const last = chunk.charCodeAt(PIECE - 1)
    const cut = last >= 0xd800 && last < 0xdc00 ? PIECE - 1 : PIECE
    this.write(chunk.slice(0, cut))
    return chunk.slice(cut)
  }

  #refuse(): null {
    if (!this.#closed) this.#refusal = this.#failure ?? (this.#shut ? handleError('EPIPE', 'write') : null)
    return null
  }

  #own(): Ends {
    this.#ends ??= new SocketEnds(this.#socket, this.facts)
    return this.#ends
  }
}
