import koffi from 'koffi'
import type { Tk } from './tcl.ts'

const STRUCTURE_NOTIFY = 1 << 17
const DESTROY_NOTIFY = 17
const EVENT = koffi.pointer(koffi.proto('void', ['size_t', 'void *']))

/** Those who want to know when a window is gone: one callback for all, registered while there are any. */
export class Destroyed {
  readonly #tk: Tk
  readonly #waiting = new Map<number, () => void>()
  #call: bigint | null = null
  #ids = 0

  constructor(tk: Tk) {
    this.#tk = tk
  }

  watch(window: bigint, gone: () => void): Disposable {
    const id = ++this.#ids
    this.#waiting.set(id, gone)
    this.#call ??= koffi.register((id: number, event: bigint) => this.#happened(id, event), EVENT)
    this.#tk.Tk_CreateEventHandler(window, STRUCTURE_NOTIFY, this.#call, BigInt(id))
    return {
      [Symbol.dispose]: () => {
        if (!this.#waiting.has(id) || this.#call === null) return
        this.#tk.Tk_DeleteEventHandler(window, STRUCTURE_NOTIFY, this.#call, BigInt(id))
        this.#forget(id)
      },
    }
  }

  #happened(id: number, event: bigint): void {
    if (koffi.decode(event, 'int') !== DESTROY_NOTIFY) return
    const gone = this.#waiting.get(id)
    this.#forget(id)
    gone?.()
  }

  #forget(id: number): void {
    this.#waiting.delete(id)
    if (this.#waiting.size === 0) setImmediate(this.#unregister)
  }

  /** Not at once: this may be within its call. */
  readonly #unregister = (): void => {
    if (this.#waiting.size > 0 || this.#call === null) return
    koffi.unregister(this.#call)
    this.#call = null
  }
}
