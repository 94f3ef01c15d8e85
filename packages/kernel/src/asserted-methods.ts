import { PoeError } from '@poe/errors'
import type { Core } from './core.ts'
import { KernelView } from './kernel.ts'
import { nameOf, showArgs, type Tracing } from './tracing.ts'
import type { AssertKind } from './tracing-options.ts'
import { callerOf, placeOf } from './where.ts'

type Method = (this: unknown, ...args: unknown[]) => unknown

/** Which assertions make an expected miss of a method fatal; as in POE, whom nobody knows is a matter of data. */
const FATAL: Readonly<Record<string, readonly AssertKind[]>> = {
  post: ['data'],
  call: ['data'],
  signal: ['data'],
  detachChild: ['data'],
  detachMyself: ['retvals'],
  alarmSet: ['usage', 'retvals'],
  delaySet: ['usage', 'retvals'],
  alarmAdjust: ['usage', 'retvals'],
  delayAdjust: ['usage', 'retvals'],
  alarmRemove: ['usage', 'retvals'],
  aliasSet: ['usage', 'retvals'],
  aliasRemove: ['usage', 'retvals'],
  aliasResolve: ['retvals'],
  idToSession: ['retvals'],
  sessionToId: ['retvals'],
  refcountIncrement: ['retvals'],
  refcountDecrement: ['retvals'],
}

/** The methods of a kernel that looks after what they give: members put on it and on its views. */
export function assertedMethods(core: Core, tracing: Tracing): PropertyDescriptorMap {
  const members: PropertyDescriptorMap = {}
  for (const [name, kinds] of Object.entries(FATAL)) {
    const method = (KernelView.prototype as unknown as Record<string, Method>)[name] as Method
    const value = function (this: unknown, ...args: unknown[]): unknown {
      return watched(core, tracing, name, kinds, () => method.apply(this, args), args)
    }
    members[name] = { value, configurable: true, writable: true }
  }
  return members
}

function watched(
  core: Core,
  tracing: Tracing,
  name: string,
  kinds: readonly AssertKind[],
  run: () => unknown,
  args: readonly unknown[],
): unknown {
  const before = core.errno
  core.errno = ''
  const result = run()
  const { errno } = core
  if (errno === '') core.errno = before
  // That a handler is missing is what `call` tells, not a failure of it.
  if (errno === '' || errno === 'ENOSYS' || (result !== undefined && result !== false && result !== 0)) return result
  const message = `${name}${showArgs(args)} failed: ${errno}, ${REASONS[errno] ?? ''}, in ${contextOf(core)}`
  if (kinds.some((kind) => tracing.asserts.has(kind))) throw new PoeError('ERR_POE_ASSERT', message)
  tracing.trace('retvals', () => message)
  return result
}

const REASONS: Readonly<Record<string, string>> = {
  ESRCH: 'there is no such session, alias, timer or tag',
  EEXIST: 'another session has it',
  EPERM: 'it belongs to another session',
}

function contextOf({ active, activeEvent }: Core): string {
  const where = callerOf()
  const event = activeEvent === undefined ? '' : `, event "${activeEvent}"`
  return `${nameOf(active)}${event}${where === undefined ? '' : ` (at ${placeOf(where)})`}`
}
