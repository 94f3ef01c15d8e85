import { PoeError, show } from '@poe/errors'
import type { Core } from './core.ts'
import { DEAD, SESSION_BRAND, SessionRecord } from './session-record.ts'

/** What marks kernels at runtime, whichever copy of this package made them; its value is the contract's version. */
export const KERNEL_BRAND: unique symbol = Symbol.for('@poe/kernel') as never

/**
 * Finds whom a destination means: a session, an id, an alias, a typed alias or the kernel. Undefined, errno ESRCH:
 * there is no such session, or it has stopped.
 * @throws PoeError `ERR_POE_FOREIGN` for a session or kernel of another kernel, `ERR_POE_DESTINATION` for anything else
 */
export function resolve(core: Core, to: unknown): SessionRecord | undefined {
  if (to instanceof SessionRecord && to.core === core && (to.flags & DEAD) === 0) return to
  const found = typeof to === 'number' ? core.sessions.get(to) : resolveRest(core, to)
  if (found === undefined) core.errno = 'ESRCH'
  return found
}

/** Apart from the two quick ways, which are small enough to become part of every `post`. */
function resolveRest(core: Core, to: unknown): SessionRecord | undefined {
  if (typeof to === 'string') return to === core.id ? core.root : core.aliases.get(to)
  if (typeof to === 'object' && to !== null) return resolveObject(core, to)
  throw misdirected(to)
}

function resolveObject(core: Core, to: object): SessionRecord | undefined {
  if (to instanceof SessionRecord) return gone(core, to)
  if (SESSION_BRAND in to) throw foreign(core, 'a session', 'of another copy of @poe/kernel')
  if (KERNEL_BRAND in to) return resolveKernel(core, to as unknown as ForeignKernel)
  if ('name' in to && typeof to.name === 'string') return core.aliases.get(to.name)
  throw misdirected(to)
}

/** A session that has stopped, or was never allocated; but one of another kernel is a mistake. */
function gone(core: Core, session: SessionRecord): undefined {
  if (session.core === core || session.core === null) return undefined
  throw foreign(core, 'session', `${session.id} of kernel ${session.core.id}`)
}

/** A kernel, or one as a session sees it, of whichever copy of this package. */
interface ForeignKernel {
  readonly id: string
  readonly core: unknown
}

// Not by the id: each copy of this package numbers its kernels from 1.
function resolveKernel(core: Core, kernel: ForeignKernel): SessionRecord {
  if (kernel.core === core) return core.root
  throw foreign(core, 'kernel', kernel.id)
}

function foreign(core: Core, what: string, which: string): PoeError {
  return new PoeError(
    'ERR_POE_FOREIGN',
    `Kernel ${core.id} cannot reach ${what} ${which}: sessions talk within one kernel. ` +
      'If you meant one kernel, look for two installed copies of @poe/kernel: `npm ls @poe/kernel` shows them. ' +
      'Who depends on it should have it as a peer dependency.',
  )
}

function misdirected(to: unknown): PoeError {
  return new PoeError(
    'ERR_POE_DESTINATION',
    `A destination must be a session, a session id, an alias or a kernel, not ${show(to)}.`,
  )
}
