import type { Release } from '@poe/kernel'
import { Wheel, type WheelContext } from '@poe/wheel'
import type { RawData, WebSocket } from 'ws'
import { FAILED, type Notice, noticeOf, OCTETS } from './protocol.ts'

/** Octets that may wait to be sent before more are asked for. */
const BUFFERED = 262_144

/** Milliseconds a browser has to say goodbye too. */
const GOODBYE = 2000

/** What a WebSocket has to tell, with the session active. */
export interface WebWatcher {
  received(octets: Uint8Array): void
  /** The page has said all. */
  ended(): void
  /** More can be sent: after {@link WebSide.send} has given false. */
  ready(): void
  /** The WebSocket is gone. */
  closed(): void
}

/** The WebSocket of a connection, in a session. What it says is told with the session active, and it ends with it. */
export class WebSide extends Wheel {
  /** Whether the page speaks `poe.octets`. */
  readonly framed: boolean
  readonly #socket: WebSocket
  readonly #watcher: WebWatcher
  readonly #held: Release
  /** Octets the page has asked for. */
  #room: number
  /** What the page has not asked for yet. */
  #kept: Uint8Array | null = null
  #full = false
  readonly #window: number
  /** Octets the page was asked for and has not sent. */
  #awaited = 0
  /** Somebody was told that no more can be sent. */
  #waited = false
  #paused = true
  #answered = true
  #ping: Release | null = null
  #goodbye: Release | null = null

  constructor(ctx: WheelContext, socket: WebSocket, window: number, pingInterval: number, watcher: WebWatcher) {
    super('WebSide', ctx)
    this.#socket = socket
    this.#watcher = watcher
    this.#window = window
    this.framed = socket.protocol === OCTETS
    this.#room = this.framed ? 0 : Number.POSITIVE_INFINITY
    this.#held = this.host.hold('websocket', this.label)
    socket.binaryType = 'nodebuffer'
    socket.on('message', (data, isBinary) => this.#enter('message', () => this.#heard(data, isBinary)))
    socket.on('pong', () => {
      this.#answered = true
    })
    // What went wrong is told by the close that follows.
    socket.on('error', () => {})
    socket.on('close', () => this.#enter('close', () => this.#closed()))
    socket.pause()
    if (pingInterval < Number.POSITIVE_INFINITY) this.#askEvery(pingInterval)
  }

  /** Tells the page that the target is connected, and reads what it says. */
  open(ends: NonNullable<Notice['open']>): void {
    this.#awaited = this.#window
    if (this.framed) this.#tell({ open: ends, take: this.#window })
    this.resume()
  }

  /** All it had said is dealt with: asks for more. A page without `poe.octets` says what it likes. */
  ask(): void {
    const more = this.#window - this.#awaited
    if (!this.framed || more < this.#window / 2) return
    this.#awaited += more
    this.#tell({ take: more })
  }

  /** Whether more octets can be sent: none are kept, and the socket is not behind. */
  get hasRoom(): boolean {
    return this.#kept === null && !this.#full
  }

  /**
   * Sends octets, as far as the page wants them; the rest is kept, so that the end of the target can be told to a page that
   * wants nothing. Gives whether there may be more.
   */
  send(octets: Uint8Array): boolean {
    const now = octets.subarray(0, this.#room)
    this.#kept = now.byteLength < octets.byteLength ? octets.subarray(now.byteLength) : null
    this.#room -= now.byteLength
    if (now.byteLength > 0) this.#write(now)
    this.#waited ||= !this.hasRoom
    return this.hasRoom
  }

  /** Says that no more octets come; a page without `poe.octets` is left altogether. */
  end(): void {
    if (this.framed) this.#tell({ end: true })
    else this.close()
  }

  /** Reads no more of a page that cannot be told to say no more. */
  pause(): void {
    if (this.framed || this.#paused || this.#socket.readyState !== this.#socket.OPEN) return
    this.#paused = true
    this.#socket.pause()
  }

  resume(): void {
    if (!this.#paused || this.disposed) return
    this.#paused = false
    this.#answered = true
    this.#socket.resume()
  }

  /** Leaves the page for a reason: an error code and an operation. */
  fail(code: string, operation: string): void {
    this.close(FAILED, `${code} ${operation}`)
  }

  /** Leaves the page, after what was sent. A page that does not answer is dropped. */
  close(code = 1000, reason = ''): void {
    if (this.disposed) return
    this.resume()
    this.#socket.close(code, reason)
    this.#goodbye ??= this.host.after(GOODBYE, `${this.label} -> goodbye`, () => this.#socket.terminate())
  }

  protected release(): void {
    this.#held.dispose()
    this.#ping?.dispose()
    this.#goodbye?.dispose()
    this.#socket.terminate()
  }

  #enter(what: string, run: () => void): void {
    this.host.enter(`${this.label} -> ${what}`, () => {
      if (!this.disposed) run()
    })
  }

  #heard(data: RawData, isBinary: boolean): void {
    this.#answered = true
    if (isBinary || !this.framed) {
      const octets = data as Buffer
      this.#awaited -= octets.byteLength
      if (octets.byteLength > 0) this.#watcher.received(octets)
      return
    }
    const notice = noticeOf(String(data))
    if (notice === null) this.close(1008, 'a text message that means nothing')
    else if (notice.end === true) this.#watcher.ended()
    else if (Number.isSafeInteger(notice.take) && (notice.take as number) > 0) this.#asked(notice.take as number)
  }

  #asked(octets: number): void {
    this.#room += octets
    const kept = this.#kept
    if (kept !== null) this.send(kept)
    this.#tellReady()
  }

  #write(octets: Uint8Array): void {
    this.#socket.send(octets, { binary: true }, this.#written)
    this.#full = this.#socket.bufferedAmount >= BUFFERED
  }

  readonly #written = (error?: Error | null): void => {
    if (error != null || !this.#full || this.#socket.bufferedAmount >= BUFFERED) return
    this.#enter('sent', () => {
      this.#full = false
      this.#tellReady()
    })
  }

  #tellReady(): void {
    if (!this.#waited || !this.hasRoom) return
    this.#waited = false
    this.#watcher.ready()
  }

  #tell(notice: Notice): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(notice))
  }

  #closed(): void {
    this.dispose()
    this.#watcher.closed()
  }

  /** A browser that is read cannot leave a ping unanswered; one that is not read cannot answer. */
  #askEvery(interval: number): void {
    this.#ping = this.host.after(interval, `${this.label} -> ping`, () => {
      if (!this.#answered && !this.#paused) {
        this.#socket.terminate()
        return
      }
      this.#answered = false
      if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping()
      this.#askEvery(interval)
    })
  }
}
