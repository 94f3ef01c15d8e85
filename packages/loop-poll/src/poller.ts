import process from 'node:process'
import { isMainThread } from 'node:worker_threads'
import type { HandleError } from '@poe/loop'
import type { Native } from './native.ts'

const [ADD, DELETE, MODIFY] = [1, 2, 3]
const CLOEXEC = 0o2000000
const NONBLOCK = 0o4000
const IN = 1
/** Tells once, until it is asked again: so that what nobody takes wakes nobody. */
const ONE_SHOT = 2 ** 30

/** The struct of the kernel: packed on x64 alone. */
const [SIZE, DATA] = process.arch === 'x64' ? [12, 4] : [16, 8]
/** Descriptors told of by one wait. */
const ROOM = 64
/** A worker that is terminated waits for its threads, and cannot wake them: there they look once a second. */
const PATIENCE = isMainThread ? -1 : 1000

/** Those whose thread waits: a process that exits waits for its threads. */
const waiting = new Set<Poller>()
let listening = false

function wakeAll(): void {
  for (const poller of waiting) poller.wake()
}

/** Who is told that a descriptor may be ready. */
export interface Polled {
  readonly descriptor: number
  reported(): void
}

/**
 * Waits for descriptors by epoll, on one thread, while its loop runs and somebody wants it: nothing is ever asked again and
 * again. What it holds of the system is opened for the first descriptor and closed with the last one.
 */
export class Poller {
  readonly #native: Native
  readonly #polled = new Map<number, Polled>()
  readonly #event = new Uint8Array(SIZE)
  readonly #eventView = new DataView(this.#event.buffer)
  readonly #events = new Uint8Array(SIZE * ROOM)
  readonly #eventsView = new DataView(this.#events.buffer)
  /** Of those that are asked for: how many. */
  readonly #asked = new Set<number>()
  #epoll = -1
  #bell = -1
  #ids = 0
  #running = false
  #waiting = false

  constructor(native: Native) {
    this.#native = native
  }

  /** How many descriptors there are. */
  get size(): number {
    return this.#polled.size
  }

  /** Whether a thread waits. */
  get waiting(): boolean {
    return this.#waiting
  }

  /** Answers with the id to ask by, or with why the descriptor cannot be waited for. */
  add(polled: Polled): number | HandleError {
    this.#open()
    const id = ++this.#ids
    if (this.#control(ADD, polled.descriptor, ONE_SHOT, id) === 0) {
      this.#polled.set(id, polled)
      return id
    }
    const failure = this.#native.failure('epoll_ctl')
    this.#closeIfUnused()
    return failure
  }

  /** Tells once when one of the bits is there. */
  ask(id: number, bits: number): void {
    const polled = this.#polled.get(id)
    if (polled === undefined) return
    this.#control(MODIFY, polled.descriptor, bits | ONE_SHOT, id)
    this.#asked.add(id)
    this.#wait()
  }

  /** Before the descriptor is closed. */
  remove(id: number): void {
    const polled = this.#polled.get(id)
    if (polled === undefined) return
    this.#control(DELETE, polled.descriptor, 0, id)
    this.#polled.delete(id)
    this.#asked.delete(id)
    this.#closeIfUnused()
  }

  /** The loop runs. */
  start(): void {
    this.#running = true
    this.#wait()
  }

  /** The loop does not run: the thread comes home. */
  stop(): void {
    this.#running = false
    if (this.#waiting) this.wake()
  }

  wake(): void {
    this.#native.write(this.#bell, new Uint8Array(new BigUint64Array([1n]).buffer), 8)
  }

  #open(): void {
    if (this.#epoll >= 0) return
    this.#epoll = this.#checked(this.#native.epollCreate(CLOEXEC), 'epoll_create')
    this.#bell = this.#checked(this.#native.eventfd(0, CLOEXEC | NONBLOCK), 'eventfd')
    this.#control(ADD, this.#bell, IN, 0)
  }

  #checked(descriptor: number, syscall: string): number {
    if (descriptor >= 0) return descriptor
    const failure = this.#native.failure(syscall)
    this.#close()
    throw Object.assign(new Error(failure.message), failure)
  }

  #control(operation: number, descriptor: number, bits: number, id: number): number {
    this.#eventView.setUint32(0, bits, true)
    this.#eventView.setUint32(DATA, id, true)
    return this.#native.epollControl(this.#epoll, operation, descriptor, this.#event)
  }

  #wait(): void {
    if (this.#waiting || !this.#running || this.#asked.size === 0) return
    this.#waiting = true
    if (!listening) process.on('exit', wakeAll)
    listening = true
    waiting.add(this)
    this.#native.epollWait(this.#epoll, this.#events, ROOM, PATIENCE, this.#woken)
  }

  readonly #woken = (count: number): void => {
    this.#waiting = false
    waiting.delete(this)
    // Nothing came in a second, or a wait was interrupted: the next one.
    for (let at = 0; at < count; at++) this.#tell(this.#eventsView.getUint32(at * SIZE + DATA, true))
    this.#closeIfUnused()
    this.#wait()
  }

  #tell(id: number): void {
    if (id === 0) this.#native.read(this.#bell, new Uint8Array(8), 8)
    this.#asked.delete(id)
    this.#polled.get(id)?.reported()
  }

  /** The thread that still waits is woken, and closes when it is home. */
  #closeIfUnused(): void {
    if (this.#polled.size > 0 || this.#epoll < 0) return
    if (this.#waiting) this.wake()
    else this.#close()
  }

  #close(): void {
    for (const descriptor of [this.#epoll, this.#bell]) if (descriptor >= 0) this.#native.close(descriptor)
    this.#epoll = -1
    this.#bell = -1
  }
}
