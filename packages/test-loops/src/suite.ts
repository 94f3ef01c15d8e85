import type { Lack } from './lacks.ts'
import type { TestLoopOptions } from './options.ts'
import type { Rig } from './rig.ts'

/** Tests of one topic; each gets a fresh loop that does not run yet. */
export interface Suite {
  readonly topic: string
  /** What a loop must have for it. */
  readonly needs?: readonly Lack[]
  /** The option by which its author lends what the tests cannot do themselves. */
  readonly lent?: keyof TestLoopOptions
  readonly tests: Readonly<Record<string, (rig: Rig) => void | Promise<void>>>
}
