import { PoeError } from '@poe/errors'

/** Somebody awaits a time or a condition. */
interface Request {
  readonly target: number
  readonly until: (() => boolean) | null
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

/** The times and conditions that tests await. */
export class Pacing {
  readonly #requests = new Set<Request>()

  /** The nearest time somebody awaits; Infinity where nobody does. */
  get next(): number {
    let next = Infinity
    for (const { target } of this.#requests) next = Math.min(next, target)
    return next
  }

  /** Settles when the clock has reached `target`, or `until` holds. */
  add(target: number, until: (() => boolean) | null): Promise<void> {
    return new Promise((resolve, reject) => void this.#requests.add({ target, until, resolve, reject }))
  }

  /** Looks at the conditions. Called after each callback. Answers whether anybody is done waiting. */
  look(): boolean {
    const before = this.#requests.size
    if (before === 0) return false
    for (const request of this.#requests) if (request.until !== null && this.#holds(request)) this.#done(request)
    return this.#requests.size < before
  }

  /** Everything at `now` is done: settles who awaited it. Answers whether anybody did. */
  reached(now: number, report: () => string): boolean {
    let any = false
    for (const request of this.#requests) {
      if (request.target > now) continue
      any = true
      if (request.until === null) this.#done(request)
      else this.#missed(request, `what was awaited had not come about at ${now} ms`, report)
    }
    return any
  }

  /** The run is over: who awaited a time has waited long enough. */
  end(report: () => string): void {
    for (const request of this.#requests) {
      if (request.until === null || this.#holds(request)) this.#done(request)
      else this.#missed(request, 'the run ended before what was awaited came about', report)
    }
  }

  /** A condition that throws is the caller's trouble, not the world's. */
  #holds(request: Request): boolean {
    try {
      return request.until?.() === true
    } catch (error) {
      this.#requests.delete(request)
      request.reject(error)
      return false
    }
  }

  #done(request: Request): void {
    this.#requests.delete(request)
    request.resolve()
  }

  #missed(request: Request, why: string, report: () => string): void {
    if (!this.#requests.delete(request)) return
    request.reject(new PoeError('ERR_POE_LIMIT', `advanceUntil: ${why}.\n${report()}`))
  }
}
