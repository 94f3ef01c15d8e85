import { type ExceptionInfo, Kernel, type LedgerEntry, type Untyped } from '@poe/kernel'
import { TimeLoop } from '@poe/loop'
import { Session, type SessionContext } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { ReadWrite, type ReadWriteOptions } from './index.ts'
import { ScriptedHandle } from './scripted-handle.test-support.ts'

const EVENTS = {
  inputEvent: 'input',
  flushedEvent: 'flushed',
  errorEvent: 'error',
  highEvent: 'high',
  lowEvent: 'low',
}

type AnyWheel = ReadWrite<unknown, unknown>
type All = ReadWriteOptions<Untyped, Untyped, Untyped>
type Options = { readonly [K in keyof All]?: All[K] | undefined }
/** What a handler does besides being noted. */
type Reactions = Partial<
  Record<string, (wheel: AnyWheel, ...args: never[]) => unknown> & {
    start(wheel: AnyWheel): unknown
  }
>

/** A kernel on simulated time whose host tells of scripted handles before it takes a turn. */
export class Rig {
  readonly loop: TimeLoop
  readonly kernel: Kernel
  readonly handles: ScriptedHandle[] = []
  /** Every event in order, with its arguments. */
  readonly trace: string[] = []
  wheel!: AnyWheel
  context!: SessionContext
  #settles = 0

  constructor() {
    this.loop = new TimeLoop({ settle: () => this.#settle() })
    this.kernel = new Kernel({ loop: this.loop })
  }

  handle(): ScriptedHandle {
    const handle = new ScriptedHandle(() => this.loop.wake())
    this.handles.push(handle)
    return handle
  }

  /** A session with a wheel, every event of which is noted. Undefined as an option takes one away. */
  session(options: Options, reactions: Reactions = {}): void {
    const all = { ...EVENTS, ...options } as Record<string, unknown>
    if (options.highMark === undefined) Object.assign(all, { highEvent: options.highEvent, lowEvent: options.lowEvent })
    const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
    const noted = (name: string) => [
      name,
      (_ctx: unknown, ...args: unknown[]) => {
        this.trace.push([name, ...args.map(show)].join(' '))
        return reactions[name]?.(this.wheel, ...(args as never[]))
      },
    ]
    const names = ['input', 'flushed', 'error', 'high', 'low', ...Object.keys(reactions)]
    Session.create({
      kernel: this.kernel,
      inlineStates: {
        ...Object.fromEntries(names.map(noted)),
        _start: (ctx: SessionContext) => {
          this.context = ctx
          this.wheel = new ReadWrite(ctx, given as never) as AnyWheel
          return reactions.start?.(this.wheel)
        },
      },
    })
  }

  /** Runs until the last session has stopped; gives what was noted. */
  async run(): Promise<string[]> {
    await this.kernel.run()
    return this.trace
  }

  /** Runs a script beside the kernel, and the kernel to its end. */
  async play(script: () => Promise<void>): Promise<string[]> {
    const running = this.kernel.run()
    await this.quiet()
    await script()
    await running
    return this.trace
  }

  /** Waits until the loop waits to be woken: all that can happen has happened. */
  async quiet(): Promise<void> {
    for (let seen = -1; seen !== this.#settles; ) {
      seen = this.#settles
      for (let i = 0; i < 3; i++) await new Promise(setImmediate)
    }
  }

  /** What should not be there once everything has ended. */
  get left(): (LedgerEntry | string)[] {
    const open = this.handles.filter(({ state }) => state !== 'closed').map(({ id }) => `handle ${id} is open`)
    const unused = this.handles.filter(({ unusedTakes }) => unusedTakes > 0).map(({ id }) => `unused takes of ${id}`)
    return [...this.kernel.ledger(), ...open, ...unused, ...this.loop.warnings]
  }

  async #settle(): Promise<void> {
    this.#settles++
    await new Promise(setImmediate)
    while (this.handles.some((handle) => handle.announce()));
  }
}

function show(value: unknown): string {
  if (value instanceof Uint8Array) return `<${[...value]}>`
  if (typeof value !== 'object' || value === null) return String(value)
  if ('unterminated' in value) return 'last'
  if ('wheelId' in value) {
    const { operation, code, errno, wheelId } = value as WheelError
    return `${operation} ${code || '-'} ${errno} ${wheelId}`
  }
  const { event, error } = value as ExceptionInfo
  return `in "${event}": ${error}`
}
