import type { Native } from './native.ts'

const ADD = 1
const DELETE = 2
const MODIFY = 3
const ENOENT = 2
const CLOEXEC = 0o2000000
/** Room for the kernel's struct: the bits come first, and nobody reads the rest. */
const EVENT_SIZE = 16

/**
 * Descriptors that others opened and may close, behind one of our own: theirs never get into Node's loop, which would mix up
 * one that was closed with a socket that has got its number since.
 */
export class Descriptors {
  readonly #native: Native
  readonly #watched = new Map<number, number>()
  readonly #event = new Uint8Array(EVENT_SIZE)
  readonly #bits = new DataView(this.#event.buffer)
  /** Ready when one of them is. */
  readonly own: number

  constructor(native: Native) {
    this.#native = native
    this.own = native.epoll_create1(CLOEXEC)
    if (this.own < 0) throw new Error(`epoll_create1: errno ${native.errno()}`)
  }

  /** Watches those that are wanted, and no others; false where one of them cannot be waited for, as a file always is ready. */
  watch(wanted: ReadonlyMap<number, number>): boolean {
    if (this.#watched.size > 0) this.#forget(wanted)
    let all = true
    for (const [descriptor, bits] of wanted) if (!this.#want(descriptor, bits)) all = false
    return all
  }

  close(): void {
    this.#native.close(this.own)
  }

  #forget(wanted: ReadonlyMap<number, number>): void {
    for (const descriptor of this.#watched.keys()) {
      if (wanted.has(descriptor)) continue
      this.#watched.delete(descriptor)
      this.#control(DELETE, descriptor, 0)
    }
  }

  /** Always asks the system: a number may have come to mean another file, which is not watched yet. */
  #want(descriptor: number, bits: number): boolean {
    const known = this.#watched.has(descriptor)
    if (known && this.#control(MODIFY, descriptor, bits)) return true
    if (known && this.#native.errno() !== ENOENT) return this.#lost(descriptor)
    if (!this.#control(ADD, descriptor, bits)) return this.#lost(descriptor)
    this.#watched.set(descriptor, bits)
    return true
  }

  #lost(descriptor: number): false {
    this.#watched.delete(descriptor)
    return false
  }

  #control(operation: number, descriptor: number, bits: number): boolean {
    this.#bits.setUint32(0, bits, true)
    return this.#native.epoll_ctl(this.own, operation, descriptor, this.#event) === 0
  }
}
