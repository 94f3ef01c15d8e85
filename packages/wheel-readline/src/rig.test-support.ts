import { Kernel } from '@poe/kernel'
import { VirtualLoop, type VirtualLoopOptions } from '@poe/loop-virtual'
import { Session, type SessionContext } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { type GetOptions, ReadLine, type ReadLineOptions } from './index.ts'
import { EmulatedScreen } from './screen.test-support.ts'

/** What a handler does besides being noted. */
type Reaction = (wheel: ReadLine, ...args: never[]) => unknown

/** How a rig is made. */
export interface RigOptions {
  readonly wheel?: Partial<ReadLineOptions>
  readonly loop?: VirtualLoopOptions
  /** Called with the wheel in `_start`, instead of `get()`. */
  readonly start?: (wheel: ReadLine, ctx: SessionContext) => unknown
  /** Called for each input, instead of `get()`. */
  readonly input?: Reaction
  /** Whether something else holds the session, too. */
  readonly keep?: boolean
  readonly prompt?: string
  readonly get?: GetOptions
}

/** A session with a wheel on a simulated terminal, on which a test types. */
export class Rig {
  readonly loop: VirtualLoop
  readonly kernel: Kernel
  readonly screen: EmulatedScreen
  /** Every event in order. */
  readonly trace: string[] = []
  wheel!: ReadLine
  context!: SessionContext
  readonly #over: Promise<void>

  constructor(options: RigOptions = {}) {
    const { prompt = '> ', get = {} } = options
    const { columns = 80, rows = 24 } = options.loop?.terminal ?? {}
    this.screen = new EmulatedScreen(columns, rows)
    this.loop = new VirtualLoop({ paced: true, onStuck: 'wait', ...options.loop })
    this.kernel = new Kernel({ loop: this.loop })
    const { start = (wheel) => wheel.get(prompt, get), input = (wheel) => wheel.get(prompt, get) } = options
    Session.create({
      kernel: this.kernel,
      inlineStates: {
        _start: (ctx: SessionContext) => {
          this.context = ctx
          this.wheel = new ReadLine(ctx, { inputEvent: 'input', errorEvent: 'failed', ...options.wheel } as never)
          if (options.keep === true) ctx.kernel.host.hold('test', 'a test')
          return start(this.wheel, ctx)
        },
        input: (_ctx: unknown, line: string | undefined, exception: string | undefined, id: number) => {
          this.trace.push(exception === undefined ? `${JSON.stringify(line)} ${id}` : `${line} ${exception} ${id}`)
          return (input as Reaction)(this.wheel, ...([line, exception] as never[]))
        },
        other: (_ctx: unknown, line: unknown) => void this.trace.push(`other ${line}`),
        failed: (_ctx: unknown, { operation, code, wheelId }: WheelError) => {
          this.trace.push(`${operation} ${code} ${wheelId}`)
        },
      },
    })
    this.#over = this.kernel.run()
    this.#over.catch(() => {})
  }

  /** Presses keys and lets all come of them that does at once. */
  async type(...keys: readonly string[]): Promise<this> {
    for (const text of keys) {
      this.loop.terminal.type(text)
      await this.loop.advance(1)
    }
    return this
  }

  /** Lets time pass. */
  async wait(milliseconds: number): Promise<this> {
    await this.loop.advance(milliseconds)
    return this
  }

  /** What the user sees. */
  async lines(): Promise<readonly string[]> {
    await this.screen.show(this.loop.terminal.output)
    return this.screen.lines
  }

  /** The line being edited, with `|` where its cursor is. */
  get line(): string {
    const { text, cursor } = this.wheel
    return `${text.slice(0, cursor)}|${text.slice(cursor)}`
  }

  /** Bells since the last time. */
  bells(): number {
    const { output } = this.loop.terminal
    const count = output.slice(this.#heard).split('\x07').length - 1
    this.#heard = output.length
    return count
  }
  #heard = 0

  /** Ends the wheel, and with it the session; rejects with what the session threw. */
  async end(): Promise<void> {
    this.kernel.stop()
    await this.#over
  }

  /** Settles when the last session has stopped. */
  get over(): Promise<void> {
    return this.#over
  }
}
