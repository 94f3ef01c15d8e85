import { check, PoeError, show } from '@poe/errors'
import type { Kernel, Release, SessionKernel, Untyped } from '@poe/kernel'
import type { Postback } from './nfa-types.ts'

/** Lets a machine go when its postback was collected without being released: a safety net, not the rule. */
const forgotten = new FinalizationRegistry<Release>((held) => held.dispose())

/**
 * A function that sends an event to a machine, and holds it until it is weakened, disposed of, or collected. `send` is given the
 * kernel itself: what is sent comes from whoever is active then.
 *
 * @throws PoeError `ERR_POE_EVENT` for what is no name of an event
 */
export function makePostback<R>(
  kind: 'postback' | 'callback',
  { host }: SessionKernel,
  event: string,
  send: (kernel: Kernel, args: unknown[]) => R,
): Postback<Untyped[], R> {
  if (check.name(event) !== undefined)
    throw new PoeError('ERR_POE_EVENT', `${kind}() needs the name of an event, not ${show(event)}.`)
  const held = host.hold(kind, event)
  const { kernel } = host
  const back = ((...args: unknown[]) => send(kernel, args)) as Postback<Untyped[], R>
  const release = (): void => {
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
