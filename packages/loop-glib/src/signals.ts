import { PoeError, show } from '@poe/errors'
import koffi from 'koffi'
import { Callbacks } from './callbacks.ts'
import type { Gobject } from './glib.ts'
import type { Connection, SignalHandler } from './types.ts'
import { readValues, writeValue } from './values.ts'

/** A GClosure, with nothing behind it. */
const CLOSURE_SIZE = 32

/** What {@link Signals} needs of its loop. */
export interface SignalsHost {
  guard<A extends readonly unknown[], R>(callback: (...args: A) => R, otherwise: R): (...args: A) => R
  /** Calls from the host, by its own. */
  later(call: () => void): void
}

/** Each connection has one of its own, so that it knows itself where another closure has got its closure's address. */
interface Handled {
  readonly handler: SignalHandler & Partial<Disposable>
}

/** Signals of GObjects, and the ends of those objects. */
export class Signals {
  readonly #gobject: Gobject
  readonly #host: SignalsHost
  readonly #callbacks: Callbacks
  readonly #handlers = new Map<bigint, Handled>()
  readonly #watches = new Map<number, () => void>()
  #ids = 0

  constructor(gobject: Gobject, host: SignalsHost) {
    this.#gobject = gobject
    this.#host = host
    this.#callbacks = new Callbacks({
      marshal: host.guard((closure, answer, count, values) => this.#emitted(closure, answer, count, values), undefined),
      invalidated: host.guard((_, closure) => this.#invalidated(closure), undefined),
      gone: host.guard((id) => this.#gone(Number(id)), undefined),
    })
  }

  connect(object: bigint, name: string, handler: SignalHandler): Connection {
    this.#known(object, name)
    const gobject = this.#gobject
    const { marshal, invalidated } = this.#callbacks.take()
    const closure = gobject.g_closure_new_simple(CLOSURE_SIZE, null)
    gobject.g_closure_set_marshal(closure, marshal)
    gobject.g_closure_add_invalidate_notifier(closure, null, invalidated)
    const handled = { handler }
    const handlers = this.#handlers.set(closure, handled)
    const id = gobject.g_signal_connect_closure(object, name, closure, 0)
    return {
      get connected() {
        return handlers.get(closure) === handled
      },
      [Symbol.dispose]() {
        if (this.connected) gobject.g_signal_handler_disconnect(object, id)
      },
    }
  }

  watchGone(object: bigint, gone: () => void): Disposable {
    const id = ++this.#ids
    const { gone: notify } = this.#callbacks.take()
    this.#watches.set(id, gone)
    this.#gobject.g_object_weak_ref(object, notify, BigInt(id))
    return {
      [Symbol.dispose]: () => {
        if (!this.#watches.delete(id)) return
        this.#gobject.g_object_weak_unref(object, notify, BigInt(id))
        this.#callbacks.release()
      },
    }
  }

  #emitted(closure: bigint, answer: bigint | null, count: number, values: bigint): void {
    const handled = this.#handlers.get(closure)
    if (handled === undefined) return
    const [object, ...rest] = readValues(this.#gobject, values, count)
    const given = handled.handler(object as bigint, ...rest)
    if (answer !== null) writeValue(this.#gobject, answer, given)
  }

  #invalidated(closure: bigint): void {
    const handled = this.#handlers.get(closure)
    if (handled === undefined) return
    this.#handlers.delete(closure)
    this.#callbacks.release()
    handled.handler[Symbol.dispose]?.()
  }

  #gone(id: number): void {
    const gone = this.#watches.get(id)
    if (gone === undefined) return
    this.#watches.delete(id)
    this.#callbacks.release()
    this.#host.later(gone)
  }

  /** GLib only complains on stderr of a signal nobody has. */
  #known(object: bigint, name: string): void {
    const type = BigInt(koffi.decode(koffi.decode(object, 'void *'), 'size_t'))
    const out = new Int32Array(1)
    if (this.#gobject.g_signal_parse_name(name, type, out, new Int32Array(1), 1) !== 0) return
    const owner = this.#gobject.g_type_name(type)
    throw new PoeError('ERR_POE_NO_SIGNAL', `An object of the type ${owner} has no signal ${show(name)}.`)
  }
}
