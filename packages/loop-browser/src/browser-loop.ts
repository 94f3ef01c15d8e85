import { check, checkOptions, PoeError, show } from '@poe/errors'
import { HostLoop } from '@poe/host-loop'
import type { HandleStage, NetService } from '@poe/loop'
import { checkDestroyable, type Destroyable, isDestroyable, type Unwatch, watchGone } from './destroyed.ts'
import { isPage, Page } from './page.ts'

/** What makes connections for a loop. */
export type MakeNet = (host: NetHost) => NetService

/** What a loop lends to who makes connections for it. */
export interface NetHost {
  /** Where sockets are called back from. */
  readonly stage: HandleStage
  /** Calls once, after at least so many milliseconds, the page hidden or not; gives what takes that back. */
  later(milliseconds: number, call: () => void): () => void
}

/** What a {@link BrowserLoop} takes. */
export interface BrowserLoopOptions {
  /** What stands for the program in the page: when it is removed, everybody gets UIDESTROY. Default: the page alone. */
  readonly element?: Node
  /** What makes connections: `webSockets()`. Default: none, and none of its code. */
  readonly net?: MakeNet
  /** Whether timers of a hidden page may wait in a worker. Default: true. */
  readonly timerWorker?: boolean
}

/** Turns taken when the page goes away: what they leave is lost. */
const LAST_TURNS = 64

const CHECKS = {
  element: check.object,
  net: check.callable,
  timerWorker: check.flag,
}

/**
 * The loop of a page or a Web Worker. Making one starts and registers nothing; outside `run()` nothing is called back.
 */
export class BrowserLoop extends HostLoop {
  /** Missing unless the option `net` makes it. */
  readonly net?: NetService
  /** Takes a window or a node of a document. Missing in a worker. */
  readonly watchDestroyed?: (target: object, destroyed: () => void) => Disposable

  /** @throws PoeError `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_BAD_OPTION` */
  constructor(options: BrowserLoopOptions = {}) {
    checkOptions('BrowserLoop', options, CHECKS)
    const { element, net, timerWorker = true } = options
    if (element !== undefined) checkDestroyable('BrowserLoop', 'element', element)
    const page = new Page(element, timerWorker)
    super(page)
    page.watcher = { catchUp: () => this.catchUp(), gone: () => this.#gone() }
    if (net !== undefined)
      this.net = net({ stage: this.stage, later: (milliseconds, call) => page.later(milliseconds, call) })
    if (isPage()) this.watchDestroyed = (target, destroyed) => this.#watchDestroyed(target, destroyed)
  }

  /** A page that goes away calls nobody later: what is to be done for its end is done now. */
  #gone(): void {
    this.kernel?.signal('UIDESTROY')
    this.#takeLastTurns()
  }

  #takeLastTurns(): void {
    for (let turn = 0; turn < LAST_TURNS && this.stage.running; turn++) this.kernel?.turn()
  }

  #watchDestroyed(target: object, destroyed: () => void): Disposable {
    if (!isDestroyable(target))
      throw new PoeError(
        'ERR_POE_WINDOW',
        `Loop "browser" can watch windows and nodes of a document, not ${show(target)}.`,
      )
    const unwatch: Unwatch = watchGone(target as Destroyable, () => {
      unwatch()
      destroyed()
      this.#takeLastTurns()
    })
    return { [Symbol.dispose]: unwatch }
  }
}
