import { PoeError, show } from '@poe/errors'
import type { Loop } from '@poe/loop'

/** Which loop is meant: a loop, a function that makes one, or a name, as `select`, `poll`, `@poe/loop-glib`, `POE::Loop::Tk`. */
export type LoopChoice = string | Loop | (() => Loop)

let asked: LoopChoice | undefined
let taken = false

/**
 * Says which loop the default kernel rides, in a module that is imported before `@poe/poe`: `use POE::Kernel { loop => … }`.
 * It goes before the environment variable `POE_EVENT_LOOP`. POE source: `POE::Kernel`, `import`.
 *
 * @throws PoeError `ERR_POE_LOOP_CHOSEN` when the default kernel has its loop already: POE goes on with the other one, silently
 */
export function useLoop(loop: LoopChoice): void {
  if (taken)
    throw new PoeError(
      'ERR_POE_LOOP_CHOSEN',
      `useLoop(${nameOf(loop)}) comes too late: the default kernel has its loop. Call it in a module that is imported before @poe/poe, or make a kernel by new Kernel({ loop }).`,
    )
  asked = loop
}

/** What was asked for, once: the default kernel is made. */
export function takeChoice(): LoopChoice | undefined {
  taken = true
  return asked
}

function nameOf(loop: LoopChoice): string {
  return typeof loop === 'string' ? show(loop) : 'loop'
}
