import type { Context, Kernel, SessionKernel, SessionRef } from '@poe/kernel'
import type { Nfa } from './nfa-types.ts'

/** What a handler of a machine is given: POE's parameters, looked up in the session's context where they are its. */
export class MachineContext {
  readonly machine: Nfa
  readonly event: string
  readonly state: string
  readonly object: unknown
  readonly #ctx: Context

  constructor(ctx: Context, machine: Nfa, event: string, state: string, object: unknown) {
    this.#ctx = ctx
    this.machine = machine
    this.event = event
    this.state = state
    this.object = object
  }

  get kernel(): SessionKernel {
    return this.#ctx.kernel
  }

  get runstate(): unknown {
    return this.#ctx.heap
  }

  get sender(): SessionRef | Kernel {
    return this.#ctx.sender
  }

  get callerState(): string | undefined {
    return this.#ctx.callerState
  }

  get callerFile(): string | undefined {
    return this.#ctx.callerFile
  }

  get callerLine(): number | undefined {
    return this.#ctx.callerLine
  }

  /** The session, as wheels ask for it. */
  get session(): SessionRef {
    return this.#ctx.session
  }

  get signal(): AbortSignal {
    return this.#ctx.signal
  }
}
