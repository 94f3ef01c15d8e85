/** A request for a callback. */
interface Pending {
  readonly at: number
  readonly call: () => void
  timer: ReturnType<typeof setTimeout> | undefined
}

/** What the worker does: it waits, where the page may not. */
const WAITING = 'onmessage=({data:[id,left]})=>setTimeout(postMessage,left,id)'

/** Timers, of a worker while the page is hidden: there they are not held back to one a second or one a minute. */
export class Timers {
  readonly #pending = new Map<number, Pending>()
  /** Null: there cannot be one, or shall not. */
  #worker: Worker | null | undefined
  #ids = 0

  /** @param worker - whether a worker may be started when the page is hidden */
  constructor(worker: boolean) {
    if (!worker) this.#worker = null
  }

  /** Calls once, after at least so many milliseconds; gives what takes that back. */
  later(milliseconds: number, call: () => void): () => void {
    const id = ++this.#ids
    const pending: Pending = { at: performance.now() + milliseconds, call, timer: undefined }
    this.#pending.set(id, pending)
    this.#arm(id, pending)
    return () => {
      clearTimeout(pending.timer)
      this.#pending.delete(id)
    }
  }

  /** The page was hidden: what waits goes on elsewhere. */
  rearm(): void {
    for (const [id, pending] of this.#pending) this.#arm(id, pending)
  }

  /** Nothing waits any more. */
  release(): void {
    this.#worker?.terminate()
    if (this.#worker !== null) this.#worker = undefined
  }

  #arm(id: number, pending: Pending): void {
    const left = Math.max(0, Math.ceil(pending.at - performance.now()))
    clearTimeout(pending.timer)
    const worker = isHidden() ? this.#waiting() : null
    if (worker === null) pending.timer = setTimeout(() => this.#fire(id), left)
    else worker.postMessage([id, left])
  }

  #fire(id: number): void {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    pending?.call()
  }

  #waiting(): Worker | null {
    if (this.#worker === undefined) this.#worker = this.#start()
    return this.#worker
  }

  /** A page whose policy forbids such workers has the timers of a hidden page. */
  #start(): Worker | null {
    const url = URL.createObjectURL(new Blob([WAITING], { type: 'text/javascript' }))
    try {
      const worker = new Worker(url)
      worker.onmessage = ({ data }) => this.#fire(data)
      worker.onerror = (event) => {
        event.preventDefault()
        this.#worker = null
        this.rearm()
      }
      return worker
    } catch {
      return null
    } finally {
      URL.revokeObjectURL(url)
    }
  }
}

function isHidden(): boolean {
  return typeof document !== 'undefined' && document.hidden
}
