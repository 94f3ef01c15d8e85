import type { Release, SessionKernel } from '@poe/kernel'
import type { Postback } from './session-types.ts'

/** Lets a session go when its postback was collected without being released: a safety net, not the rule. */
const forgotten = new FinalizationRegistry<Release>((held) => held.dispose())

interface Owner {
  readonly kernel: SessionKernel
}

/** Makes the function, and holds the session until it is weakened, disposed of, or collected. */
export function makePostback<R>(
  session: Owner,
  event: string,
  kind: string,
  send: (args: unknown[]) => R,
): Postback<unknown[], R> {
  const held = session.kernel.host.hold(kind, event)
  const back = ((...args: unknown[]) => send(args)) as Postback<unknown[], R>
  const release = () => {
    forgotten.unregister(back)
    held.dispose()
  }
  forgotten.register(back, held, back)
  back.weaken = () => {
    release()
    return back
  }
  back[Symbol.dispose] = release
  return back
}
