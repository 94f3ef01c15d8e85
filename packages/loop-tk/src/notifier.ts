import { performance } from 'node:perf_hooks'
import koffi from 'koffi'
import type { Tcl } from './tcl.ts'

const PROCS = {
  setTimer: koffi.proto('void', ['void *']),
  waitForEvent: koffi.proto('int', ['void *']),
  createFileHandler: koffi.proto('void', ['int', 'int', 'void *', 'void *']),
  deleteFileHandler: koffi.proto('void', ['int']),
  initNotifier: koffi.proto('size_t', []),
  finalizeNotifier: koffi.proto('void', ['void *']),
  alertNotifier: koffi.proto('void', ['void *']),
  serviceModeHook: koffi.proto('void', ['int']),
}
const FILE_EVENT = koffi.pointer(koffi.proto('int', ['void *', 'int']))
const FILE_PROC = koffi.proto('void', ['void *', 'int'])

const SERVICE_ALL = 1
const QUEUE_TAIL = 0
const FILE_EVENTS = 1 << 3
/** A Tcl_Event: what is to be called, and the next one; then what is ours. */
const EVENT_SIZE = 24
const DESCRIPTOR_AT = 16n
const FOR_EVER = -1

/** Tcl's bits beside those of poll(2). */
const BITS = [
  [2, 1],
  [4, 4],
  [8, 2],
] as const
/** What poll(2) says of a descriptor that is broken, which Tcl is told as what it waits for. */
const BROKEN = 8 | 16 | 32

/** A descriptor that Tcl watches. */
interface Watched {
  readonly mask: number
  readonly call: bigint
  readonly data: bigint | null
  /** What has come, while an event that tells it is queued. */
  ready: number
}

const poll = koffi.load(null).func('poll', 'int', ['void *', 'ulong', 'int'])

/**
 * What Tcl's notifier is to a program that has a loop of its own: it says when Tcl wants to be called and which descriptors
 * it watches, and queues what is ready. One for the process; Tcl keeps it for ever, and so are its callbacks kept.
 */
export class Notifier {
  /** What Tcl watches, in bits of poll(2). */
  readonly descriptors = new Map<number, number>()
  readonly #tcl: Tcl
  readonly #watched = new Map<number, Watched>()
  readonly #fileEvent: bigint
  #due = Number.POSITIVE_INFINITY
  #isStirred = false

  constructor(tcl: Tcl) {
    this.#tcl = tcl
    this.#fileEvent = koffi.register((event: bigint, flags: number) => this.#tellFile(event, flags), FILE_EVENT)
    const procs: Record<keyof typeof PROCS, (...args: never[]) => unknown> = {
      setTimer: (time: bigint | null) => this.#setTimer(time),
      waitForEvent: (time: bigint | null) => this.#waitForEvent(time),
      createFileHandler: (descriptor: number, mask: number, call: bigint, data: bigint | null) =>
        this.#watch(descriptor, { mask, call, data, ready: 0 }),
      deleteFileHandler: (descriptor: number) => this.#ignore(descriptor),
      initNotifier: () => 1,
      finalizeNotifier: () => {},
      alertNotifier: () => this.stir(),
      serviceModeHook: () => {},
    }
    const names = Object.keys(PROCS) as (keyof typeof PROCS)[]
    const pointers = names.map((name) => koffi.register(procs[name], koffi.pointer(PROCS[name])))
    tcl.Tcl_SetNotifier(BigUint64Array.from(pointers))
    tcl.Tcl_FindExecutable(null)
    tcl.Tcl_SetServiceMode(SERVICE_ALL)
  }

  /** Milliseconds until Tcl wants to be called. */
  get wait(): number {
    if (this.#isStirred) return 0
    return this.#due === Number.POSITIVE_INFINITY ? this.#due : this.#due - performance.now()
  }

  /** Tcl is to be called soon: windows may have got events while they were asked for something. */
  stir(): void {
    this.#isStirred = true
  }

  /** Does what is due, one round. */
  serve(): void {
    this.#isStirred = false
    this.#due = Number.POSITIVE_INFINITY
    this.#queueReady(0)
    // What was done may have asked the display something: once more, until there was nothing to do.
    if (this.#tcl.Tcl_ServiceAll() !== 0) this.stir()
  }

  #setTimer(time: bigint | null): void {
    this.#due = time === null ? Number.POSITIVE_INFINITY : performance.now() + millisecondsAt(time)
  }

  /** Within `vwait` or `update` of a script: waits itself, and nothing else goes on meanwhile. */
  #waitForEvent(time: bigint | null): number {
    if (time === null && this.#watched.size === 0) return -1
    this.#queueReady(time === null ? FOR_EVER : Math.ceil(millisecondsAt(time)))
    return 0
  }

  #watch(descriptor: number, watched: Watched): void {
    this.#watched.set(descriptor, watched)
    let bits = 0
    for (const [tcl, poll] of BITS) if ((watched.mask & tcl) !== 0) bits |= poll
    this.descriptors.set(descriptor, bits)
  }

  #ignore(descriptor: number): void {
    this.#watched.delete(descriptor)
    this.descriptors.delete(descriptor)
  }

  #queueReady(wait: number): void {
    const polls = Int32Array.from([...this.descriptors].flat())
    if (poll(polls, this.descriptors.size, wait) <= 0) return
    for (let i = 0; i < polls.length; i += 2) this.#queue(polls[i]!, polls[i + 1]! >>> 16)
  }

  #queue(descriptor: number, came: number): void {
    const watched = this.#watched.get(descriptor)
    if (watched === undefined || came === 0) return
    const isQueued = watched.ready !== 0
    for (const [tcl, poll] of BITS) if ((came & (poll | BROKEN)) !== 0) watched.ready |= tcl & watched.mask
    if (isQueued || watched.ready === 0) return
    const event = this.#tcl.Tcl_Alloc(EVENT_SIZE)
    koffi.encode(event, 'void *', this.#fileEvent)
    koffi.encode(event + DESCRIPTOR_AT, 'int', descriptor)
    this.#tcl.Tcl_QueueEvent(event, QUEUE_TAIL)
  }

  /** Whether the event is done with: a `vwait` may want events of other kinds only. */
  #tellFile(event: bigint, flags: number): number {
    if ((flags & FILE_EVENTS) === 0) return 0
    const watched = this.#watched.get(koffi.decode(event + DESCRIPTOR_AT, 'int'))
    const ready = watched?.ready ?? 0
    if (watched === undefined || ready === 0) return 1
    watched.ready = 0
    koffi.call(watched.call, FILE_PROC, watched.data, ready)
    return 1
  }
}

/** A Tcl_Time: seconds and microseconds. */
function millisecondsAt(time: bigint): number {
  return Number(koffi.decode(time, 'int64')) * 1000 + Number(koffi.decode(time + 8n, 'int64')) / 1000
}
