import { PoeError, show } from '@poe/errors'
import type { Core } from './core.ts'
import type { Kernel, KernelMethods } from './types.ts'

/**
 * What adds members to kernels: POE's API mix-ins. Declare their types by merging:
 *
 * @example `declare module '@poe/kernel' { interface KernelMethods { readonly peek: Peek } }`
 */
export interface ApiMixin {
  /** How it is called in errors. */
  readonly name: string
  /**
   * Makes the members for one kernel; they are found on it and on every `ctx.kernel`. What they need to see of it `insideOf`
   * shows.
   */
  make(kernel: Kernel): Partial<KernelMethods>
}

/** Adds what a mix-in makes to a kernel and to how every session sees it. The same mix-in again adds nothing. */
export function useMixin(core: Core, mixin: ApiMixin): void {
  checkMixin(mixin)
  if (core.mixins.has(mixin)) return
  const members = Object.getOwnPropertyDescriptors(mixin.make(core.kernel as unknown as Kernel))
  for (const name of Object.keys(members)) if (name in core.kernel) throw taken(mixin, name)
  core.mixins.add(mixin)
  addMembers(core, members)
}

/** Puts members on a kernel and on its views, those to come included. */
export function addMembers(core: Core, members: PropertyDescriptorMap): void {
  core.members = { ...core.members, ...members }
  Object.defineProperties(core.kernel, members)
  for (const session of core.sessions) if (session.view !== null) Object.defineProperties(session.view, members)
}

function checkMixin(mixin: unknown): void {
  const { name, make } = (mixin ?? {}) as Partial<ApiMixin>
  if (typeof name === 'string' && typeof make === 'function') return
  throw new PoeError('ERR_POE_MIXIN', `use() needs an API mix-in, an object with name and make(), not ${show(mixin)}.`)
}

function taken(mixin: ApiMixin, member: string): PoeError {
  return new PoeError(
    'ERR_POE_MIXIN',
    `API mix-in "${mixin.name}" would add "${member}", which the kernel has already; leave one of them out.`,
  )
}
