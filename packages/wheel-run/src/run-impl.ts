import { PoeError } from '@poe/errors'
import type { Filter, OutputFilter } from '@poe/filter'
import type { Release, Untyped } from '@poe/kernel'
import { type Child, type Exit, handleError } from '@poe/loop'
import { Wheel, type WheelContext, wheelError } from '@poe/wheel'
import { checkMarks, type EventNames, type InputFilter, type Marks } from '@poe/wheel-readwrite/sides'
import { Closing } from './closing.ts'
import { Inlet } from './inlet.ts'
import { checkClose, checkEvents, checkRun, checkWinsize, type Given } from './option-checks.ts'
import type { AnyRunOptions } from './options.ts'
import { Outlet, type StreamOwner } from './outlet.ts'
import { type Parts, partsOf } from './parts.ts'
import { type RunError, runError, type StreamName } from './run-error.ts'
import { isOnTerminal, spawnOptionsOf } from './spawning.ts'

const TIMEOUT = 5000

/** Events of the wheel as it has them, by POE's names, and whose they are. */
const INLET_EVENTS = { stdinEvent: 'flushedEvent', highEvent: 'highEvent', lowEvent: 'lowEvent' } as const

type Names = Readonly<Record<string, string | undefined>>

/** The wheel behind the interface. */
export class RunImpl extends Wheel {
  readonly #options: AnyRunOptions
  readonly #parts: Parts
  readonly #child: Child
  #errorEvent: string | undefined
  #closeEvent: string | undefined
  #stdin: Inlet<Untyped> | null = null
  #stdout: Outlet<Untyped> | null = null
  #stderr: Outlet<Untyped> | null = null
  /** How many outputs have not ended. */
  #open = 0
  #exit: Exit | null = null
  #closeTold = false
  /** Keeps the session until what it waits for has been told. */
  #hold: Release | null = null
  #closing: Closing | null = null

  constructor(ctx: WheelContext, options: AnyRunOptions) {
    super('Run', ctx, () => checkRun(options as unknown as Given))
    this.#options = options
    this.#parts = partsOf(options)
    this.#errorEvent = options.errorEvent
    this.#closeEvent = options.closeEvent
    this.#child = this.#start()
    this.#child.onExit((exit) => {
      this.#exit = exit
      if (!this.disposed) this.host.enter(`${this.label} -> exit`, () => this.#exited(exit))
    })
    this.#join()
    if (options.priority !== undefined && this.pid !== undefined) this.#renice(options.priority)
    this.#keep()
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  get exit(): Exit | null {
    return this.#exit
  }

  get isFlushed(): boolean {
    return this.#stdin?.isFlushed ?? true
  }

  put(...records: Untyped[]): boolean {
    if (this.#stdin !== null) return this.#stdin.put(records)
    if (this.pid !== undefined) throw this.#noStream('stdin', 'leave out "noStdin" and "redirectStdin"')
    return false
  }

  shutdownStdin(): void {
    this.#stdin?.shutdown()
  }

  kill(signal = 'TERM'): boolean {
    return this.#child.kill(signal)
  }

  event(names: Names): void {
    checkEvents(names, this.#marks)
    if (this.disposed) return
    if (this.pid !== undefined) this.#checkStreams(names)
    if ('errorEvent' in names) this.#errorEvent = names.errorEvent
    if ('closeEvent' in names) this.#closeEvent = names.closeEvent
    for (const [name, event] of Object.entries(INLET_EVENTS))
      if (name in names) this.#stdin?.rename({ [event]: names[name] } as Partial<EventNames>)
    if ('stdoutEvent' in names && this.#stdout !== null) this.#stdout.event = names.stdoutEvent
    if ('stderrEvent' in names && this.#stderr !== null) this.#stderr.event = names.stderrEvent
    this.#keep()
    if (this.#isClosed && !this.#closeTold) this.host.post(`${this.label} -> close`, () => this.#look())
  }

  pauseStdout(): void {
    this.#stdout?.pause()
  }

  resumeStdout(): void {
    this.#stdout?.resume()
  }

  pauseStderr(): void {
    this.#stderr?.pause()
  }

  resumeStderr(): void {
    this.#stderr?.resume()
  }

  setStdioFilter(filter: Filter<Untyped>): void {
    this.setStdinFilter(filter)
    this.setStdoutFilter(filter)
  }

  setStdinFilter(filter: OutputFilter<Untyped>): void {
    this.#parts.stdinFilter = filter
    if (this.#stdin !== null) this.#stdin.filter = filter
  }

  setStdoutFilter(filter: InputFilter<Untyped>): void {
    this.#parts.stdoutFilter = filter
    this.#stdout?.setFilter(filter)
  }

  setStderrFilter(filter: InputFilter<Untyped>): void {
    this.#parts.stderrFilter = filter
    this.#stderr?.setFilter(filter)
  }

  getStdinFilter(): OutputFilter<Untyped> {
    return this.#parts.stdinFilter
  }

  getStdoutFilter(): InputFilter<Untyped> {
    return this.#parts.stdoutFilter
  }

  getStderrFilter(): InputFilter<Untyped> {
    return this.#parts.stderrFilter
  }

  setHighMark(highMark: number): void {
    this.#setMarks('Run.setHighMark()', { highMark, lowMark: this.#marks.lowMark })
  }

  setLowMark(lowMark: number): void {
    this.#setMarks('Run.setLowMark()', { highMark: this.#marks.highMark, lowMark })
  }

  getDriverOutOctets(): number {
    return this.#parts.stdinDriver.outOctets
  }

  getDriverOutMessages(): number {
    return this.#parts.stdinDriver.outMessages
  }

  winsize(rows: number, columns: number): void {
    checkWinsize(rows, columns)
    if (!isOnTerminal(this.#options))
      throw new PoeError(
        'ERR_POE_NO_TERMINAL',
        `${this.label}: the program has no terminal whose size could change; make the wheel with conduit: "pty".`,
      )
    this.#child.resize?.(rows, columns)
  }

  close(options: { readonly timeout?: number } = {}): void {
    checkClose(options)
    if (this.disposed || this.#closing !== null) return
    const group = this.#options.noSetPgrp === true ? '' : '-'
    const ask = isOnTerminal(this.#options) ? 'HUP' : 'TERM'
    const steps = [
      () => this.shutdownStdin(),
      () => void this.kill(`${group}${ask}`),
      () => void this.kill(`${group}KILL`),
      () => this.dispose(),
    ]
    this.#closing = new Closing(this.host, this.label, options.timeout ?? TIMEOUT, steps)
    if (this.#exit !== null) this.#closing.skipToLast()
  }

  protected release(): void {
    const { killOnDispose = false, noSetPgrp } = this.#options
    this.#closing?.dispose()
    this.#keep()
    this.#stdin?.end()
    this.#stdout?.end()
    this.#stderr?.end()
    if (killOnDispose === false || this.#exit !== null) return
    const signal = killOnDispose === true ? 'TERM' : killOnDispose
    this.kill(noSetPgrp === true ? signal : `-${signal}`)
  }

  get #marks(): Marks {
    return this.#stdin?.marks ?? this.#parts.marks
  }

  /** All outputs have ended; where there are none, the program has. */
  get #isClosed(): boolean {
    if (this.#open > 0) return false
    return this.#exit !== null || this.#stdout !== null || this.#stderr !== null
  }

  #start(): Child {
    try {
      return this.host.service('process').spawn(spawnOptionsOf(this.#options, this.host.loop))
    } catch (error) {
      this.#exit = NEVER
      this.dispose()
      throw error
    }
  }

  #join(): void {
    const { terminal, stdin = terminal, stdout = terminal, stderr } = this.#child
    const { stdinEvent, stdoutEvent, stderrEvent, highEvent, lowEvent } = this.#options
    const { stdinDriver, stdinFilter, stdoutDriver, stdoutFilter, stderrDriver, stderrFilter } = this.#parts
    const owner = this.#owner()
    if (stdin !== undefined) {
      const names = { flushedEvent: stdinEvent, highEvent, lowEvent }
      const { limits, marks } = this.#parts
      this.#stdin = new Inlet(owner, stdin, stdinDriver, stdinFilter, limits, marks, names)
    }
    if (stdout !== undefined) {
      this.#open++
      this.#stdout = new Outlet(owner, 'stdout', stdout, stdoutDriver, stdoutFilter, stdoutEvent)
    }
    if (stderr !== undefined) {
      this.#open++
      this.#stderr = new Outlet(owner, 'stderr', stderr, stderrDriver, stderrFilter, stderrEvent)
    }
  }

  #owner(): StreamOwner {
    const { host, id, label } = this
    return {
      host,
      id,
      label,
      tell: (error) => this.#tell(error),
      ending: (outlet) => this.#ending(outlet),
      ended: () => this.#ended(),
    }
  }

  #renice(by: number): void {
    const { renice } = this.#child
    const failed = renice === undefined ? handleError('ENOSYS', 'setpriority') : renice.call(this.#child, by)
    if (failed === null) return
    const error = runError(wheelError('setpriority', failed, this.id), null)
    this.host.post(`${this.label} -> setpriority`, () => this.#tell(error))
  }

  /** A terminal that nobody writes to any more is one that nobody reads. */
  #ending(outlet: Outlet<Untyped>): void {
    if (this.#stdin !== null && this.#stdin.handle === outlet.handle) this.#stdin.hangUp()
  }

  #ended(): void {
    this.#open--
    this.#look()
  }

  #exited(exit: Exit): void {
    this.#closing?.skipToLast()
    if (exit.error !== null) this.#tell(runError(wheelError(startOf(exit.error.syscall), exit.error, this.id), null))
    this.#stdout?.orphan()
    this.#stderr?.orphan()
    this.#look()
  }

  /** Tells that the outputs have closed; with the program and its input at an end too, the wheel is. */
  #look(): void {
    if (this.disposed || !this.#isClosed) return
    if (!this.#closeTold && this.#closeEvent !== undefined) {
      this.#closeTold = true
      this.host.deliver(this.#closeEvent, this.id)
    }
    this.#keep()
    if (this.disposed || this.#exit === null) return
    if (this.#stdin === null) this.dispose()
    else this.#stdin.finish(() => this.dispose())
  }

  /** Holds the session while there is something to be told that no stream holds it for. */
  #keep(): void {
    if (!this.disposed && this.#isAwaited) this.#hold ??= this.host.hold('program', this.label)
    else {
      this.#hold?.dispose()
      this.#hold = null
    }
  }

  get #isAwaited(): boolean {
    if (this.#closeEvent !== undefined && !this.#closeTold) return true
    return this.#errorEvent !== undefined && this.pid === undefined && this.#exit === null
  }

  #tell(error: RunError): void {
    if (this.disposed) return
    if (this.#errorEvent !== undefined) this.host.deliver(this.#errorEvent, error)
    else if (error.errno !== 0)
      this.host.loop.warn(`${this.label} has no errorEvent to tell: ${error.operation} failed, ${error.message}.`)
  }

  #setMarks(taker: string, marks: Marks): void {
    checkMarks(taker, marks)
    if (this.#stdin !== null) this.#stdin.marks = marks
  }

  #checkStreams(names: Names): void {
    if (names.stdoutEvent !== undefined && this.#stdout === null) throw this.#noStream('stdout', CAPTURE)
    if (names.stderrEvent !== undefined && this.#stderr === null) throw this.#noStream('stderr', CAPTURE)
    for (const name of Object.keys(INLET_EVENTS))
      if (names[name] !== undefined && this.#stdin === null) throw this.#noStream('stdin', 'leave out "noStdin"')
  }

  #noStream(name: StreamName, remedy: string): PoeError {
    return new PoeError('ERR_POE_NO_STREAM', `${this.label}: the program's ${name} is none of the wheel's; ${remedy}.`)
  }
}

/** Of a program that was refused. */
const NEVER: Exit = { code: null, signal: null, error: null }

const CAPTURE = 'make it with an event for it, or with capture: true'

/** POE's word for it. */
function startOf(syscall: string): string {
  return syscall === 'open' ? 'open' : 'exec'
}
