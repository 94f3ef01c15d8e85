import { PoeError } from '@poe/errors'
import type { Foreign } from '@poe/foreign-loop'
import type { Glib } from './glib.ts'

/** A GPollFD: a descriptor, what is waited for, what has come. */
const POLL_SIZE = 8
const BITS_AT = 4
const FIRST_ROOM = 16

/** GLib's default main context, where GTK and its like live, as a loop that POE serves. */
export class MainContext implements Foreign {
  readonly name = 'glib'
  readonly descriptors = new Map<number, number>()
  readonly #glib: Glib
  readonly #context: bigint
  readonly #priority = new Int32Array(1)
  readonly #wait = new Int32Array(1)
  #polls = Buffer.alloc(FIRST_ROOM * POLL_SIZE)
  /** What `descriptors` was made of. */
  #known = Buffer.alloc(0)

  constructor(glib: Glib) {
    this.#glib = glib
    this.#context = glib.g_main_context_default()
  }

  /** @throws PoeError `ERR_POE_LOOP_TAKEN` where another thread runs GLib's main loop */
  start(): void {
    // Who owns it is the one whom other threads wake.
    if (this.#glib.g_main_context_acquire(this.#context) !== 0) return
    throw new PoeError('ERR_POE_LOOP_TAKEN', 'Another thread runs the main loop of GLib; POE cannot run it as well.')
  }

  stop(): void {
    this.#glib.g_main_context_release(this.#context)
  }

  prepare(): number {
    const isReady = this.#glib.g_main_context_prepare(this.#context, this.#priority)
    this.#query()
    const [wait] = this.#wait as unknown as [number]
    if (isReady !== 0) return 0
    return wait < 0 ? Number.POSITIVE_INFINITY : wait
  }

  serve(): void {
    this.#glib.g_main_context_iteration(this.#context, 0)
  }

  #query(): void {
    const [priority] = this.#priority as unknown as [number]
    const room = this.#polls.length / POLL_SIZE
    const count = this.#glib.g_main_context_query(this.#context, priority, this.#wait, this.#polls, room)
    if (count > room) {
      this.#polls = Buffer.alloc(2 * count * POLL_SIZE)
      this.#query()
    } else this.#learn(this.#polls.subarray(0, count * POLL_SIZE))
  }

  #learn(polls: Buffer): void {
    if (polls.equals(this.#known)) return
    this.#known = Buffer.from(polls)
    this.descriptors.clear()
    for (let at = 0; at < polls.length; at += POLL_SIZE) {
      const descriptor = polls.readInt32LE(at)
      const bits = polls.readUInt16LE(at + BITS_AT)
      if (descriptor >= 0) this.descriptors.set(descriptor, bits | (this.descriptors.get(descriptor) ?? 0))
    }
  }
}
