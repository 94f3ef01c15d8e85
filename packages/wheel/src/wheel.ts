import { PoeError, show } from '@poe/errors'
import type { Addressee, Owned, SessionHost, Untyped } from '@poe/kernel'

/**
 * What a wheel needs to be given: the context of a handler, or the part of it that leads to the session.
 *
 * @typeParam M - the event map of the session: names of events are checked against it
 */
export interface WheelContext<in out M = Untyped> {
  /** The kernel as the session sees it. */
  readonly kernel: { readonly host: SessionHost }
  /** The session that will own the wheel. */
  readonly session: Addressee<M>
}

/**
 * The base of every wheel (POE: `POE::Wheel`): a part of a session that does one job of I/O. A wheel belongs to the
 * session it was made for and ends with it, or before, by `dispose()` (also as `using wheel = …`).
 */
export abstract class Wheel implements Owned, Disposable {
  /** What the ledger calls it. */
  readonly kind = 'wheel'
  /** From 1, unique in a kernel, never used again (POE: `ID`). */
  readonly id: number
  /** How the wheel is called in the ledger: `ReadWrite(1)`. */
  readonly label: string
  /** The kernel's means for the session the wheel belongs to. */
  protected readonly host: SessionHost
  #disposed = false

  /**
   * @param name - the class as its user knows it
   * @param check - refuses wrong options, by throwing, before the wheel has an id or belongs to anybody
   * @param options - what it is given to look at
   * @throws PoeError `ERR_POE_NO_SESSION` where the context is none, or its session has stopped
   */
  constructor(name: string, ctx: WheelContext, check?: (options: Untyped) => void, options?: unknown) {
    this.host = hostOf(name, ctx)
    check?.(options)
    this.id = this.host.nextWheelId()
    this.label = `${name}(${this.id})`
    this.host.own(this)
  }

  /** Whether the wheel has ended. */
  get disposed(): boolean {
    return this.#disposed
  }

  /** Ends the wheel now: no event of it comes afterwards. Twice is fine. */
  dispose(): void {
    if (this.#disposed) return
    this.#disposed = true
    this.host.disown(this)
    this.release()
  }

  [Symbol.dispose](): void {
    this.dispose()
  }

  /** Lets go of whatever the kind of wheel holds; called once. */
  protected abstract release(): void
}

function hostOf(name: string, ctx: unknown): SessionHost {
  const host = (ctx as Partial<WheelContext> | null | undefined)?.kernel?.host
  if (host === undefined)
    throw new PoeError(
      'ERR_POE_NO_SESSION',
      `new ${name}() takes the context of a handler first, the session it works for, not ${show(ctx)}.`,
    )
  if (host.stopped)
    throw new PoeError(
      'ERR_POE_NO_SESSION',
      `new ${name}(): session ${host.sessionId} has stopped; it can own nothing.`,
    )
  return host
}
