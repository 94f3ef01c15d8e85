import { check, checkOptions, type OptionCheck } from '@poe/errors'
import { checkFaults, type FaultOptions } from './fault-options.ts'
import type { Program } from './program.ts'
import type { VirtualTerminalOptions } from './terminal-service.ts'

/** What a {@link VirtualLoop} takes. */
export interface VirtualLoopOptions {
  /** All chance comes from it: the same seed, the same run. Default: 1. */
  readonly seed?: number | string
  /** Whether time moves only through `advance` and `advanceUntil`. Default: false, it jumps to what happens next. */
  readonly paced?: boolean
  /** Unix milliseconds at which the wall clock begins. Default: 0. */
  readonly start?: number
  /** The environment's settings. Default: none. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** The host that connects where no other is named by `bind`. Default: `localhost`. */
  readonly host?: string
  /** Hosts by name, with their addresses. Default: any name but those under `.invalid` gets an address of its own. */
  readonly hosts?: Readonly<Record<string, string>>
  /**
   * Programs that can be started, by name. What stands for the function of a module is named by the module's file and the
   * function, `work.js#run`, or by the whole URL. Default: none.
   */
  readonly programs?: Readonly<Record<string, Program>>
  /** Files, by path. Default: none. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  /** What the terminal is like. */
  readonly terminal?: VirtualTerminalOptions
  /** What is wrong with the world. Default: nothing. */
  readonly faults?: FaultOptions
  /** The only faults that happen, by `id` of the fault log: for finding the few that matter. Default: all. */
  readonly onlyFaults?: ReadonlySet<number>
  /** The most lines the journal keeps; the latest stay. Default: 10,000. */
  readonly traceLimit?: number
  /** Callbacks in which time may stand still; each beyond them takes `cost`. Default: 10,000. */
  readonly stillLimit?: number
  /** Milliseconds a callback takes in a world that does not come to rest; with `stillLimit` 0, always. Default: 0.01. */
  readonly cost?: number
  /** What `run()` does when nothing will ever happen: reject, or wait for a call from outside. Default: `reject`. */
  readonly onStuck?: 'reject' | 'wait'
  /** What the program knows of itself, for the report of a stuck world. Default: what a kernel says of its sessions. */
  readonly explain?: () => string
  /** Lets every promise settle. Default: one hop through the host's queue. */
  readonly settle?: () => Promise<unknown>
}

const finite: OptionCheck = (value) => (Number.isFinite(value) ? undefined : 'a finite number of milliseconds')

const cost: OptionCheck = (value) =>
  Number.isFinite(value) && (value as number) > 0 ? undefined : 'a finite number of milliseconds above 0'

const seed: OptionCheck = (value) =>
  typeof value === 'string' || Number.isFinite(value) ? undefined : 'a finite number or a string'

const idSet: OptionCheck = (value) => (value instanceof Set ? undefined : 'a Set of fault ids')

/** A record whose every value passes a check. */
function recordOf(what: string, each: (value: unknown) => boolean): OptionCheck {
  return (value) =>
    typeof value === 'object' && value !== null && Object.values(value).every(each) ? undefined : `an object of ${what}`
}

const CHECKS = {
  seed,
  paced: check.flag,
  start: finite,
  env: check.object,
  host: check.name,
  hosts: recordOf('addresses', (value) => typeof value === 'string' && value !== ''),
  programs: recordOf('functions', (value) => typeof value === 'function'),
  files: recordOf('text or octets', (value) => typeof value === 'string' || value instanceof Uint8Array),
  terminal: check.object,
  faults: check.object,
  onlyFaults: idSet,
  traceLimit: check.integer(0),
  cost,
  stillLimit: check.integer(0),
  onStuck: check.oneOf('reject', 'wait'),
  explain: check.callable,
  settle: check.callable,
}

/** @throws PoeError when a loop cannot mean these options */
export function checkLoop(options: VirtualLoopOptions): void {
  checkOptions('VirtualLoop', options, CHECKS)
  if (options.faults !== undefined) checkFaults('VirtualLoop, option "faults"', options.faults)
}
