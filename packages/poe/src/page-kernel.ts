import { Kernel, setDefaultKernel } from '@poe/kernel'
import type { Loop } from '@poe/loop'
import { loopFor } from './choose-loop.ts'
import { type LoopChoice, takeChoice } from './loop-choice.ts'
import { runtime } from './page-runtime.ts'

/** A loop that is given, or one for the page. @throws PoeError `ERR_POE_NO_LOOP`, `ERR_POE_BAD_OPTION` */
export function chooseLoop(loop?: LoopChoice): Loop {
  return loopFor(runtime, loop)
}

/** The one default kernel, on a `BrowserLoop` or what `useLoop` gave. Making it starts nothing. */
export const kernel: Kernel = new Kernel({ loop: chooseLoop(takeChoice()) })

setDefaultKernel(kernel)
