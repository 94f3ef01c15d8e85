import koffi from 'koffi'

const MARSHAL = koffi.pointer(koffi.proto('void', ['void *', 'void *', 'uint', 'void *', 'void *', 'void *']))
const NOTIFY = koffi.pointer(koffi.proto('void', ['size_t', 'void *']))

/** The functions GLib calls back; each must not throw. */
export interface CalledBack {
  marshal(closure: bigint, answer: bigint | null, count: number, values: bigint): void
  /** A closure will not be called any more. */
  invalidated(data: unknown, closure: bigint): void
  /** An object is gone. */
  gone(id: number | bigint): void
}

/**
 * Three functions for GLib to call, registered while somebody needs them: one of each kind for all connections, as a
 * callback per connection would soon be too many.
 */
export class Callbacks {
  readonly #called: CalledBack
  #users = 0
  #registered: { readonly marshal: bigint; readonly invalidated: bigint; readonly gone: bigint } | null = null

  constructor(called: CalledBack) {
    this.#called = called
  }

  /** Their addresses, until as many {@link release} have come. */
  take(): { readonly marshal: bigint; readonly invalidated: bigint; readonly gone: bigint } {
    this.#users++
    this.#registered ??= {
      marshal: koffi.register(this.#called.marshal, MARSHAL),
      invalidated: koffi.register(this.#called.invalidated, NOTIFY),
      gone: koffi.register(this.#called.gone, NOTIFY),
    }
    return this.#registered
  }

  /** This may be called from within one of them, which therefore stay a little longer. */
  release(): void {
    if (--this.#users === 0) setImmediate(this.#unregister)
  }

  readonly #unregister = (): void => {
    if (this.#users > 0 || this.#registered === null) return
    for (const pointer of Object.values(this.#registered)) koffi.unregister(pointer)
    this.#registered = null
  }
}
