import type { Loop } from '@poe/loop'
import type { TestLoopOptions } from './options.ts'
import type { Rig } from './rig.ts'

/** Tests of one topic; each gets a fresh loop that does not run yet. */
export interface Suite {
  readonly topic: string
  /** Why the topic does not apply to a loop; undefined where it does. */
  readonly lacks?: (loop: Loop, options: TestLoopOptions) => string | undefined
  readonly tests: Readonly<Record<string, (rig: Rig) => void | Promise<void>>>
}

/** Why sockets are not tested. */
export function lacksNet(loop: Loop): string | undefined {
  return loop.net === undefined ? 'the loop has no service "net"' : undefined
}
