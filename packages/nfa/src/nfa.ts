import { check, checkOptions, PoeError, show } from '@poe/errors'
import {
  type AnyHandler,
  type Context,
  chooseKernel,
  SessionBase,
  type State,
  type StateTable,
  stateTable,
  type Untyped,
} from '@poe/kernel'
import { MachineContext } from './machine-context.ts'
import { MachineOptions } from './machine-options.ts'
import type { Nfa as NfaApi, NfaHandler, NfaOptions, NfaStates, Postback, SpawnParams } from './nfa-types.ts'
import { makePostback } from './postback.ts'
import { type StateHandler, type StateTables, stateTables } from './state-tables.ts'

const CHECKS = {
  inlineStates: check.object,
  objectStates: check.object,
  packageStates: check.object,
  runstate: check.anything,
  options: check.object,
  kernel: check.object,
}

/** The machine's own events: how a change of state waits behind what is queued. */
const GOTO = 'poe_nfa_goto_state'
const PUSH = 'poe_nfa_push_state'
const POP = 'poe_nfa_pop_state'
const STOP = 'poe_nfa_stop'

/** Events of POE's that a machine need not handle. */
const QUIET: ReadonlySet<string> = new Set(['_start', '_stop', '_drain'])

/** Where `returnState` comes back to. */
interface Return {
  readonly state: string
  readonly event: string | undefined
}

class NfaImpl extends SessionBase<unknown, unknown> {
  readonly #tables: StateTables
  /** Handlers that hold in every state: the machine's own. */
  readonly #internal: Readonly<Record<string, AnyHandler>>
  /** Handlers added by `kernel.state`. */
  readonly #added = new Map<string, State>()
  readonly #returns: Return[] = []
  readonly #options = new MachineOptions()
  #state: string | undefined

  constructor(tables: StateTables, params: SpawnParams) {
    const table = stateTable()
    super(table, params.runstate ?? {})
    this.#tables = tables
    this.#internal = {
      [GOTO]: (_ctx: Context, state: string, entry: string, args: unknown[]) => this.#enter(state, entry, args),
      [PUSH]: (_ctx: Context, back: string, state: string, entry: string, args: unknown[]) =>
        this.#push(back, state, entry, args),
      [POP]: (_ctx: Context, args: unknown[]) => this.#pop(args),
      [STOP]: () => this.kernel.host.stop(),
    }
    this.#fill(table)
    if (params.options !== undefined) this.option(params.options)
  }

  static spawn(params: SpawnParams): NfaImpl {
    checkOptions('Nfa.spawn()', params, CHECKS)
    const machine = new NfaImpl(stateTables(params), params)
    chooseKernel('Nfa.spawn()', params.kernel).sessionAlloc(machine)
    return machine
  }

  gotoState(state: string, entry?: string, ...args: unknown[]): void {
    this.#send(this.#state === undefined, GOTO, state, entry, args)
  }

  callState(returnEvent: string | undefined, state: string, entry?: string, ...args: unknown[]): void {
    this.#send(false, PUSH, returnEvent, state, entry, args)
  }

  returnState(...args: unknown[]): void {
    this.#send(false, POP, args)
  }

  stop(): void {
    this.kernel.post(this.id, STOP)
  }

  getCurrentState(): string | undefined {
    return this.#state
  }

  getRunstate(): unknown {
    return this.heap
  }

  option(given: string | NfaOptions): unknown {
    if (typeof given === 'string') return this.#options.get(given)
    const old = this.#options.set(given)
    this.shown = this.#options.has('trace')
    return old
  }

  postback(event: string, ...etc: unknown[]): Postback<Untyped[]> {
    return makePostback('postback', this.kernel, event, (kernel, args) => void kernel.post(this.id, event, etc, args))
  }

  callback(event: string, ...etc: unknown[]): Postback<Untyped[], unknown> {
    return makePostback('callback', this.kernel, event, (kernel, args) => kernel.call(this.id, event, etc, args))
  }

  /** What `kernel.state` adds holds in every state that has no handler of its own for the event. */
  override define(event: string, state: State | undefined): void {
    if (state === undefined) this.#added.delete(event)
    else this.#added.set(event, state)
    super.define(event, this.#dispatcher)
  }

  override redefined(event: string): void {
    if (this.#options.has('debug') && this.#added.has(event))
      this.kernel.loop.warn(`Machine ${this.id} has its handler for event "${event}" replaced.`)
  }

  /** A machine says in each state what it expects there: anything else is an exception, as in POE. */
  override unhandled(event: string): void {
    if (QUIET.has(event)) return
    throw new PoeError(
      'ERR_POE_NFA_EVENT',
      `Machine ${this.id} has no handler for event "${event}" in ${this.#where()}, nor a _default there.`,
    )
  }

  /** One entry per event of any state; which handler it means is looked up when it is dispatched. */
  #fill(table: StateTable): void {
    table._start = () => {}
    table._stop = () => {}
    for (const handlers of this.#tables.values()) for (const event of handlers.keys()) table[event] = this.#dispatcher
    Object.assign(table, this.#internal)
  }

  readonly #dispatcher = (ctx: Context, ...args: unknown[]): unknown => this.#dispatch(ctx, args)

  #dispatch(ctx: Context, args: unknown[]): unknown {
    const handlers = this.#tables.get(this.#state ?? '')
    const handler = handlers?.get(ctx.state)
    if (handler !== undefined) return this.#run(handler, ctx, ctx.state, args)
    const added = this.#added.get(ctx.state)
    if (added !== undefined) return runAdded(added, ctx, args)
    const fallback = handlers?.get('_default')
    if (fallback === undefined) return this.unhandled(ctx.state === '_default' ? (args[0] as string) : ctx.state)
    const given = ctx.state === '_default' ? args : [ctx.state, [...args]]
    return this.#run(fallback, ctx, '_default', given)
  }

  #run(handler: StateHandler, ctx: Context, event: string, args: unknown[]): unknown {
    const machine = this as unknown as NfaApi
    return handler.current()(new MachineContext(ctx, machine, event, this.#state ?? '', handler.object), ...args)
  }

  #send(atOnce: boolean, event: string, ...args: unknown[]): void {
    if (atOnce || this.#options.has('immediate')) this.kernel.call(this.id, event, ...args)
    else this.kernel.post(this.id, event, ...args)
  }

  /** Leaves the present state and enters another one. Nothing has changed where that is not possible. */
  #enter(state: string, entry: string | undefined, args: unknown[]): unknown {
    this.#check(state, entry)
    if (this.#handlers()?.has('leave')) this.kernel.call(this.id, 'leave')
    this.#state = state
    return entry === undefined || entry === '' ? undefined : this.kernel.call(this.id, entry, ...args)
  }

  #push(back: string | undefined, state: string, entry: string | undefined, args: unknown[]): unknown {
    this.#check(state, entry)
    this.#returns.push({ state: this.#state ?? '', event: back })
    return this.#enter(state, entry, args)
  }

  #pop(args: unknown[]): unknown {
    const back = this.#returns.pop()
    if (back !== undefined) return this.#enter(back.state, back.event, args)
    throw new PoeError('ERR_POE_NFA_STACK', `Machine ${this.id} has no state to return to: callState comes first.`)
  }

  #check(state: string, entry: string | undefined): void {
    const handlers = this.#tables.get(state)
    if (handlers === undefined)
      throw new PoeError(
        'ERR_POE_NFA_STATE',
        `Machine ${this.id} has no state ${show(state)}; it has ${[...this.#tables.keys()].join(', ')}.`,
      )
    if (entry !== undefined && entry !== '' && !handlers.has(entry))
      throw new PoeError('ERR_POE_NFA_EVENT', `State "${state}" has no handler for its entry event ${show(entry)}.`)
  }

  #handlers(): ReadonlyMap<string, StateHandler> | undefined {
    return this.#state === undefined ? undefined : this.#tables.get(this.#state)
  }

  #where(): string {
    return this.#state === undefined ? 'no state yet' : `state "${this.#state}"`
  }
}

function runAdded(state: State, ctx: Context, args: unknown[]): unknown {
  if (typeof state === 'function') return state(ctx, ...args)
  return (state.object as Record<string, AnyHandler>)[state.method]?.call(state.object, ctx, ...args)
}

/** How machines are made: POE::NFA's `spawn`. */
export interface NfaClass {
  /** Handlers as functions: states, events and their arguments are inferred from them. */
  spawn<S extends NfaStates<R>, R = Record<string, unknown>>(
    params: SpawnParams<R> & { readonly inlineStates: S },
  ): NfaApi<S, R>
  /** Any mixture, unchecked. */
  spawn(params: SpawnParams): NfaApi
}

/**
 * POE::NFA: a session whose handlers depend on the state it is in. It does nothing until `gotoState`.
 *
 * @throws PoeError `ERR_POE_MISSING_OPTION`, `ERR_POE_HANDLER`, `ERR_POE_UNKNOWN_OPTION` for wrong parameters; in handlers,
 * as exceptions of theirs: `ERR_POE_NFA_STATE`, `ERR_POE_NFA_EVENT`, `ERR_POE_NFA_STACK`
 */
export const Nfa = NfaImpl as unknown as NfaClass
export type Nfa<S = Record<string, Record<string, NfaHandler>>, R = unknown> = NfaApi<S, R>
