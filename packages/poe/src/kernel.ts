import { Kernel, setDefaultKernel } from '@poe/kernel'
import type { Loop } from '@poe/loop'
import { loopFor } from './choose-loop.ts'
import { type LoopChoice, takeChoice } from './loop-choice.ts'
import { runtime } from './process-runtime.ts'

/**
 * A loop by its name, or the one `POE_EVENT_LOOP` asks for, or that of the runtime: for kernels of your own.
 *
 * @throws PoeError `ERR_POE_NO_LOOP` where it cannot be had; `ERR_POE_BAD_OPTION` for what means no loop
 */
export function chooseLoop(loop?: LoopChoice): Loop {
  return loopFor(runtime, loop)
}

/**
 * The one default kernel, on the loop that `useLoop` of `@poe/poe/loop` or `POE_EVENT_LOOP` asks for, else on a `SelectLoop`.
 * Making it starts nothing: `await kernel.run()` does.
 */
export const kernel: Kernel = new Kernel({ loop: chooseLoop(takeChoice()) })

setDefaultKernel(kernel)
