import { check, checkOptions, PoeError, show } from '@poe/errors'
import { type Contract, chooseKernel, type Kernel, SessionBase, type StateTable, type Untyped } from '@poe/kernel'
import { makePostback } from './postback.ts'
import type {
  CheckedObjects,
  CreateBase,
  Created,
  CreateParams,
  EventsOf,
  EventsOfObjects,
  Handler,
  HandlerOf,
  HandlersOf,
  ObjectState,
  Postback,
  Session as SessionApi,
  SessionInstance,
  SessionOptions,
  States,
} from './session-types.ts'
import { statesOf } from './states.ts'

const CHECKS = {
  inlineStates: check.object,
  objectStates: check.list,
  packageStates: check.list,
  heap: check.anything,
  args: check.anything,
  options: check.object,
  contract: check.object,
  kernel: check.object,
}

const NO_ARGS: readonly unknown[] = []

const WORDS: Readonly<Record<string, boolean>> = {
  on: true,
  yes: true,
  true: true,
  off: false,
  no: false,
  false: false,
}

/** Events of a session's life: nobody need handle them. */
const QUIET: ReadonlySet<string> = new Set(['_start', '_stop', '_child', '_parent', '_drain'])

class SessionImpl extends SessionBase<Untyped, Untyped> {
  #options: Map<string, unknown> | null = null

  static instantiate(params: CreateParams): CreateParams {
    return params
  }

  static create(given: CreateParams): SessionImpl {
    // biome-ignore lint/complexity/noThisInStatic: the class asked, which may be one that extends this
    return createOf(this, given)
  }

  tryAlloc(kernel: Kernel, args: readonly unknown[]): void {
    kernel.sessionAlloc(this, ...args)
  }

  option(given: string | SessionOptions): unknown {
    if (typeof given === 'string') return this.#options?.get(given.toLowerCase())
    if (typeof given !== 'object' || given === null)
      throw new PoeError('ERR_POE_OPTIONS', `option() takes a name, or an object of options, not ${show(given)}.`)
    const old: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(given)) old[name] = this.#setOption(name.toLowerCase(), value)
    return old
  }

  postback(event: string, ...etc: unknown[]): Postback<Untyped[]> {
    checkEvent('postback', event)
    return makePostback(this, event, 'postback', (kernel, args) => void kernel.post(this.id, event, etc, args))
  }

  callback(event: string, ...etc: unknown[]): Postback<Untyped[], unknown> {
    checkEvent('callback', event)
    return makePostback(this, event, 'callback', (kernel, args) => kernel.call(this.id, event, etc, args))
  }

  override unhandled(event: string): void {
    if (this.#options?.get('default') === true && !QUIET.has(event))
      this.kernel.loop.warn(`Session ${this.id} has no handler for event "${event}", nor a _default.`)
  }

  override redefined(event: string): void {
    if (this.#options?.get('debug') === true)
      this.kernel.loop.warn(`Session ${this.id} has its handler for event "${event}" replaced.`)
  }

  #setOption(name: string, value: unknown): unknown {
    this.#options ??= new Map()
    const old = this.#options.get(name)
    const meant = typeof value === 'string' ? (WORDS[value.toLowerCase()] ?? value) : value
    if (meant === undefined) this.#options.delete(name)
    else this.#options.set(name, meant)
    if (name === 'trace') this.shown = meant !== undefined && meant !== false && meant !== 0
    return old
  }

  static {
    // As users know it, in messages and on consoles, whatever a bundler makes of the name.
    Object.defineProperty(SessionImpl, 'name', { value: 'Session' })
  }
}

function createOf(made: typeof SessionImpl, given: CreateParams): SessionImpl {
  const taker = `${made.name}.create()`
  const params = made.instantiate(given)
  if (params === undefined && given !== undefined) throw notInstantiated(made.name)
  checkOptions(taker, params, CHECKS)
  const kernel = chooseKernel(taker, params.kernel)
  const session = new made(statesOf(taker, params), params.heap)
  if (params.options !== undefined) session.option(params.options)
  if (params.contract !== undefined) session.agree(params.contract)
  session.tryAlloc(kernel, listOf(params.args))
  if (session.id === 0) throw notAllocated(made.name)
  return session
}

function listOf(args: unknown): readonly unknown[] {
  if (args === undefined) return NO_ARGS
  return Array.isArray(args) ? args : [args]
}

function checkEvent(method: string, event: unknown): void {
  if (typeof event === 'string' && event !== '') return
  throw new PoeError('ERR_POE_EVENT', `${method}() needs the name of an event, not ${show(event)}.`)
}

function notInstantiated(name: string): PoeError {
  return new PoeError('ERR_POE_OPTIONS', `${name}.instantiate() has to give the parameters that count, not undefined.`)
}

function notAllocated(name: string): PoeError {
  return new PoeError(
    'ERR_POE_NOT_ALLOCATED',
    `${name}.tryAlloc() did not make the session known: it has to call super.tryAlloc(kernel, args).`,
  )
}

type Maker<T> = abstract new (states: StateTable, heap: Untyped) => T

/** How sessions are made: POE::Session's `create`, and what a class of one's own may override. */
export interface SessionStatics {
  /**
   * Handlers for a contract: each of its events must have one, and others may be the session's own business.
   * What others send is checked against it.
   */
  create<
    M extends object,
    N extends object,
    S extends { readonly [K in keyof N | '_start']: unknown },
    H = Record<string, Untyped>,
    T extends SessionApi = SessionApi,
  >(
    this: Maker<T>,
    params: CreateBase<H> & {
      readonly contract: Contract<M, N>
      readonly inlineStates: { readonly [K in keyof S]: HandlerOf<K, N, H> }
    },
  ): Created<T, M, H>
  /**
   * Handlers as functions; the session's events are inferred from them.
   *
   * @throws PoeError `ERR_POE_NO_START` without a handler for `_start`, `ERR_POE_HANDLER` for what is no handler,
   * `ERR_POE_NO_KERNEL` without a kernel; `ERR_POE_OPTIONS`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_BAD_OPTION` for
   * other wrong parameters. No session has been made then.
   */
  create<S extends States<H>, H = Record<string, Untyped>, T extends SessionApi = SessionApi>(
    this: Maker<T>,
    params: CreateBase<H> & { readonly inlineStates: S },
  ): Created<T, EventsOf<S>, H>
  /** Handlers for a declared map of events: what they yield themselves is checked too. */
  create<M extends object, H = Record<string, Untyped>, T extends SessionApi = SessionApi>(
    this: Maker<T>,
    params: CreateBase<H> & { readonly inlineStates: HandlersOf<M, H> },
  ): Created<T, M, H>
  /** Methods of objects. */
  create<const L extends readonly ObjectState[], H = Record<string, Untyped>, T extends SessionApi = SessionApi>(
    this: Maker<T>,
    params: CreateBase<H> & { readonly objectStates: L & CheckedObjects<L> },
  ): Created<T, EventsOfObjects<L>, H>
  /** Static methods of classes. */
  create<const L extends readonly ObjectState[], H = Record<string, Untyped>, T extends SessionApi = SessionApi>(
    this: Maker<T>,
    params: CreateBase<H> & { readonly packageStates: L & CheckedObjects<L> },
  ): Created<T, EventsOfObjects<L>, H>
  /** Any mixture: the names of methods are checked, events are not. */
  create<
    H = Untyped,
    const O extends readonly ObjectState[] = readonly ObjectState[],
    const P extends readonly ObjectState[] = readonly ObjectState[],
    T extends SessionApi = SessionApi,
  >(
    this: Maker<T>,
    params: CreateBase<H> & {
      readonly inlineStates?: Readonly<Record<string, Handler<H>>>
      readonly objectStates?: O & CheckedObjects<O>
      readonly packageStates?: P & CheckedObjects<P>
    },
  ): Created<T, Untyped, H>
  /** Called first, before the parameters are read; a class of one's own may change them, and gives what counts. */
  instantiate(params: CreateParams): CreateParams
}

/** The class of sessions, to be extended; sessions are made by `create`, never by `new`. */
export type SessionClass = SessionStatics &
  (abstract new <M = Untyped, H = Untyped>(
    states: StateTable,
    heap: H | undefined,
  ) => SessionInstance<M, H>)

/**
 * POE::Session: an event-driven task.
 *
 * @example `Session.create({ inlineStates: { _start({ kernel }) { kernel.yield('next') }, next() {} } })`
 */
export const Session = SessionImpl as unknown as SessionClass
export type Session<M = Untyped, H = Untyped> = SessionApi<M, H>
