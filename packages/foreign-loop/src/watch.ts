import koffi from 'koffi'
import type { Native, Pointer } from './native.ts'

/** Numbers libuv gives its kinds of handles. */
const POLL = 8
const PREPARE = 9
const READABLE = 1

const PREPARED = koffi.pointer(koffi.proto('void', ['void *']))
const POLLED = koffi.pointer(koffi.proto('void', ['void *', 'int', 'int']))

/** Calls back from libuv, in the middle of Node's loop; neither may throw. */
export interface Watcher {
  /** Node is about to wait. */
  waits(): void
  /** The descriptor is ready. */
  ready(): void
}

/** Two handles in Node's own loop, which keep nobody alive: before it waits, and when a descriptor is ready. */
export class Watch {
  readonly #native: Native
  readonly #handles: readonly Pointer[]
  readonly #callbacks: readonly Pointer[]

  /** @param descriptor - stays open until this is closed */
  constructor(native: Native, descriptor: number, watcher: Watcher) {
    this.#native = native
    const loop = native.uv_default_loop()
    const prepare = native.calloc(1, native.uv_handle_size(PREPARE))
    const poll = native.calloc(1, native.uv_handle_size(POLL))
    const waits = koffi.register(() => watcher.waits(), PREPARED)
    const ready = koffi.register(() => watcher.ready(), POLLED)
    native.uv_prepare_init(loop, prepare)
    native.uv_poll_init(loop, poll, descriptor)
    native.uv_prepare_start(prepare, waits)
    native.uv_poll_start(poll, READABLE, ready)
    this.#handles = [prepare, poll]
    this.#callbacks = [waits, ready]
    for (const handle of this.#handles) native.uv_unref(handle)
  }

  /** Nothing is called any more. libuv frees the handles when it is done with them. */
  close(): void {
    for (const handle of this.#handles) this.#native.uv_close(handle, this.#native.free)
    // This may be called from within one of them.
    setImmediate(() => this.#callbacks.forEach((callback) => void koffi.unregister(callback)))
  }
}
