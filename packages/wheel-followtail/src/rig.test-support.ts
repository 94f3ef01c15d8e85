import { Kernel, type LedgerEntry } from '@poe/kernel'
import { type VirtualFiles, VirtualLoop, type VirtualLoopOptions } from '@poe/loop-virtual'
import { Session, type SessionContext } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { FollowTail } from './index.ts'

export type AnyTail = FollowTail<unknown>

/** What a handler does besides being noted. */
type Reactions = Partial<Record<'input' | 'error' | 'reset' | 'idle', (wheel: AnyTail, ...args: never[]) => unknown>>

const EVENTS = { inputEvent: 'input', errorEvent: 'error', resetEvent: 'reset', idleEvent: 'idle' }

/** A session with a wheel, in a simulated world that moves when told to. */
export class Rig {
  readonly loop: VirtualLoop
  readonly kernel: Kernel
  readonly files: VirtualFiles
  /** Every event in order, with its arguments, since it was last taken. */
  readonly trace: string[] = []
  wheel!: AnyTail
  context!: SessionContext
  over: Promise<void> = Promise.resolve()

  constructor(options: VirtualLoopOptions = {}) {
    this.loop = new VirtualLoop({ paced: true, ...options })
    this.files = this.loop.files
    this.kernel = new Kernel({ loop: this.loop })
  }

  /** Makes the wheel, runs, and lets it look as far as it can. Undefined as an option takes one away. */
  async follow(options: object, reactions: Reactions = {}): Promise<string[]> {
    const all = Object.entries({ ...EVENTS, ...options }).filter(([, value]) => value !== undefined)
    const noted = (name: keyof Reactions) => [
      name,
      (_ctx: unknown, ...args: unknown[]) => {
        this.trace.push([name, ...args.map(show)].join(' '))
        return reactions[name]?.(this.wheel, ...(args as never[]))
      },
    ]
    Session.create({
      kernel: this.kernel,
      inlineStates: {
        ...Object.fromEntries((['input', 'error', 'reset', 'idle'] as const).map(noted)),
        _start: (ctx: SessionContext) => {
          this.context = ctx
          this.wheel = new FollowTail(ctx, Object.fromEntries(all) as never) as AnyTail
        },
        _stop: () => void this.trace.push('stopped'),
        DIE: (ctx: SessionContext, _signal: unknown, { error }: { error: Error }) => {
          this.trace.push(`died ${error.message}`)
          ctx.kernel.sigHandled()
        },
      },
    })
    this.over = this.kernel.run()
    this.over.catch(() => {})
    return this.after(0)
  }

  /** What has happened when so much time has passed. */
  async after(milliseconds: number): Promise<string[]> {
    await this.loop.advance(milliseconds)
    return this.trace.splice(0)
  }

  /** Waits until no file is open; in vain, that is the end of the test. */
  async closed(): Promise<void> {
    while (this.files.openHandles > 0) await new Promise(setImmediate)
  }

  /** Ends the wheel; gives what is left that should not be. */
  async end(): Promise<(LedgerEntry | string)[]> {
    this.wheel.dispose()
    await this.over
    const open = this.files.openHandles
    return [...this.kernel.ledger(), ...(open === 0 ? [] : [`${open} files are open`]), ...this.loop.warnings]
  }
}

function show(value: unknown): string {
  if (value instanceof Uint8Array) return `<${[...value]}>`
  if (typeof value !== 'object' || value === null) return String(value)
  if ('unterminated' in value) return 'last'
  const { operation, code, errno } = value as WheelError
  return `${operation} ${code || '-'} ${errno}`
}
