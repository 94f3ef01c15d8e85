/** Stands in for `vitest` where test files run without it: its runner and its matchers, on whatever runtime this is. */
export {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  it,
  onTestFailed,
  onTestFinished,
  suite,
  test,
} from '@vitest/runner'
export { expect } from './expect.ts'
export { vi } from './vi.ts'

/** Types are the compiler's business: anything may be asked of it, and nothing happens. */
const nothing: unknown = new Proxy(() => {}, { get: () => nothing, apply: () => nothing })

export const expectTypeOf = nothing
export const assertType = nothing
