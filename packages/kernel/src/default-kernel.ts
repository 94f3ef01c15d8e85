import { PoeError } from '@poe/errors'
import { isKernel } from './kernel.ts'
import type { Kernel } from './types.ts'

let standard: Kernel | undefined

/** Names the kernel for whoever does not choose one; `@poe/poe` does so with the one it exports. */
export function setDefaultKernel(kernel: Kernel): void {
  standard = kernel
}

/**
 * The kernel meant by somebody who gave this one, or none: the default then.
 * @throws PoeError `ERR_POE_NO_KERNEL` where none was given and there is no default; `ERR_POE_BAD_OPTION` for no kernel
 */
export function chooseKernel(taker: string, given: unknown): Kernel {
  if (isKernel(given)) return given
  if (given !== undefined)
    throw new PoeError(
      'ERR_POE_BAD_OPTION',
      `${taker}: option "kernel" must be a kernel of this version of @poe/kernel.`,
    )
  if (standard !== undefined) return standard
  throw new PoeError(
    'ERR_POE_NO_KERNEL',
    `${taker} needs a kernel: give { kernel }, made by new Kernel({ loop }), or import from @poe/poe, which has one.`,
  )
}
