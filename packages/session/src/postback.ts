import type { Kernel, Release, SessionKernel, Untyped } from '@poe/kernel'
import type { Postback } from './session-types.ts'

/** Lets a session go when its postback was collected without being released: a safety net, not the rule. */
const forgotten = new FinalizationRegistry<Release>((held) => held.dispose())

interface Owner {
  readonly kernel: SessionKernel
}

/**
 * Makes the function, and holds the session until it is weakened, disposed of, or collected. `send` is given the
 * kernel itself, not its owner's view: what is sent comes from whoever is active then.
 */
export function makePostback<R>(
  session: Owner,
  event: string,
  kind: string,
  send: (kernel: Kernel, args: unknown[]) => R,
): Postback<Untyped[], R> {
  const { host } = session.kernel
  const held = host.hold(kind, event)
  const { kernel } = host
  const back = ((...args: unknown[]) => send(kernel, args)) as Postback<Untyped[], R>
  const release = () => {
    forgotten.unregister(back)
    held.dispose()
  }
  // `held` must not refer to the function: the registry would keep what it waits to see collected.
  forgotten.register(back, held, back)
  back.weaken = () => {
    release()
    return back
  }
  back[Symbol.dispose] = release
  return back
}
