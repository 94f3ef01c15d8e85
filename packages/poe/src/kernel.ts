import { Kernel, setDefaultKernel } from '@poe/kernel'
import { SelectLoop } from '@poe/loop-select'

/** The one default kernel, on the default loop. Making it starts nothing: `await kernel.run()` does. */
export const kernel: Kernel = new Kernel({ loop: new SelectLoop() })

setDefaultKernel(kernel)
