import { check, checkOptions } from '@poe/errors'
import type { Loop } from '@poe/loop'
import { HeapQueue } from '@poe/queue-heap'
import { assertedMethods } from './asserted-methods.ts'
import { childExited } from './children.ts'
import { Core } from './core.ts'
import { bindDrain, drainSignalled, startDrain } from './drain.ts'
import { explainAll, explainNobody, explainSession } from './explaining.ts'
import { Sessions } from './kernel-sessions.ts'
import { type LedgerEntry, ledgerOf, wholeLedger } from './ledger.ts'
import { type ApiMixin, addMembers, useMixin } from './mixins.ts'
import { KERNEL_BRAND, resolve } from './resolve.ts'
import { dispose, runLoop, runSlice } from './run.ts'
import { turn } from './running.ts'
import type { SessionRecord } from './session-record.ts'
import { settingOf } from './settings.ts'
import { sendSignal } from './signals.ts'
import { stopFrom } from './stopping.ts'
import type { Timer } from './timers.ts'
import { tracingOf } from './tracing.ts'
import type { DrainOptions, DrainReport, Kernel as KernelApi, KernelOptions } from './types.ts'

const CHECKS = {
  loop: check.having('an event loop, such as new SelectLoop()', 'now', 'attach', 'wake', 'run'),
  queue: check.callable,
  catchExceptions: check.flag,
  turnEvents: check.integer(1),
  turnTime: check.milliseconds,
  asserts: check.anything,
  traces: check.anything,
}

const DRAIN_SIGNAL_CHECKS = {
  timeout: check.milliseconds,
  signal: check.having('an AbortSignal', 'addEventListener'),
}
const DRAIN_CHECKS = { ...DRAIN_SIGNAL_CHECKS, session: check.anything }

let kernels = 0

/** The kernel, seen by everybody or by one session. Running it, ending it, and looking inside. */
export class KernelView extends Sessions {
  run(): Promise<void> {
    return runLoop(this.core)
  }

  runOneTimeslice(): Promise<boolean> {
    return runSlice(this.core)
  }

  async runWhile(condition: () => boolean): Promise<void> {
    while (condition() && (await this.runOneTimeslice()));
  }

  stop(to?: unknown): boolean {
    const top = to === undefined ? this.core.root : resolve(this.core, to)
    if (top === undefined) return false
    stopFrom(this.core, top)
    return true
  }

  drain(options: DrainOptions = {}): Promise<DrainReport> {
    checkOptions('drain()', options, DRAIN_CHECKS)
    const { session } = options
    const top = session === undefined ? this.core.root : resolve(this.core, session)
    return top === undefined ? Promise.resolve({ late: [] }) : startDrain(this.core, top, options)
  }

  drainOn(signals: readonly string[] = ['INT', 'TERM'], options: DrainOptions = {}): void {
    checkOptions('drainOn()', options, DRAIN_SIGNAL_CHECKS)
    bindDrain(this.core, signals, options)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return dispose(this.core)
  }

  use(mixin: ApiMixin): this {
    useMixin(this.core, mixin)
    return this
  }

  ledger(of?: unknown): LedgerEntry[] {
    if (of === undefined) return wholeLedger(this.core)
    const session = resolve(this.core, of)
    return session === undefined ? [] : ledgerOf(this.core, session)
  }

  explain(of?: unknown): string {
    if (of === undefined) return explainAll(this.core)
    const session = resolve(this.core, of)
    return session === undefined ? explainNobody(of) : explainSession(this.core, session)
  }

  static {
    Object.defineProperty(KernelView.prototype, KERNEL_BRAND, { value: 1 })
  }
}

class KernelImpl extends KernelView {
  constructor(options: KernelOptions) {
    checkOptions('Kernel', options, CHECKS, ['loop'])
    const { loop, queue, turnEvents = 256, turnTime = 1 } = options
    const catchExceptions = settingOf(loop, 'POE_CATCH_EXCEPTIONS') ?? options.catchExceptions ?? true
    const timers = queue === undefined ? new HeapQueue<Timer>() : queue<Timer>()
    const tracing = tracingOf(loop, options.asserts, options.traces)
    const core = new Core(loop, timers, tracing, { catchExceptions, turnEvents, turnTime }, makeView)
    super(core, null)
    core.kernel = this
    core.id = kernelId(loop)
    if (core.tracing !== null) addMembers(core, assertedMethods(core, core.tracing))
    loop.attach({
      turn: () => turn(core),
      signal: (name) => onSignal(core, name),
      exited: (pid, exit) => childExited(core, pid, exit),
      explain: () => explainAll(core),
    })
  }
}

function makeView(core: Core, session: SessionRecord): KernelView {
  const view = new KernelView(core, session)
  return core.members === null ? view : Object.defineProperties(view, core.members)
}

function onSignal(core: Core, name: string): void {
  if (core.drainSignals.has(name)) drainSignalled(core)
  else sendSignal(core, core.root, name, [], core.root, undefined)
}

/** Host and process, time, and a number: POE's kernel id. */
function kernelId(loop: Loop): string {
  const seconds = Math.floor(loop.wallClock() / 1000)
  return `${loop.place ?? loop.name}-${seconds.toString(16)}-${(++kernels).toString(16)}`
}

/**
 * Makes a kernel on a loop. Any number of kernels can live side by side, each on a loop of its own.
 * @throws PoeError `ERR_POE_BAD_OPTION` and the like for wrong options
 */
export const Kernel = KernelImpl as unknown as new (options: KernelOptions) => KernelApi
export type Kernel = KernelApi

/** Whether a value is a kernel, or the kernel as a session sees it, made by a copy of this package that fits. */
export function isKernel(value: unknown): value is KernelApi {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[KERNEL_BRAND] === 1
}
