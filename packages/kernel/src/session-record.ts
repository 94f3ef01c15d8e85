import { PoeError } from '@poe/errors'
import { type Agreement, agree } from './agreement.ts'
import type { AnyContract } from './contract.ts'
import type { Core } from './core.ts'
import type { AnyHandler } from './event-types.ts'
import { excluding, type Few, including, NONE } from './few.ts'
import type { KernelView } from './kernel.ts'
import type { Timer } from './timers.ts'
import { setShown } from './traced-sessions.ts'

/** A handler that is a method, found by name when it is called: POE's object and package states. */
export class MethodState {
  readonly object: object
  readonly method: string

  constructor(object: object, method: string) {
    this.object = object
    this.method = method
  }
}

/** What handles one event. */
export type State = AnyHandler | MethodState

/**
 * The handlers of a session by event name. Made by a constructor whose prototype has no prototype: no name is
 * found that nobody put there, and the object keeps a fast shape, which `Object.create(null)` would not have.
 */
export type StateTable = Record<string, State | undefined>

export const StateTable = (() => {
  function Table() {}
  Table.prototype = Object.create(null)
  return Table as unknown as new () => StateTable
})()

/** What marks sessions at runtime, whichever copy of this package made them; its value is the contract's version. */
export const SESSION_BRAND: unique symbol = Symbol.for('@poe/session') as never

/** The session is gone: nothing is delivered to it or from it. */
export const DEAD = 1
/** The session is in the list of those that may have to stop. */
export const LISTED = 2
/** The session is being stopped. */
export const STOPPING = 4

/**
 * Its events take the slow way, on which they are traced and asserted.
 * @production 0
 */
export const TRACED = 8
/** Its option `trace` is on. */
export const SHOWN = 16

/** It has a contract: what is sent to it is checked. */
export const CHECKED = 32

/** Something a session owns, freed when it stops. */
export interface Owned {
  /** How its kind is called in the ledger: `wheel`. */
  readonly kind: string
  /** How it is called in the ledger: `ReadWrite(1)`. */
  readonly label: string
  /** Lets go of everything; called once, after the session's `_stop`. */
  dispose(): void
}

/** What keeps a session alive besides events, timers, aliases and children. */
export interface Hold {
  readonly kind: string
  readonly label: string
  readonly since: number
}

/** What few sessions have, kept apart so that the others stay small. Those that do seldom have more than what they own. */
export class ColdRecord {
  owned: Few<Owned> = NONE
  extrefs: Map<string, number> | null = null
  holds: Few<Hold> = NONE
  /** Signals watched: what to send. */
  signals: Map<string, SignalWatch> | null = null
  /** Programs it waits for, by pid. */
  children: Set<number> | null = null
  contract: Agreement | null = null
  abort: AbortController | null = null
}

/** What a session asked to be told of a signal. */
export interface SignalWatch {
  readonly event: string
  readonly args: readonly unknown[]
}

/**
 * A session as the kernel knows it, and the base of every class of sessions. All fields are set here, once, so
 * that all sessions have one shape.
 */
export class SessionRecord {
  // What each event touches stands first, together: a record is three lines of the processor's cache, and an event needs two.
  /** From 1; 0 before allocation, and for the kernel's own record. */
  id = 0
  core: Core | null = null
  flags = 0
  /** What keeps it alive: events and timers for it, its events for others, aliases, extref tags, handles, children, holds. */
  references = 0
  /** When those last fell to nothing, in the kernel's numbering of such falls. */
  markSeq = 0
  states: StateTable
  /** The event handled last, and what handles it: see {@link stateFor}. */
  lastEvent: string | undefined = undefined
  lastState: State | undefined = undefined
  heapValue: unknown
  /** The kernel as this session sees it, made when first asked for. */
  view: KernelView | null = null
  /** When it was born, in the kernel's numbering of births. */
  born = 0
  /** None, one, or several: nearly always the first two. */
  timers: Timer | Timer[] | null = null
  names: string | Set<string> | null = null
  parent: SessionRecord | null = null
  previous: SessionRecord | null = null
  following: SessionRecord | null = null
  firstChild: SessionRecord | null = null
  lastChild: SessionRecord | null = null
  cold: ColdRecord | null = null

  constructor(states: StateTable, heap: unknown) {
    this.states = states
    this.heapValue = heap
  }

  /** The session's own data; an empty object unless it was created with something else. */
  get heap(): unknown {
    if (this.heapValue === undefined) this.heapValue = {}
    return this.heapValue
  }

  /** The kernel as this session sees it. @throws PoeError `ERR_POE_NOT_ALLOCATED` before the session is allocated */
  get kernel(): KernelView {
    return this.view ?? viewOf(this)
  }

  /** Puts a handler in the table, or takes it out: `kernel.state`. */
  define(event: string, state: State | undefined): void {
    if (Object.isFrozen(this.states)) this.states = Object.assign(new StateTable(), this.states)
    this.states[event] = state
    this.lastEvent = undefined
  }

  /** Called for an event that has no handler, not even `_default`. A kind of session may warn or throw. */
  unhandled(_event: string): void {}

  /** Called when {@link KernelView.state} replaces a handler. A kind of session may warn. */
  redefined(_event: string): void {}

  /** Whether each event is shown as it is dispatched: the option `trace` of sessions. */
  get shown(): boolean {
    return (this.flags & SHOWN) !== 0
  }

  set shown(on: boolean) {
    setShown(this, on)
  }

  /** Binds the session to a contract: from now on what others send it is checked. */
  agree(contract: AnyContract): void {
    agree(this, contract)
  }

  /** Called once when the session is freed, after everything it owned. */
  freed(): void {}

  /**
   * What consoles show, instead of everything a kernel holds.
   * @production none
   */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `${this.constructor.name}(${this.id})`
  }

  static {
    Object.defineProperty(SessionRecord.prototype, SESSION_BRAND, { value: 1 })
  }
}

function viewOf(session: SessionRecord): KernelView {
  if (session.core !== null) return (session.view = session.core.makeView(session))
  throw new PoeError('ERR_POE_NOT_ALLOCATED', 'A session has no kernel before kernel.sessionAlloc(session).')
}

/**
 * What handles an event of a session. Most events are like the one before, and finding a handler in the table costs a
 * tenth of a dispatch.
 */
export function stateFor(session: SessionRecord, event: string): State | undefined {
  if (session.lastEvent !== event) {
    session.lastState = session.states[event]
    session.lastEvent = event
  }
  return session.lastState
}

/** Adds to what is disposed of when a session stops. */
export function own(session: SessionRecord, owned: Owned): void {
  const cold = coldOf(session)
  cold.owned = including(cold.owned, owned)
}

/** Takes out of it. */
export function disown({ cold }: SessionRecord, owned: Owned): void {
  if (cold !== null) cold.owned = excluding(cold.owned, owned)
}

/** The cold part of a session, made when first needed. */
export function coldOf(session: SessionRecord): ColdRecord {
  return (session.cold ??= new ColdRecord())
}
