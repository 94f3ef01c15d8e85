import type { Loop } from '@poe/loop'
import { codeOf, ok, rejection } from './expect.ts'
import type { Rig } from './rig.ts'

/** What a loop may lack, by the contract: a service, a part of one, or signals. Who lacks `net` lacks its parts as well. */
export type Lack =
  | 'signals'
  | 'stage'
  | 'net'
  | 'datagrams'
  | 'TLS'
  | 'unix sockets'
  | 'pipes'
  | 'descriptors'
  | 'process'
  | 'terminal'
  | 'files'
  | 'watching files'

interface Absence {
  /** Where it would be; nothing may be there. What no property shows is asked for, and has to be refused. */
  readonly in?: (loop: Loop) => unknown
  readonly refuses?: (rig: Rig) => Promise<unknown>
}

/** How one sees that something is lacking. */
const ABSENCES: Readonly<Record<Lack, Absence>> = {
  signals: { in: ({ watchSignal, ignoreSignal }) => watchSignal ?? ignoreSignal },
  stage: { in: ({ stage }) => stage },
  net: { in: ({ net }) => net },
  datagrams: { in: ({ net }) => net?.datagram },
  TLS: { in: ({ net }) => net?.secure, refuses: (rig) => rig.net.connect({ ...somewhere(rig), tls: {} }) },
  'unix sockets': { refuses: ({ net }) => net.listen({ path: '/poe/test-loops' }) },
  pipes: { in: ({ pipes }) => pipes },
  descriptors: { in: ({ descriptors }) => descriptors },
  process: { in: ({ process }) => process },
  terminal: { in: ({ terminal }) => terminal },
  files: { in: ({ files }) => files },
  'watching files': { in: ({ files }) => files?.watch },
}

/** Every word of the option `lacks`. */
export const LACKS = Object.keys(ABSENCES) as readonly Lack[]

/** Which of those a loop is without, though nobody said so. */
export function missing(loop: Loop, needs: readonly Lack[]): Lack | undefined {
  return needs.find((need) => {
    const seen = ABSENCES[need].in
    return seen !== undefined && seen(loop) === undefined
  })
}

/** The one test of what a loop lacks: nothing is there, and who asks all the same is told so by a code. */
export async function lacks(rig: Rig, lack: Lack): Promise<void> {
  const { in: seen, refuses } = ABSENCES[lack]
  ok(seen?.(rig.loop) === undefined, `the loop has "${lack}" after all: leave it out of "lacks"`)
  if (refuses === undefined) return
  rig.run()
  rig.awaited = `a refusal of "${lack}"`
  const code = codeOf(await rejection(refuses(rig), `"${lack}"`))
  ok(/^(ERR_POE_\w+|E\w*(NOSUPPORT|NOTSUP))$/.test(code), `"${lack}" must be refused as such, not by ${code}`)
}

function somewhere({ options: { host = '127.0.0.1' } }: Rig): { readonly host: string; readonly port: number } {
  return { host, port: 1 }
}
