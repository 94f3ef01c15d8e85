import { badOption, check, checkOptions } from '@poe/errors'
import type { Accepting, Release } from '@poe/kernel'
import { Wheel, type WheelContext } from '@poe/wheel'
import type { DomEventMap } from './event-map.ts'

/** How a target is watched. */
export interface WatchOptions {
  /** Hear of events on their way down to the target, not up from it. Default: false. */
  readonly capture?: boolean
  /** End the watch with the first event. Default: false. */
  readonly once?: boolean
  /** Promise the browser not to prevent what it does by default, so that it need not wait. Default: the browser's, by the event. */
  readonly passive?: boolean
  /** Prevent what the browser does by default, as sending a form. Default: false; the handler may, by the event. */
  readonly preventDefault?: boolean
  /** Keep the event from targets farther on its way. Default: false. */
  readonly stopPropagation?: boolean
}

const OPTIONS = {
  capture: check.flag,
  once: check.flag,
  passive: check.flag,
  preventDefault: check.flag,
  stopPropagation: check.flag,
}

/** A watch of DOM events: a wheel, which ends with its session. */
export interface DomWatch extends Disposable {
  /** From 1, unique in a kernel. */
  readonly id: number
  /** Whether the watch has ended. */
  readonly disposed: boolean
  /** Ends the watch now. Twice is fine. */
  dispose(): void
}

class DomWatchImpl extends Wheel implements DomWatch, EventListenerObject {
  readonly #target: EventTarget
  readonly #type: string
  readonly #event: string
  readonly #options: WatchOptions
  readonly #held: Release

  constructor(ctx: WheelContext, target: EventTarget, type: string, event: string, options: WatchOptions) {
    super('watch', ctx, () => checkWatch(target, type, event, options))
    this.#target = target
    this.#type = type
    this.#event = event
    this.#options = options
    this.#held = this.host.hold('watch', `${this.label} -> ${type}`)
    const { capture = false, passive } = options
    target.addEventListener(type, this, passive === undefined ? { capture } : { capture, passive })
  }

  /** Called by the target. */
  handleEvent(event: Event): void {
    const { preventDefault = false, stopPropagation = false, once = false } = this.#options
    if (preventDefault) event.preventDefault()
    if (stopPropagation) event.stopPropagation()
    if (once) this.#stopListening()
    this.host.enter(this.label, () => this.#deliver(event, once))
  }

  protected release(): void {
    this.#stopListening()
    this.#held.dispose()
  }

  /** A watch that ends with this event has ended before its handler is called, and keeps the session alive until then. */
  #deliver(event: Event, last: boolean): void {
    if (this.disposed) return
    if (last) this.dispose()
    this.host.deliver(this.#event, event, this.id)
  }

  #stopListening(): void {
    this.#target.removeEventListener(this.#type, this, { capture: this.#options.capture === true })
  }
}

function checkWatch(target: unknown, type: unknown, event: unknown, options: WatchOptions): void {
  const wrong = check.having('an event target', 'addEventListener', 'removeEventListener')(target)
  if (wrong !== undefined) throw badOption('watch()', 'target', target, wrong)
  for (const [name, value] of [
    ['type', type],
    ['event', event],
  ] as const)
    if (check.name(value) !== undefined) throw badOption('watch()', name, value, 'the name of an event')
  checkOptions('watch()', options, OPTIONS)
  if (options.passive === true && options.preventDefault === true)
    throw badOption('watch()', 'passive', true, 'left out where "preventDefault" is true')
}

/**
 * Has a session told of DOM events: each is sent as `event`, with the DOM event and the id of the watch. It is handled
 * before the browser goes on, as from `kernel.call`, so a handler may prevent what the browser does by default; not where
 * it is async and has waited, nor while the kernel does not run. The watch keeps the session alive, and ends with it.
 *
 * @param target - an element, a document, a window, or any other event target
 * @param type - the type of DOM event: `click`
 * @param event - the event of the session
 * @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_NO_SESSION`
 */
export function watch<M, T extends EventTarget, K extends keyof DomEventMap<T> & string>(
  ctx: WheelContext<M>,
  target: T,
  type: K,
  event: Accepting<M, [DomEventMap<T>[K], number]>,
  options: WatchOptions = {},
): DomWatch {
  return new DomWatchImpl(ctx as WheelContext, target, type, event, options)
}
