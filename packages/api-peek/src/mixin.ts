import type { ApiMixin } from '@poe/kernel'
import { Peek } from './peek.ts'

/**
 * Lets a kernel be looked into: `kernel.use(peek)`, and then `kernel.peek`.
 *
 * @example `kernel.use(peek).peek.sessionCount()`
 */
export const peek: ApiMixin = {
  name: 'peek',
  make: (inside) => ({ peek: new Peek(inside) }),
}
