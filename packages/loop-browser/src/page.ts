import type { HostEventLoop } from '@poe/host-loop'
import { type Destroyable, watchGone } from './destroyed.ts'
import { Tasks } from './tasks.ts'
import { Timers } from './timers.ts'

/** What a page tells its loop. */
export interface PageWatcher {
  /** Time may have passed unseen. */
  catchUp(): void
  /** The page, or the element that stands for the program, is gone. */
  gone(): void
}

/** Whether there is a page; a worker has none. */
export const isPage = (): boolean => typeof document !== 'undefined'

/** A page, or a worker, as an event loop. Registers nothing but while it is held. */
export class Page implements HostEventLoop {
  readonly name = 'browser'
  readonly #tasks = new Tasks()
  readonly #timers: Timers
  readonly #element: Destroyable | undefined
  watcher: PageWatcher | null = null

  constructor(element: Destroyable | undefined, timerWorker: boolean) {
    this.#element = element
    this.#timers = new Timers(timerWorker)
  }

  now(): number {
    return performance.now()
  }

  soon(call: () => void): void {
    this.#tasks.soon(call)
  }

  later(milliseconds: number, call: () => void): () => void {
    return this.#timers.later(milliseconds, call)
  }

  hold(): () => void {
    this.#tasks.hold()
    const unwatch = isPage() ? this.#watch() : []
    return () => {
      for (const end of unwatch) end()
      this.#tasks.release()
      this.#timers.release()
    }
  }

  #watch(): (() => void)[] {
    const gone = (): void => this.watcher?.gone()
    const late = (): void => this.watcher?.catchUp()
    const shown = (): void => (document.hidden ? this.#timers.rearm() : late())
    return [
      ...[window, this.#element].flatMap((target) => (target === undefined ? [] : [watchGone(target, gone)])),
      listen(document, 'visibilitychange', shown),
      listen(document, 'resume', late),
      listen(window, 'pageshow', late),
    ]
  }
}

function listen(target: EventTarget, event: string, call: () => void): () => void {
  target.addEventListener(event, call)
  return () => target.removeEventListener(event, call)
}
