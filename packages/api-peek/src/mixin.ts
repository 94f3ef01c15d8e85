import { type ApiMixin, insideOf } from '@poe/kernel'
import { Peek } from './peek.ts'

declare module '@poe/kernel' {
  interface KernelMethods {
    /** What `@poe/api-peek` tells, after `kernel.use(peek)`. */
    readonly peek: Peek
  }
}

/**
 * POE::API::Peek: lets a kernel be looked into by `kernel.use(peek)`, and then `kernel.peek`.
 *
 * @example `kernel.use(peek).peek.sessionCount()`
 */
export const peek: ApiMixin = {
  name: 'peek',
  make: (kernel) => ({ peek: new Peek(insideOf(kernel)) }),
}
