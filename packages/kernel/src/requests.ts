import { PoeError, show } from '@poe/errors'
import { agreedResult } from './agreement.ts'
import { discard } from './alarms.ts'
import { stoppedReason } from './context.ts'
import type { Core } from './core.ts'
import { canHandle, runWith } from './dispatch.ts'
import { REQUEST } from './event-ring.ts'
import { enqueue } from './events.ts'
import { type Holding, holdFor } from './holds.ts'
import { rejectedIn } from './promises.ts'
import { timerChanged, wakeUp } from './running.ts'
import { disown, type Owned, own, type SessionRecord } from './session-record.ts'
import type { RequestOptions } from './types.ts'

/** An event whose sender waits for what its handler gives. */
export class Request {
  readonly answer: Promise<unknown>
  readonly #core: Core
  readonly #source: SessionRecord
  readonly #target: SessionRecord
  readonly #event: string
  readonly #fromState: string | undefined
  readonly #args: readonly unknown[]
  readonly #hold: Holding
  readonly #sourceEnds: Owned
  readonly #targetEnds: Owned
  readonly #signal: AbortSignal | undefined
  #timer = 0
  #settled = false
  #resolve!: (result: unknown) => void
  #reject!: (reason: unknown) => void

  constructor(
    core: Core,
    source: SessionRecord,
    target: SessionRecord,
    event: string,
    fromState: string | undefined,
    args: readonly unknown[],
    options: RequestOptions,
  ) {
    this.#core = core
    this.#source = source
    this.#target = target
    this.#event = event
    this.#fromState = fromState
    this.#args = args
    this.#signal = options.signal
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    this.#hold = holdFor(core, source, 'request', event)
    this.#sourceEnds = ending('request', event, () => this.#forsake())
    this.#targetEnds = ending('asked', event, () => this.#fail(stopped(target, event)))
    if (source !== core.root) own(source, this.#sourceEnds)
    own(target, this.#targetEnds)
    this.#limit(options)
  }

  /** Runs the handler; the target is active. An exception is the asker's, while somebody still asks. */
  run(): void {
    if (this.#settled) return
    const core = this.#core
    if (!canHandle(this.#target, this.#event)) {
      this.#fail(new PoeError('ERR_POE_NO_HANDLER', `Session ${this.#target.id} has no handler for "${this.#event}".`))
      return
    }
    try {
      this.#take(runWith(core, this.#target, this.#source, this.#event, this.#fromState, this.#args))
    } catch (error) {
      this.#failed(error)
    }
  }

  /** Waits for a handler that is asynchronous; it keeps its session alive like any other. */
  #take(result: unknown): void {
    const then: unknown = typeof result === 'object' && result !== null ? (result as { then?: unknown }).then : null
    if (typeof then !== 'function') {
      this.#succeed(result)
      return
    }
    const core = this.#core
    const kept = holdFor(core, this.#target, 'promise', this.#event)
    core.tracing?.noteSent(kept)
    core.promises++
    const over = (): void => {
      core.promises--
      kept.dispose()
    }
    const rejected = (error: unknown): void => {
      this.#failed(error)
      over()
    }
    const resolved = (value: unknown): void => {
      this.#succeed(value)
      over()
    }
    then.call(result, resolved, rejected)
  }

  /** Nobody asks any more, but no exception is lost: it is the handler's own then. */
  #failed(error: unknown): void {
    if (this.#settled) rejectedIn(this.#core, this.#target, this.#source, this.#event, this.#fromState, error)
    else this.#fail(error)
  }

  /** The asker has stopped: nobody has to be told of the rejection. */
  #forsake(): void {
    this.answer.catch(() => {})
    this.#fail(stoppedReason(this.#source))
  }

  #succeed(result: unknown): void {
    if (this.#settled) return
    try {
      const agreed = agreedResult(this.#target, this.#event, result)
      this.#settle()
      this.#resolve(agreed)
    } catch (error) {
      this.#fail(error)
    }
  }

  #fail(reason: unknown): void {
    if (this.#settle()) this.#reject(reason)
  }

  /** Lets go of everything; false if that was done before. */
  #settle(): boolean {
    if (this.#settled) return false
    this.#settled = true
    const core = this.#core
    disown(this.#source, this.#sourceEnds)
    disown(this.#target, this.#targetEnds)
    this.#signal?.removeEventListener('abort', this.#aborted)
    const timer = core.timers.find(this.#timer)
    if (timer !== undefined) {
      core.ownTimers--
      discard(core, timer)
    }
    this.#hold.dispose()
    return true
  }

  #limit({ timeout, signal }: RequestOptions): void {
    const core = this.#core
    if (timeout !== undefined && timeout < Number.POSITIVE_INFINITY) {
      const at = core.loop.now() + timeout
      const timer = core.timers.set(core.root, 'request timeout', at, core.ring.tail, undefined, [], true)
      timer.run = () => this.#late(timeout)
      this.#timer = timer.id
      core.ownTimers++
      timerChanged(core)
    }
    signal?.addEventListener('abort', this.#aborted)
    if (signal?.aborted) this.#aborted()
  }

  #late(timeout: number): void {
    this.#core.ownTimers--
    this.#timer = 0
    this.#fail(
      new PoeError(
        'ERR_POE_TIMEOUT',
        `Session ${this.#target.id} did not answer "${this.#event}" within ${timeout} ms.`,
      ),
    )
  }

  readonly #aborted = (): void => {
    this.#fail(this.#signal?.reason)
    if (this.#core.depth === 0) wakeUp(this.#core)
  }
}

function ending(kind: string, label: string, dispose: () => void): Owned {
  return { kind, label, dispose }
}

function stopped(target: SessionRecord, event: string): PoeError {
  return new PoeError('ERR_POE_STOPPED', `Session ${target.id} has stopped before it answered "${event}".`)
}

/** Queues an event and promises what its handler gives. */
export function request(
  core: Core,
  source: SessionRecord,
  target: SessionRecord | undefined,
  event: string,
  fromState: string | undefined,
  args: readonly unknown[],
  options: RequestOptions,
  given: unknown,
): Promise<unknown> {
  if (target === undefined)
    return Promise.reject(
      new PoeError(
        'ERR_POE_NO_SESSION',
        `There is no session ${show(given)} to ask for "${event}", or it has stopped.`,
      ),
    )
  if (target === core.root)
    return Promise.reject(new PoeError('ERR_POE_NO_HANDLER', `The kernel itself answers no requests ("${event}").`))
  const asked = new Request(core, source, target, event, fromState, args, options)
  enqueue(core, target, source, event, fromState, REQUEST, 1, asked)
  return asked.answer
}
