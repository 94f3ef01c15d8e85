import { PoeError } from '@poe/errors'
import {
  type Address,
  type Chunk,
  type Ends,
  type HandleError,
  type HandleState,
  handleError,
  type Mode,
  ReadSlot,
  type SocketHandle,
} from '@poe/loop'
import { ReferenceLevel } from './reference-level.test-kit.ts'
import type { ReferenceLoop } from './reference-loop.test-kit.ts'

const ROOM = 65_536

/** One end of a connection in memory. */
export class ReferenceStream implements SocketHandle {
  readonly id: number
  local: Address
  remote: Address | null
  direct: Ends | undefined
  readonly readAhead = 0
  peer: ReferenceStream | null = null
  only: Mode | null = null
  failure: HandleError | null = null
  flowing = false
  /** What is on its way to this end. */
  coming: Uint8Array[] = []
  over = false
  shut = false
  closed = false
  readonly loop: ReferenceLoop
  readonly slot: ReadSlot
  readonly writing: ReferenceLevel

  constructor(loop: ReferenceLoop, local: Address, remote: Address) {
    this.id = ++loop.ids
    this.loop = loop
    this.local = local
    this.remote = remote
    this.writing = new ReferenceLevel(loop, () => !this.closed && this.pending === 0)
    this.slot = new ReadSlot({
      get running() {
        return loop.running
      },
      announceLater: (slot) => loop.later(() => slot.announce()),
      start: () => this.flow(true),
      stop: () => this.flow(false),
    })
  }

  get state(): HandleState {
    return this.closed ? 'closed' : this.slot.state
  }

  get error(): HandleError | null {
    return this.slot.error
  }

  get pending(): number {
    return (this.peer?.coming ?? []).reduce((sum, { byteLength }) => sum + byteLength, 0)
  }

  watch(mode: Mode, ready: () => void): void {
    if (mode === 'expedite' || (this.only ?? mode) !== mode) throw new PoeError('ERR_POE_NO_MODE', 'It lacks the mode.')
    if (mode === 'read') this.slot.watch(ready)
    else if (!this.closed) this.writing.watch(ready)
  }

  ignore(mode: Mode): void {
    if (mode === 'read') this.slot.ignore()
    else this.writing.watch(null)
  }

  pause(mode: Mode): void {
    if (mode === 'read') this.slot.pause()
    else this.writing.pause(true)
  }

  resume(mode: Mode): void {
    if (mode === 'read') this.slot.resume()
    else this.writing.pause(false)
  }

  read(max: number): Uint8Array | null {
    return this.slot.read(max)
  }

  unread(octets: Uint8Array): void {
    this.slot.unread(octets)
  }

  write(chunk: Chunk): Chunk | null {
    if (this.shut || this.closed || this.failure !== null) return null
    const octets = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk.slice()
    const room = ROOM - this.pending
    if (octets.byteLength > 0 && room > 0) this.peer?.coming.push(octets.subarray(0, room))
    this.peer?.deliver()
    return octets.byteLength > room ? octets.subarray(Math.max(0, room)) : null
  }

  shutdown(): void {
    if (this.shut) return
    this.shut = true
    if (this.peer !== null) this.peer.over = true
    this.peer?.deliver()
  }

  readdress({ local, remote }: Ends): void {
    this.direct ??= { local: this.local, remote: this.remote }
    this.local = local
    this.remote = remote
  }

  close(): void {
    this.shutdown()
    this.closed = true
    this.coming = []
    this.slot.close()
    this.writing.watch(null)
  }

  /** Breaks the connection, as a peer would that vanished. */
  reset(): void {
    this.closed = true
    if (this.peer !== null) this.peer.failure = handleError('ECONNRESET', 'read')
    this.peer?.deliver()
  }

  flow(flowing: boolean): void {
    this.flowing = flowing
    if (flowing) this.deliver()
  }

  /** Later: a chunk that is on its way, or the end. */
  deliver(): void {
    if (this.closed) this.coming = []
    this.loop.later(() => {
      if (!this.flowing && this.coming.length > 0) return
      const octets = this.coming.shift()
      if (octets !== undefined) {
        this.slot.push(octets)
        this.peer?.writing.tell()
      }
      if (this.coming.length > 0) this.deliver()
      else if (this.failure !== null || this.over) this.slot.finish(this.failure)
    })
  }
}
