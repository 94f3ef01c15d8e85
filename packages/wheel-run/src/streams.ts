import { PoeError } from '@poe/errors'
import type { OutputFilter } from '@poe/filter'
import type { Untyped } from '@poe/kernel'
import type { Child } from '@poe/loop'
import { checkMarks, type EventNames, type InputFilter, type Marks } from '@poe/wheel-readwrite/sides'
import { Inlet } from './inlet.ts'
import type { AnyRunOptions } from './options.ts'
import { Outlet, type StreamOwner } from './outlet.ts'
import { type Parts, partsOf } from './parts.ts'
import type { StreamName } from './run-error.ts'

/** Events of the program's input, by POE's names, and how its side calls them. */
const INLET_EVENTS = { stdinEvent: 'flushedEvent', highEvent: 'highEvent', lowEvent: 'lowEvent' } as const

const CAPTURE = 'make it with an event for it, or with capture: true'

/** Names of events; undefined takes one away. */
export type Names = Readonly<Record<string, string | undefined>>

/** The streams of a program: those that are the wheel's, and what each of them is worked with. */
export class Streams {
  readonly stdin: Inlet<Untyped> | null = null
  readonly stdout: Outlet<Untyped> | null = null
  readonly stderr: Outlet<Untyped> | null = null
  readonly #owner: StreamOwner
  readonly #parts: Parts

  constructor(owner: StreamOwner, child: Child, options: AnyRunOptions) {
    const parts = partsOf(options)
    this.#owner = owner
    this.#parts = parts
    const { terminal, stdin = terminal, stdout = terminal, stderr } = child
    if (stdin !== undefined) {
      const { stdinEvent: flushedEvent, highEvent, lowEvent } = options
      const { stdinDriver, stdinFilter, limits, marks } = parts
      this.stdin = new Inlet(owner, stdin, stdinDriver, stdinFilter, limits, marks, {
        flushedEvent,
        highEvent,
        lowEvent,
      })
    }
    if (stdout !== undefined)
      this.stdout = new Outlet(owner, 'stdout', stdout, parts.stdoutDriver, parts.stdoutFilter, options.stdoutEvent)
    if (stderr !== undefined)
      this.stderr = new Outlet(owner, 'stderr', stderr, parts.stderrDriver, parts.stderrFilter, options.stderrEvent)
  }

  /** Outputs that are the wheel's. */
  get outputs(): number {
    return (this.stdout === null ? 0 : 1) + (this.stderr === null ? 0 : 1)
  }

  get marks(): Marks {
    return this.stdin?.marks ?? this.#parts.marks
  }

  get stdinFilter(): OutputFilter<Untyped> {
    return this.#parts.stdinFilter
  }

  set stdinFilter(filter: OutputFilter<Untyped>) {
    this.#parts.stdinFilter = filter
    if (this.stdin !== null) this.stdin.filter = filter
  }

  get stdoutFilter(): InputFilter<Untyped> {
    return this.#parts.stdoutFilter
  }

  set stdoutFilter(filter: InputFilter<Untyped>) {
    this.#parts.stdoutFilter = filter
    this.stdout?.setFilter(filter)
  }

  get stderrFilter(): InputFilter<Untyped> {
    return this.#parts.stderrFilter
  }

  set stderrFilter(filter: InputFilter<Untyped>) {
    this.#parts.stderrFilter = filter
    this.stderr?.setFilter(filter)
  }

  get outOctets(): number {
    return this.#parts.stdinDriver.outOctets
  }

  get outMessages(): number {
    return this.#parts.stdinDriver.outMessages
  }

  setMarks(taker: string, marks: Marks): void {
    checkMarks(taker, marks)
    if (this.stdin !== null) this.stdin.marks = marks
  }

  /** Refuses names of events of streams that are none of the wheel's. */
  check(names: Names): void {
    if (names.stdoutEvent !== undefined && this.stdout === null) throw this.missing('stdout', CAPTURE)
    if (names.stderrEvent !== undefined && this.stderr === null) throw this.missing('stderr', CAPTURE)
    for (const name of Object.keys(INLET_EVENTS))
      if (names[name] !== undefined && this.stdin === null) throw this.missing('stdin', 'leave out "noStdin"')
  }

  /** Other names of events; what is not named stays. */
  rename(names: Names): void {
    for (const [name, event] of Object.entries(INLET_EVENTS))
      if (name in names) this.stdin?.rename({ [event]: names[name] } as Partial<EventNames>)
    if ('stdoutEvent' in names && this.stdout !== null) this.stdout.event = names.stdoutEvent
    if ('stderrEvent' in names && this.stderr !== null) this.stderr.event = names.stderrEvent
  }

  /** A terminal that nobody writes to any more is one that nobody reads. */
  ending(outlet: Outlet<Untyped>): void {
    if (this.stdin !== null && this.stdin.handle === outlet.handle) this.stdin.hangUp()
  }

  /** The program has ended. */
  orphan(): void {
    this.stdout?.orphan()
    this.stderr?.orphan()
  }

  /** Closes our ends. */
  end(): void {
    this.stdin?.end()
    this.stdout?.end()
    this.stderr?.end()
  }

  missing(name: StreamName, remedy: string): PoeError {
    const { label } = this.#owner
    return new PoeError('ERR_POE_NO_STREAM', `${label}: the program's ${name} is none of the wheel's; ${remedy}.`)
  }
}
