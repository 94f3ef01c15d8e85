import { check, checkOptions, PoeError, show } from '@poe/errors'
import { ForeignLoop, type ForeignLoopOptions } from '@poe/foreign-loop'
import { openGlib, openGobject } from './glib.ts'
import { MainContext } from './main-context.ts'
import { Signals } from './signals.ts'
import type { Connection, NativeObject, SignalHandler } from './types.ts'

/** What a {@link GlibLoop} takes: what a `SelectLoop` does, and where GLib is. */
export interface GlibLoopOptions extends ForeignLoopOptions {
  /** The file of GLib's library. @defaultValue `libglib-2.0.so.0` */
  readonly glib?: string
  /** The file of GObject's library. @defaultValue `libgobject-2.0.so.0` */
  readonly gobject?: string
}

const CHECKS = { glib: check.name, gobject: check.name, terminal: check.anything, ptys: check.anything }

/**
 * GLib's main loop as POE's (POE::Loop::Glib, POE::Loop::Gtk): while the kernel runs, GLib's default main context is served,
 * where GTK has its windows, beside all that a `SelectLoop` has. Node on Linux only, in the main thread.
 */
export class GlibLoop extends ForeignLoop {
  readonly #signals: Signals

  /**
   * @throws PoeError `ERR_POE_NO_LIBRARY` where GLib is not installed, `ERR_POE_RUNTIME` where the host is not Node on Linux, or
   * a worker; and for options it cannot mean
   */
  constructor(options: GlibLoopOptions = {}) {
    checkOptions('GlibLoop', options, CHECKS)
    const { glib = 'libglib-2.0.so.0', gobject = 'libgobject-2.0.so.0', ...rest } = options
    super(new MainContext(openGlib(glib)), rest)
    this.#signals = new Signals(openGobject(gobject), {
      guard: (callback, otherwise) => this.guard(callback, otherwise),
      later: (announce) => this.stage.announceLater({ announce }),
    })
  }

  /**
   * Has a signal of an object, `clicked` of a button, call a function: a postback, most often. What the function throws ends the
   * run. When the object is gone, or the connection is disposed of, the function is disposed of too, if it can be.
   *
   * @throws PoeError `ERR_POE_WINDOW` for no address, `ERR_POE_NO_SIGNAL` where the object has no such signal
   */
  connect(object: bigint | NativeObject, signal: string, handler: SignalHandler): Connection {
    return this.#signals.connect(addressOf('connect', object), signal, handler)
  }

  /** Calls back, from the host, once the object is gone: a window that was closed. @throws PoeError `ERR_POE_WINDOW` */
  watchDestroyed(target: object, destroyed: () => void): Disposable {
    return this.#signals.watchGone(addressOf('watchDestroyed', target), destroyed)
  }
}

function addressOf(method: string, object: unknown): bigint {
  const pointer = typeof object === 'object' ? (object as Partial<NativeObject> | null)?.pointer : object
  if (typeof pointer === 'bigint' && pointer !== 0n) return pointer
  throw new PoeError(
    'ERR_POE_WINDOW',
    `${method}() needs { pointer }, the address of an object as koffi gives it, not ${show(object)}.`,
  )
}
