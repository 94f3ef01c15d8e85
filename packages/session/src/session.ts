import { check, checkOptions, PoeError, show } from '@poe/errors'
import type { Untyped } from '@poe/kernel'
import { addState, chooseKernel, SessionBase, type StateHandler, type StateTable, stateTable } from '@poe/kernel'
import { makePostback } from './postback.ts'
import type {
  CheckedObjects,
  CreateBase,
  CreateParams,
  EventsOf,
  EventsOfObjects,
  HandlersOf,
  Methods,
  ObjectState,
  Postback,
  Session as SessionApi,
  SessionOptions,
  States,
} from './session-types.ts'

const CHECKS = {
  inlineStates: check.object,
  objectStates: check.list,
  packageStates: check.list,
  heap: check.anything,
  args: check.anything,
  options: check.object,
  kernel: check.object,
}

const WORDS: Readonly<Record<string, boolean>> = {
  on: true,
  yes: true,
  true: true,
  off: false,
  no: false,
  false: false,
}

class SessionImpl extends SessionBase<unknown, unknown> {
  #options: Map<string, unknown> | null = null

  /** Before the parameters are read: a subclass may change them. */
  static instantiate(params: CreateParams): CreateParams {
    return params
  }

  static create(given: CreateParams): SessionImpl {
    const params = SessionImpl.instantiate(given)
    checkOptions('Session.create()', params, CHECKS)
    const session = new this(statesOf(params), params.heap)
    if (params.options !== undefined) session.option(params.options)
    const args = params.args === undefined ? [] : Array.isArray(params.args) ? params.args : [params.args]
    session.tryAlloc(chooseKernel('Session.create()', params.kernel), args)
    return session
  }

  /** Makes the session known to the kernel and starts it: a subclass may change the arguments of `_start`. */
  tryAlloc(kernel: ReturnType<typeof chooseKernel>, args: readonly unknown[]): void {
    kernel.sessionAlloc(this, ...args)
  }

  option(name: string | SessionOptions): unknown {
    if (typeof name === 'string') return this.#options?.get(name.toLowerCase())
    const old: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(name)) old[key] = this.#setOption(key.toLowerCase(), value)
    return old
  }

  postback(event: string, ...etc: unknown[]): Postback {
    const kernel = this.kernel
    return makePostback(this, event, 'postback', (args) => void kernel.post(this.id, event, etc, args))
  }

  callback(event: string, ...etc: unknown[]): Postback<unknown[], unknown> {
    const kernel = this.kernel
    return makePostback(this, event, 'callback', (args) => kernel.call(this.id, event, etc, args))
  }

  override unhandled(event: string): void {
    if (this.#options?.get('default') === true && event !== '_stop' && event !== '_child' && event !== '_parent')
      this.kernel.loop.warn(`Session ${this.id} has no handler for event "${event}", nor a _default.`)
  }

  #setOption(name: string, value: unknown): unknown {
    this.#options ??= new Map()
    const old = this.#options.get(name)
    const meant = typeof value === 'string' ? (WORDS[value.toLowerCase()] ?? value) : value
    if (meant === undefined) this.#options.delete(name)
    else this.#options.set(name, meant)
    return old
  }
}

function statesOf(params: CreateParams): StateTable {
  const table = stateTable()
  for (const [event, handler] of Object.entries(params.inlineStates ?? {})) {
    if (typeof handler !== 'function') throw badState('inlineStates', event, handler)
    table[event] = handler
  }
  for (const pair of params.objectStates ?? []) addObject(table, 'objectStates', pair)
  for (const pair of params.packageStates ?? []) addObject(table, 'packageStates', pair)
  if (table._start === undefined)
    throw new PoeError('ERR_POE_NO_START', 'Session.create() needs a handler for "_start": a session begins with it.')
  return table
}

function addObject(table: StateTable, kind: string, pair: ObjectState): void {
  if (!Array.isArray(pair) || pair.length !== 2)
    throw new PoeError(
      'ERR_POE_BAD_OPTION',
      `Session.create(): ${kind} takes pairs [object, methods], not ${show(pair)}.`,
    )
  const [object, methods] = pair as unknown as readonly [object, Methods]
  for (const [event, method] of namesOf(kind, methods))
    addState(table, event, { object, method } satisfies StateHandler)
}

function namesOf(kind: string, methods: Methods): readonly (readonly [string, string])[] {
  if (Array.isArray(methods)) return methods.map((name: string) => [name, name] as const)
  if (typeof methods === 'object' && methods !== null) return Object.entries(methods as Record<string, string>)
  throw new PoeError(
    'ERR_POE_BAD_OPTION',
    `Session.create(): ${kind} needs method names as an array, or a map from events to them, not ${show(methods)}.`,
  )
}

function badState(kind: string, event: string, given: unknown): PoeError {
  return new PoeError(
    'ERR_POE_HANDLER',
    `Session.create(): the handler of "${event}" in ${kind} must be a function, not ${show(given)}.`,
  )
}

/** How sessions are made: POE::Session's `create`. A class of sessions of one's own extends this one. */
export interface SessionClass {
  /** Handlers as functions; the session's events are inferred from them. */
  create<S extends States<H>, H = Record<string, Untyped>>(
    params: CreateBase<H> & { readonly inlineStates: S },
  ): SessionApi<EventsOf<S>, H>
  /** Handlers for a declared map of events: what they yield themselves is checked too. */
  create<M extends object, H = Record<string, Untyped>>(
    params: CreateBase<H> & { readonly inlineStates: HandlersOf<M, H> },
  ): SessionApi<M, H>
  /** Methods of objects. */
  create<const L extends readonly ObjectState[], H = Record<string, Untyped>>(
    params: CreateBase<H> & { readonly objectStates: L & CheckedObjects<L> },
  ): SessionApi<EventsOfObjects<L>, H>
  /** Any mixture, unchecked. */
  create(params: CreateParams): SessionApi
}

/**
 * POE::Session: an event-driven task.
 *
 * @example `Session.create({ inlineStates: { _start({ kernel }) { kernel.yield('next') }, next() {} } })`
 */
export const Session = SessionImpl as unknown as SessionClass
export type Session<M = Untyped, H = Untyped> = SessionApi<M, H>
