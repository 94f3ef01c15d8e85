import type { HandleState, Mode, Watchable } from '@poe/loop'
import { Descriptor, type Parts } from './descriptor.ts'

/** A descriptor that others read and write. It is watched by a duplicate: should they close theirs, nobody mixes it up. */
export class WatchedDescriptor implements Watchable {
  readonly error = null
  /** Nothing is read here. */
  readonly readAhead = 0
  readonly #parts: Parts
  readonly #descriptor: Descriptor
  #closed = false

  /** @param duplicate - is closed by {@link close} */
  constructor(parts: Parts, duplicate: number) {
    this.#parts = parts
    this.#descriptor = new Descriptor(parts, duplicate)
  }

  get id(): number {
    return this.#descriptor.id
  }

  get state(): HandleState {
    return this.#closed ? 'closed' : 'open'
  }

  watch(mode: Mode, ready: () => void): void {
    if (!this.#closed) this.#descriptor.level(mode).watch(ready)
  }

  ignore(mode: Mode): void {
    this.#descriptor.level(mode).ignore()
  }

  pause(mode: Mode): void {
    this.#descriptor.level(mode).pause()
  }

  resume(mode: Mode): void {
    if (!this.#closed) this.#descriptor.level(mode).resume()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#descriptor.release()
    this.#parts.native.close(this.#descriptor.descriptor)
  }
}
