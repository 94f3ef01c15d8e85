import type { TimerItem, TimerQueue } from '@poe/queue'
import { IdTable } from './id-table.ts'
import type { SessionRecord } from './session-record.ts'

/** One alarm or delay. Pooled: only its id may leave the kernel, so that reuse cannot be seen. */
export class Timer implements TimerItem {
  /** Due time, monotonic milliseconds. */
  at = 0
  seq = 0
  pos = -1
  /** 0 where nobody asked for an id. */
  id = 0
  /** Index in the owner's list of timers. */
  own = 0
  owner: SessionRecord | null = null
  event = ''
  /** Position of the ring's tail when the timer was set: orders it among events of the same time. */
  fifo = 0
  args: readonly unknown[] = NO_ARGS
  /** The event that was being handled when the timer was set. */
  fromState: string | undefined = undefined
  /** What a wheel wants run instead of a handler. */
  run: (() => void) | null = null
}

const NO_ARGS: readonly unknown[] = []
const MOST_POOLED = 65_536

/** The timers of a kernel: ordered by due time, found by id, listed by owner. */
export class Timers {
  readonly queue: TimerQueue<Timer>
  readonly #byId = new IdTable<Timer>()
  readonly #pool: Timer[] = []
  lastSeq = 0

  constructor(queue: TimerQueue<Timer>) {
    this.queue = queue
  }

  /** Adds a timer to a session, which counts it as an event addressed to it. */
  set(
    owner: SessionRecord,
    event: string,
    at: number,
    fifo: number,
    fromState: string | undefined,
    args: readonly unknown[],
    wantsId: boolean,
  ): Timer {
    const timer = this.#pool.pop() ?? new Timer()
    timer.at = at
    timer.seq = ++this.lastSeq
    timer.fifo = fifo
    timer.owner = owner
    timer.event = event
    timer.args = args.length === 0 ? NO_ARGS : [...args]
    timer.fromState = fromState
    if (wantsId) this.#byId.add(timer)
    this.queue.push(timer)
    own(owner, timer)
    owner.references++
    return timer
  }

  find(id: number): Timer | undefined {
    return this.#byId.get(id)
  }

  /** Gives a timer a new due time; it comes behind others of that time. */
  move(timer: Timer, at: number, fifo: number): void {
    timer.at = at
    timer.seq = ++this.lastSeq
    timer.fifo = fifo
    this.queue.moved(timer)
  }

  /** Takes a timer out of every list; it may be another one from now on. The count is the caller's. */
  remove(timer: Timer): void {
    this.queue.remove(timer)
    disown(timer.owner as SessionRecord, timer)
    if (timer.id !== 0) this.#byId.delete(timer)
    timer.owner = null
    timer.args = NO_ARGS
    timer.fromState = undefined
    timer.id = 0
    timer.run = null
    if (this.#pool.length < MOST_POOLED) this.#pool.push(timer)
  }
}

/** The timers of a session, in no order. */
export function timersOf(session: SessionRecord): readonly Timer[] {
  const timers = session.timers
  if (timers === null) return []
  return Array.isArray(timers) ? timers : [timers]
}

function own(session: SessionRecord, timer: Timer): void {
  const timers = session.timers
  if (timers === null) {
    timer.own = 0
    session.timers = timer
  } else if (Array.isArray(timers)) timer.own = timers.push(timer) - 1
  else {
    timer.own = 1
    session.timers = [timers, timer]
  }
}

function disown(session: SessionRecord, timer: Timer): void {
  const timers = session.timers
  if (timers === timer) session.timers = null
  else {
    const list = timers as Timer[]
    const last = list.pop() as Timer
    if (last === timer) return
    list[timer.own] = last
    last.own = timer.own
  }
}
