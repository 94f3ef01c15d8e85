import { PoeError } from '@poe/errors'
import type { Filter, OutputFilter } from '@poe/filter'
import type { Release, Untyped } from '@poe/kernel'
import { type Child, type Exit, handleError } from '@poe/loop'
import { Wheel, type WheelContext, wheelError } from '@poe/wheel'
import type { InputFilter } from '@poe/wheel-readwrite/sides'
import { Closing } from './closing.ts'
import { checkClose, checkEvents, checkRun, checkWinsize, type Given } from './option-checks.ts'
import type { AnyRunOptions } from './options.ts'
import type { StreamOwner } from './outlet.ts'
import { type RunError, runError } from './run-error.ts'
import { isOnTerminal, spawnOptionsOf } from './spawning.ts'
import { type Names, Streams } from './streams.ts'

const TIMEOUT = 5000

/** How a program ended that was refused. */
const NEVER: Exit = { code: null, signal: null, error: null }

/** The wheel behind the interface. */
export class RunImpl extends Wheel {
  readonly #options: AnyRunOptions
  readonly #child: Child
  readonly #streams: Streams
  #errorEvent: string | undefined
  #closeEvent: string | undefined
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
    this.#errorEvent = options.errorEvent
    this.#closeEvent = options.closeEvent
    this.#child = this.#start()
    this.#child.onExit((exit) => {
      this.#exit = exit
      if (!this.disposed) this.host.enter(`${this.label} -> exit`, () => this.#exited(exit))
    })
    this.#streams = new Streams(this.#owner(), this.#child, options)
    this.#open = this.#streams.outputs
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
    return this.#streams.stdin?.isFlushed ?? true
  }

  put(...records: Untyped[]): boolean {
    const { stdin } = this.#streams
    if (stdin !== null) return stdin.put(records)
    if (this.pid === undefined) return false
    throw this.#streams.missing('stdin', 'leave out "noStdin" and "redirectStdin"')
  }

  shutdownStdin(): void {
    this.#streams.stdin?.shutdown()
  }

  kill(signal = 'TERM'): boolean {
    return this.#child.kill(signal)
  }

  event(names: Names): void {
    checkEvents(names, this.#streams.marks)
    if (this.disposed) return
    if (this.pid !== undefined) this.#streams.check(names)
    if ('errorEvent' in names) this.#errorEvent = names.errorEvent
    if ('closeEvent' in names) this.#closeEvent = names.closeEvent
    this.#streams.rename(names)
    this.#keep()
    if (this.#isClosed && !this.#closeTold) this.host.post(`${this.label} -> close`, () => this.#look())
  }

  pauseStdout(): void {
    this.#streams.stdout?.pause()
  }

  resumeStdout(): void {
    this.#streams.stdout?.resume()
  }

  pauseStderr(): void {
    this.#streams.stderr?.pause()
  }

  resumeStderr(): void {
    this.#streams.stderr?.resume()
  }

  setStdioFilter(filter: Filter<Untyped>): void {
    this.setStdinFilter(filter)
    this.setStdoutFilter(filter)
  }

  setStdinFilter(filter: OutputFilter<Untyped>): void {
    this.#streams.stdinFilter = filter
  }

  setStdoutFilter(filter: InputFilter<Untyped>): void {
    this.#streams.stdoutFilter = filter
  }

  setStderrFilter(filter: InputFilter<Untyped>): void {
    this.#streams.stderrFilter = filter
  }

  getStdinFilter(): OutputFilter<Untyped> {
    return this.#streams.stdinFilter
  }

  getStdoutFilter(): InputFilter<Untyped> {
    return this.#streams.stdoutFilter
  }

  getStderrFilter(): InputFilter<Untyped> {
    return this.#streams.stderrFilter
  }

  setHighMark(highMark: number): void {
    this.#streams.setMarks('Run.setHighMark()', { highMark, lowMark: this.#streams.marks.lowMark })
  }

  setLowMark(lowMark: number): void {
    this.#streams.setMarks('Run.setLowMark()', { highMark: this.#streams.marks.highMark, lowMark })
  }

  getDriverOutOctets(): number {
    return this.#streams.outOctets
  }

  getDriverOutMessages(): number {
    return this.#streams.outMessages
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
    const ask = isOnTerminal(this.#options) ? 'HUP' : 'TERM'
    const steps = [
      () => this.shutdownStdin(),
      () => this.#killAll(ask),
      () => this.#killAll('KILL'),
      () => this.dispose(),
    ]
    this.#closing = new Closing(this.host, this.label, options.timeout ?? TIMEOUT, steps)
    if (this.#exit !== null) this.#closing.skipToLast()
  }

  protected release(): void {
    this.#closing?.dispose()
    this.#keep()
    // Not there where the program was refused.
    this.#streams?.end()
    const { killOnDispose = false } = this.#options
    if (killOnDispose !== false && this.#exit === null) this.#killAll(killOnDispose === true ? 'TERM' : killOnDispose)
  }

  /** All outputs have ended; where there are none, the program has. */
  get #isClosed(): boolean {
    return this.#open === 0 && (this.#exit !== null || this.#streams.outputs > 0)
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

  #owner(): StreamOwner {
    const { host, id, label } = this
    return {
      host,
      id,
      label,
      tell: (error) => this.#tell(error),
      ending: (outlet) => this.#streams.ending(outlet),
      ended: () => {
        this.#open--
        this.#look()
      },
    }
  }

  /** The program, and where it has a group of its own, that too. */
  #killAll(signal: string): void {
    this.kill(this.#options.noSetPgrp === true ? signal : `-${signal}`)
  }

  #renice(by: number): void {
    const { renice } = this.#child
    const failed = renice === undefined ? handleError('ENOSYS', 'setpriority') : renice.call(this.#child, by)
    if (failed === null) return
    const error = runError(wheelError('setpriority', failed, this.id), null)
    this.host.post(`${this.label} -> setpriority`, () => this.#tell(error))
  }

  #exited({ error }: Exit): void {
    this.#closing?.skipToLast()
    if (error !== null) this.#tell(runError(wheelError(operationOf(error.syscall), error, this.id), null))
    this.#streams.orphan()
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
    const { stdin } = this.#streams
    if (stdin === null) this.dispose()
    else stdin.finish(() => this.dispose())
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
}

/** POE's word for it. */
function operationOf(syscall: string): string {
  return syscall === 'open' ? 'open' : 'exec'
}
