import { TimeLoop } from '@poe/loop'
import {
  addState,
  type Context,
  Kernel,
  type KernelOptions,
  SessionBase,
  type SessionKernel,
  type StateHandler,
  stateTable,
  type Untyped,
} from './index.ts'

/** A handler of a session under test. */
export type Handler = (ctx: TestContext, ...args: Untyped[]) => unknown
export type States = Readonly<Record<string, Handler | Exclude<StateHandler, Handler>>>
export type TestContext = Context<Untyped, Untyped> & { readonly session: TestSession }

/** The plainest session there is, remembering what it was told. */
export class TestSession extends SessionBase<Untyped, Untyped> {
  readonly unheard: string[] = []
  readonly replaced: string[] = []
  ended = 0

  constructor(states: States, heap?: unknown) {
    const table = stateTable()
    for (const [event, handler] of Object.entries(states)) addState(table, event, handler as StateHandler)
    super(table, heap)
  }

  override unhandled(event: string): void {
    this.unheard.push(event)
  }

  override redefined(event: string): void {
    this.replaced.push(event)
  }

  override freed(): void {
    this.ended++
  }
}

/** A kernel on simulated time, and the trace of what happened. */
export class Rig {
  readonly loop = new TimeLoop({ settle: () => new Promise(setImmediate), wallClock: 1e12 })
  readonly kernel: Kernel
  readonly trace: string[] = []

  constructor(options: Omit<KernelOptions, 'loop'> = {}) {
    this.kernel = new Kernel({ loop: this.loop, ...options })
  }

  /** Makes a session on the kernel, or as a child on a session's view of it. */
  start(states: States, args: readonly unknown[] = [], on: Kernel | SessionKernel = this.kernel): TestSession {
    const session = new TestSession(states)
    on.sessionAlloc(session, ...args)
    return session
  }

  readonly log = (line: string): void => void this.trace.push(line)

  /** Handlers that do nothing but leave their names in the trace. */
  logging(...events: string[]): Record<string, Handler> {
    return Object.fromEntries(events.map((event) => [event, () => this.log(event)]))
  }

  /** Handlers of a session that traces its whole life under a name. */
  life(name: string, states: States = {}): States {
    return {
      _stop: () => this.log(`stop ${name}`),
      _child: (_ctx, reason: string, child: TestSession) => this.log(`${name}:${reason} ${nameOf(child)}`),
      _parent: (_ctx, from: TestSession | Kernel, to: TestSession | Kernel) =>
        this.log(`${name} ${nameOf(from)}->${nameOf(to)}`),
      ...states,
    }
  }

  /** Makes a tree of sessions held by aliases that are their names: `{ A: { B: {}, C: {} } }`. */
  tree(shape: Shape, statesOf: (name: string) => States, on: Kernel | SessionKernel = this.kernel): void {
    for (const [name, below] of Object.entries(shape)) {
      const states = statesOf(name)
      const start = ({ kernel }: TestContext): void => {
        names.set(kernel.getActiveSession(), name)
        kernel.aliasSet(name)
        this.tree(below, statesOf, kernel)
      }
      this.start({ _start: start, ...states }, [], on)
    }
  }

  /** Runs to the end and gives the trace. */
  async run(): Promise<string[]> {
    await this.kernel.run()
    return this.trace
  }

  /** Runs to its end; gives what `run()` was rejected with. */
  async failure(): Promise<unknown> {
    return this.kernel.run().then(
      () => undefined,
      (error: unknown) => error,
    )
  }
}

export interface Shape {
  readonly [name: string]: Shape
}

const names = new WeakMap<object, string>()

/** The name a session of {@link Rig.tree} has. */
export function nameOf(who: object): string {
  return names.get(who) ?? ('aliasSet' in who ? 'kernel' : 'nobody')
}

/** Gives a session its name in traces. */
export function named<T extends object>(name: string, who: T): T {
  names.set(who, name)
  return who
}

export const nothing = (): void => {}
