import { type ExceptionInfo, Kernel, type LedgerEntry, type Untyped } from '@poe/kernel'
import type { Exit, Loop } from '@poe/loop'
import { type Program, VirtualLoop, type VirtualLoopOptions } from '@poe/loop-virtual'
import { Session, type SessionContext } from '@poe/session'
import { Run, type RunError, type RunOptions } from './index.ts'

const EVENTS = {
  stdinEvent: 'stdin',
  stdoutEvent: 'stdout',
  stderrEvent: 'stderr',
  errorEvent: 'error',
  closeEvent: 'close',
  highEvent: 'high',
  lowEvent: 'low',
}

type All = RunOptions<Untyped, Untyped, Untyped, Untyped>
export type AnyRun = Run<unknown, unknown, unknown>
export type Options = { readonly [K in keyof All]?: All[K] | undefined }
/** What a handler does besides being noted. */
export type Reactions = Partial<
  Record<string, (wheel: AnyRun, ...args: never[]) => unknown> & {
    start(wheel: AnyRun, context: SessionContext): unknown
  }
>

/** A kernel, and sessions with a Run wheel, each event of which is noted. */
export class Rig<L extends Loop = VirtualLoop> {
  readonly loop: L
  readonly kernel: Kernel
  /** Every event in order, with its arguments. */
  readonly trace: string[] = []
  wheel!: AnyRun

  constructor(loop: L) {
    this.loop = loop
    this.kernel = new Kernel({ loop })
  }

  /**
   * A session with a wheel; undefined as an option takes an event away. `ended` comes when the program has. Throws what
   * the wheel's making throws.
   */
  session(options: Options, reactions: Reactions = {}): void {
    const events = { ...EVENTS, ...eventsThatDoNot(options) }
    const given = Object.fromEntries(
      Object.entries({ ...events, ...options }).filter(([, value]) => value !== undefined),
    )
    let wheel: AnyRun
    let refused: { error: unknown } | undefined
    const noted = (name: string) => [
      name,
      (_ctx: unknown, ...args: unknown[]) => {
        this.trace.push([name, ...args.map(show)].join(' '))
        return reactions[name]?.(wheel, ...(args as never[]))
      },
    ]
    const names = [...Object.values(EVENTS), 'ended', ...Object.keys(reactions)]
    Session.create({
      kernel: this.kernel,
      inlineStates: {
        ...Object.fromEntries(names.map(noted)),
        _start: (ctx: SessionContext) => {
          try {
            wheel = new Run(ctx, given as unknown as All)
          } catch (error) {
            refused = { error }
            return undefined
          }
          this.wheel = wheel
          if (wheel.pid !== undefined) ctx.kernel.sigChild(wheel.pid, 'ended')
          return reactions.start?.(wheel, ctx)
        },
        ended: (_ctx: unknown, _name: string, _pid: number, exit: Exit) => {
          this.trace.push(`ended ${exit.signal ?? exit.code}`)
          return reactions.ended?.(wheel, exit as never)
        },
      },
    })
    if (refused !== undefined) throw refused.error
  }

  /** Runs until the last session has stopped; gives what was noted, and the rest of the ledger, which is empty. */
  async run(): Promise<(string | LedgerEntry)[]> {
    await this.kernel.run()
    return [...this.trace, ...this.kernel.ledger()]
  }
}

/** On simulated time, with programs that tests have written. */
export function virtual(programs: Readonly<Record<string, Program>>, options: VirtualLoopOptions = {}): Rig {
  return new Rig(new VirtualLoop({ programs, ...options }))
}

/** Those the options leave no room for are left out. */
function eventsThatDoNot(options: Options): Record<string, undefined> {
  const out: Record<string, undefined> = {}
  if (options.highMark === undefined) Object.assign(out, { highEvent: undefined, lowEvent: undefined })
  if (options.noStdin === true || options.redirectStdin !== undefined) out.stdinEvent = undefined
  if (options.redirectStdout !== undefined || options.redirectOutput !== undefined) out.stdoutEvent = undefined
  if (options.redirectStderr !== undefined || options.redirectOutput !== undefined) out.stderrEvent = undefined
  if (options.conduit === 'pty') out.stderrEvent = undefined
  return out
}

function show(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  if (value instanceof Uint8Array) return `<${[...value]}>`
  if ('unterminated' in value) return '(unterminated)'
  if ('wheelId' in value) {
    const { operation, code, errno, wheelId, stream } = value as RunError
    return `${operation} ${code || '-'} ${errno} ${wheelId} ${stream}`
  }
  const { event, error } = value as ExceptionInfo
  return `in "${event}": ${error}`
}
