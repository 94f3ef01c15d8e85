import type { Subject } from './faults.ts'
import type { World } from './world.ts'

/** Octets taken beyond the receiver's window before a write is refused. */
export const WRITE_LIMIT = 65_536

/** The most octets that travel together. */
const SEGMENT = 16_384

/** One end of a connection, as its two flows see it. Called from the host. */
export interface End {
  /** Octets came. */
  arrived(octets: Uint8Array): void
  /** No more will come. */
  ended(): void
  /** The connection failed, for this reason. */
  failed(code: string): void
  /** All that was taken has left. */
  drained(): void
}

/** What a flow needs of its connection. */
export interface Route {
  /** Whether it crosses the network: pipes and unix sockets do not. */
  readonly remote: boolean
  /** Whether nothing gets through now. */
  readonly blocked: boolean
  /** Fails both ends. */
  reset(): void
  /** The ends lose each other. */
  vanish(): void
  /** Octets came to an end that is closed: whoever sent them is to know. */
  refuse(flow: Flow): void
  /** Octets of this flow were not acknowledged for too long. */
  timeOut(flow: Flow): void
}

/** One direction of a connection: what was taken, what is on its way, what waits to be read. */
export class Flow {
  readonly subject: Subject
  /** Who writes, and who reads. */
  source: End | null = null
  sink: End | null = null
  /** Its octets are received but never read. */
  deaf = false
  /** Nothing moves any more. */
  over = false
  readonly #world: World
  readonly #route: Route
  #taken: Uint8Array[] = []
  #pending = 0
  #flying = 0
  #unread = 0
  #shut: 'no' | 'asked' | 'sent' = 'no'
  #closed = false
  #pumping = false
  #lineFree = 0
  #lastArrival = 0
  /** What was on its way when the way was blocked, to be sent again. */
  #held: (() => void)[] = []

  constructor(world: World, route: Route, subject: Subject) {
    this.#world = world
    this.#route = route
    this.subject = subject
  }

  /** Octets taken that have not left. */
  get pending(): number {
    return this.#pending
  }

  /** Octets received that nobody has read. */
  get unread(): number {
    return this.#unread
  }

  /** Takes octets, as many as there is room for, and answers how many. They are copied. */
  take(octets: Uint8Array): number {
    const room = Math.max(0, this.#free) + WRITE_LIMIT - this.#pending
    const most = this.subject.happens('short write') ? this.subject.shortOf('short write size') : Infinity
    const count = Math.max(0, Math.min(octets.byteLength, room, most))
    if (count === 0) return 0
    this.#taken.push(octets.slice(0, count))
    this.#pending += count
    this.#pump()
    return count
  }

  /** The end, after what was taken. */
  shutdown(): void {
    if (this.#shut !== 'no') return
    this.#shut = 'asked'
    this.#pump()
  }

  /** Who writes has gone: what has not left is dropped, the end follows. */
  abandon(): void {
    this.#drop()
    this.source = null
    this.shutdown()
  }

  /** As {@link abandon}, but the other end is told of a reset. */
  abort(): void {
    this.#drop()
    this.source = null
    this.#shut = 'sent'
    this.#send(0, () => this.#failSink())
  }

  /** Who reads has gone: within a host, who waits to write more is told so. */
  close(): void {
    this.#closed = true
    this.sink = null
    if (!this.#route.remote && this.#pending > 0) this.#route.refuse(this)
  }

  /** Somebody has read octets: there is room for more. */
  consumed(count: number): void {
    this.#unread -= count
    if (this.#pending === 0 || this.#pumping || this.over) return
    this.#pumping = true
    this.#world.after(this.#delay(), () => {
      this.#pumping = false
      this.#pump()
      if (this.#pending === 0) this.source?.drained()
    })
  }

  /** Nothing moves any more; what waits to be read can be. */
  stop(): void {
    this.over = true
    this.#drop()
    this.#held = []
  }

  /** How long the first piece takes, whatever it is: nothing arrives before. */
  delayFirst(): number {
    this.#lastArrival = this.#world.now + this.#delay()
    return this.#lastArrival - this.#world.now
  }

  /** Sends again what was held up. */
  release(): void {
    const held = this.#held
    this.#held = []
    for (const piece of held) this.#fly(this.#world.now, piece)
  }

  describe(): string {
    const counts = [`${this.#pending} pending`, `${this.#flying} on their way`, `${this.#unread} unread`]
    return `${counts.join(', ')}${this.#held.length > 0 ? ', held up' : ''}`
  }

  get #free(): number {
    return this.#world.faults.options.window - this.#flying - this.#unread
  }

  #pump(): void {
    if (this.over) return
    while (this.#pending > 0 && this.#free > 0) this.#sendSome()
    if (this.#pending > 0 || this.#shut !== 'asked') return
    this.#shut = 'sent'
    this.#send(0, () => {
      this.#world.note(`${this.subject.name} end`)
      if (!this.deaf) this.sink?.ended()
    })
  }

  #sendSome(): void {
    const head = this.#taken[0]!
    const octets = head.subarray(0, Math.min(SEGMENT, this.#free))
    if (octets.byteLength === head.byteLength) this.#taken.shift()
    else this.#taken[0] = head.subarray(octets.byteLength)
    this.#pending -= octets.byteLength
    this.#flying += octets.byteLength
    this.#send(octets.byteLength, () => this.#deliver(octets))
  }

  /** Puts a piece on its way: as fast as the line is, and never past one that left before. */
  #send(size: number, piece: () => void): void {
    const { bandwidth } = this.#world.faults.options
    const leaves = Math.max(this.#world.now, this.#lineFree)
    this.#lineFree = leaves + (this.#route.remote ? size / bandwidth : 0)
    this.#fly(this.#lineFree, piece)
  }

  #fly(leaves: number, piece: () => void): void {
    this.#lastArrival = Math.max(this.#lastArrival, leaves + this.#delay())
    this.#world.at(this.#lastArrival, () => this.#arrive(piece))
  }

  #delay(): number {
    return this.#route.remote ? this.#world.delay(this.subject) : 0
  }

  #arrive(piece: () => void): void {
    if (this.over) return
    if (this.#route.remote && !this.#route.blocked) {
      if (this.subject.happens('reset')) return void this.#route.reset()
      if (this.subject.happens('vanish')) this.#route.vanish()
    }
    if (this.#held.length > 0 || this.#route.blocked) this.#hold(piece)
    else piece()
  }

  #hold(piece: () => void): void {
    this.#held.push(piece)
    if (this.#held.length > 1) return
    const held = this.#held
    this.#world.after(this.#world.faults.options.retransmitTimeout, () => {
      if (this.#held === held && !this.over) this.#route.timeOut(this)
    })
  }

  #deliver(octets: Uint8Array): void {
    this.#flying -= octets.byteLength
    if (this.#closed) return void this.#route.refuse(this)
    this.#world.note(`${this.subject.name} ${octets.byteLength} octets`)
    this.#unread += octets.byteLength
    if (!this.deaf) this.sink?.arrived(octets)
  }

  #failSink(): void {
    this.#world.note(`${this.subject.name} reset`)
    this.sink?.failed('ECONNRESET')
  }

  #drop(): void {
    this.#taken = []
    this.#pending = 0
  }
}
