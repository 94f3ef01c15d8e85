import { PoeError } from '@poe/errors'
import {
  type Address,
  type Chunk,
  type Ends,
  type HandleError,
  type HandleStage,
  type HandleState,
  handleError,
  Level,
  type Mode,
  ReadSlot,
  type ReadSource,
  type SocketHandle,
} from '@poe/loop'
import { type Notice, noticeOf, WINDOW } from './bridge-protocol.ts'
import { closeError } from './close-error.ts'

/** Octets a handle takes before it refuses. */
const WRITE_LIMIT = 65_536

/** Milliseconds between two looks whether the browser has sent what it was given; it tells nobody. */
const LOOK_EVERY = 4

/** What is known of a WebSocket besides the WebSocket. */
export interface SocketFacts extends Ends {
  readonly stage: HandleStage
  later(milliseconds: number, call: () => void): () => void
  /** Whether both sides speak `poe.octets`. */
  readonly framed: boolean
  readonly maxUnread: number
  /** Octets that may be sent to begin with. */
  readonly wanted: number
}

const UTF8 = new TextEncoder()

/** An open WebSocket as a stream of octets. */
export class WebSocketHandle implements SocketHandle, ReadSource {
  readonly id: number
  readonly readAhead: number
  readonly local: Address
  readonly remote: Address | null
  readonly #facts: SocketFacts
  readonly #socket: WebSocket
  readonly #slot = new ReadSlot(this)
  readonly #writing: Level
  /** Octets that were received and not read. */
  #unread = 0
  /** Octets the other side was asked for and has not sent. */
  #asked = 0
  /** Octets the other side has asked for. */
  #wanted: number
  /** Whether the browser may still hold what was written. */
  #writes = false
  #failure: HandleError | null = null
  #refusal: HandleError | null = null
  #shut = false
  #closed = false
  #stopLooking: (() => void) | null = null

  constructor(socket: WebSocket, facts: SocketFacts) {
    this.#socket = socket
    this.#facts = facts
    this.id = facts.stage.nextId()
    this.local = facts.local
    this.remote = facts.remote
    this.readAhead = facts.framed ? WINDOW : facts.maxUnread
    this.#wanted = facts.wanted
    this.#writing = new Level(facts.stage, () => this.#isWritable())
    socket.onmessage = ({ data }) =>
      typeof data === 'string' ? this.#noticed(data) : this.#arrived(new Uint8Array(data))
    socket.onclose = (event) => this.#ended(closeError(event, 'read'))
  }

  get state(): HandleState {
    if (this.#closed) return 'closed'
    return this.#refusal !== null && this.#refusal === this.#failure ? 'failed' : this.#slot.state
  }

  get error(): HandleError | null {
    return this.#refusal ?? this.#slot.error
  }

  /** What the browser holds since something was written; 0 when nothing will become of it. */
  get pending(): number {
    const held = this.#isOpen ? this.#socket.bufferedAmount : 0
    // Notices count too: they must not make output of what has none.
    if (held === 0) this.#writes = false
    return this.#writes ? held : 0
  }

  get running(): boolean {
    return this.#facts.stage.running
  }

  announceLater(slot: ReadSlot): void {
    this.#facts.stage.announceLater(slot)
  }

  watch(mode: Mode, ready: () => void): void {
    if (mode === 'expedite')
      throw new PoeError(
        'ERR_POE_NO_MODE',
        `Loop "browser" cannot watch a socket in mode "${mode}"; it has "read" and "write".`,
      )
    if (mode === 'read') this.#slot.watch(ready)
    else if (!this.#closed) this.#writing.watch(ready)
  }

  ignore(mode: Mode): void {
    if (mode === 'read') this.#slot.ignore()
    else this.#writing.ignore()
  }

  pause(mode: Mode): void {
    if (mode === 'read') this.#slot.pause()
    else this.#writing.pause()
  }

  resume(mode: Mode): void {
    if (mode === 'read') this.#slot.resume()
    else this.#writing.resume()
  }

  read(max: number): Uint8Array | null {
    const octets = this.#slot.read(max)
    if (octets !== null) {
      this.#unread -= octets.byteLength
      this.#ask()
    }
    return octets
  }

  unread(octets: Uint8Array): void {
    this.#unread += octets.byteLength
    this.#slot.unread(octets)
  }

  /** Takes octets until 64 KiB are pending, or all the other side has asked for is sent. */
  write(chunk: Chunk): Chunk | null {
    if (chunk.length === 0) return null
    if (this.#shut || !this.#isOpen) return this.#refuse()
    return this.#send(typeof chunk === 'string' ? UTF8.encode(chunk) : chunk)
  }

  shutdown(): void {
    if (this.#shut) return
    this.#shut = true
    if (this.#facts.framed) this.#tell({ end: true })
    else this.#socket.close()
    this.#leaveAfterBoth()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#shut = true
    this.#slot.close()
    this.#writing.ignore()
    this.#stopLooking?.()
    this.#socket.onmessage = null
    this.#socket.onclose = null
    this.#socket.close()
  }

  /** Somebody wants to read. */
  start(): void {
    this.#ask()
  }

  /** What the other side was not asked for, it does not send. */
  stop(): void {}

  get #isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN && !this.#closed
  }

  #arrived(octets: Uint8Array): void {
    this.#asked -= octets.byteLength
    this.#unread += octets.byteLength
    if (this.#unread > this.#facts.maxUnread) {
      this.#ended(handleError('ENOBUFS', 'read', { message: `More than ${this.#facts.maxUnread} octets wait unread` }))
      this.#socket.close()
    } else this.#slot.push(octets)
  }

  #noticed(text: string): void {
    if (!this.#facts.framed) {
      this.#arrived(UTF8.encode(text))
      return
    }
    const { end, take = 0 } = noticeOf(text)
    this.#wanted += take
    if (take > 0) this.#writing.tell()
    if (end !== true) return
    this.#slot.finish()
    this.#leaveAfterBoth()
  }

  #ended(failure: HandleError | null): void {
    this.#failure ??= failure
    this.#slot.finish(failure)
    this.#writing.tell()
  }

  /** Both sides have said all. */
  #leaveAfterBoth(): void {
    if (this.#shut && this.#slot.finished) this.#socket.close()
  }

  /** Asks for more when half of what was asked for has been read. */
  #ask(): void {
    const awaited = this.#asked + this.#unread
    if (!this.#facts.framed || awaited > WINDOW / 2) return
    this.#asked += WINDOW - awaited
    this.#tell({ take: WINDOW - awaited })
  }

  #tell(notice: Notice): void {
    if (this.#isOpen) this.#socket.send(JSON.stringify(notice))
  }

  #send(octets: Uint8Array): Uint8Array | null {
    let left = octets
    while (left.byteLength > 0) {
      const most = Math.min(WRITE_LIMIT, this.#wanted)
      if (most === 0 || this.#socket.bufferedAmount >= WRITE_LIMIT) return left
      const piece = left.subarray(0, most)
      this.#socket.send(piece as Uint8Array<ArrayBuffer>)
      this.#writes = true
      this.#wanted -= piece.byteLength
      left = left.subarray(piece.byteLength)
    }
    return null
  }

  #refuse(): null {
    if (!this.#closed) this.#refusal = this.#failure ?? handleError('EPIPE', 'write')
    return null
  }

  /** Whether somebody who waits to write can; if not, looks again: the browser tells nobody when it has sent what it was given. */
  #isWritable(): boolean {
    if (!this.#isOpen) return true
    if (this.#wanted === 0) return false
    if (this.pending === 0) return true
    this.#stopLooking ??= this.#facts.later(LOOK_EVERY, () => {
      this.#stopLooking = null
      this.#writing.tell()
    })
    return false
  }
}
