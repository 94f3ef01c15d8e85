import { PoeError, show } from '@poe/errors'
import type { Loop } from '@poe/loop'
import { settingOf } from './settings.ts'

/** What can be asserted: POE's `ASSERT_…`. */
export type AssertKind = 'data' | 'events' | 'files' | 'retvals' | 'states' | 'usage'
/** What can be traced: POE's `TRACE_…`. */
export type TraceKind = 'destroy' | 'events' | 'files' | 'refcnt' | 'retvals' | 'sessions' | 'signals'

const ASSERTS: readonly AssertKind[] = ['data', 'events', 'files', 'retvals', 'states', 'usage']
const TRACES: readonly TraceKind[] = ['destroy', 'events', 'files', 'refcnt', 'retvals', 'sessions', 'signals']

/** All, none, or those named. */
export type Switches<K extends string> = boolean | readonly K[]

/** The assertions that are on: the environment decides, then the option, then `POE_ASSERT_DEFAULT`. */
export function assertsOf(loop: Loop, given: Switches<AssertKind> | undefined): ReadonlySet<AssertKind> {
  return chosen('asserts', 'POE_ASSERT_', ASSERTS, loop, given)
}

/** The traces that are on, likewise by `POE_TRACE_…`. */
export function tracesOf(loop: Loop, given: Switches<TraceKind> | undefined): ReadonlySet<TraceKind> {
  return chosen('traces', 'POE_TRACE_', TRACES, loop, given)
}

function chosen<K extends string>(
  option: string,
  prefix: string,
  kinds: readonly K[],
  loop: Loop,
  given: Switches<K> | undefined,
): ReadonlySet<K> {
  if (given !== undefined && typeof given !== 'boolean' && !Array.isArray(given)) throw unknown(option, given, kinds)
  for (const kind of Array.isArray(given) ? (given as readonly K[]) : [])
    if (!kinds.includes(kind)) throw unknown(option, kind, kinds)
  const wanted = (kind: K) => (typeof given === 'object' ? given.includes(kind) : given)
  const standard = settingOf(loop, `${prefix}DEFAULT`) ?? false
  return new Set(kinds.filter((kind) => settingOf(loop, `${prefix}${kind.toUpperCase()}`) ?? wanted(kind) ?? standard))
}

function unknown(option: string, kind: unknown, kinds: readonly string[]): PoeError {
  return new PoeError(
    'ERR_POE_BAD_OPTION',
    `Option "${option}" of Kernel has to be true, false or a list of ${kinds.join(', ')}; ${show(kind)} is not.`,
  )
}
