import { PoeError } from '@poe/errors'
import type { Core } from './core.ts'
import { sendSignal } from './signals.ts'

/** Has the end of a window end the program: POE's UIDESTROY, which nobody can mask. */
export function watchWindow(core: Core, target: object): Disposable {
  const { loop } = core
  if (loop.watchDestroyed === undefined)
    throw new PoeError(
      'ERR_POE_NO_SERVICE',
      `Loop "${loop.name}" has no windows; those of @poe/loop-browser, @poe/loop-glib and @poe/loop-tk have.`,
    )
  return loop.watchDestroyed(target, () => sendSignal(core, core.root, 'UIDESTROY', [], core.root, undefined))
}
