import {
  ASYMMETRIC_MATCHERS_OBJECT,
  addCustomEqualityTesters,
  ChaiStyleAssertions,
  chai,
  customMatchers,
  type ExpectStatic,
  GLOBAL_EXPECT,
  getState,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect'
import { getCurrentTest } from '@vitest/runner'

chai.use(JestExtend)
chai.use(JestChaiExpect)
chai.use(ChaiStyleAssertions)
chai.use(JestAsymmetricMatchers)

/** What the host keeps the global `expect` and the asymmetric matchers under. */
const globals = globalThis as unknown as Record<string | symbol, object>

function assertion(value: unknown, message?: string): unknown {
  const test = getCurrentTest()
  const made = chai.expect(value, message) as unknown as { withTest(test: unknown): unknown }
  return test === undefined ? made : made.withTest(test)
}

/** vitest's `expect`, put together as vitest does it, without its workers. */
export const expect = Object.assign(assertion, chai.expect, globals[ASYMMETRIC_MATCHERS_OBJECT]) as ExpectStatic
globals[GLOBAL_EXPECT] = expect
setState({ assertionCalls: 0, isExpectingAssertions: false } as never, expect)

Object.assign(expect, {
  assert: chai.assert,
  getState: () => getState(expect),
  setState: (state: never) => setState(state, expect),
  addEqualityTesters: addCustomEqualityTesters,
  extend: (matchers: never) =>
    (chai.expect as unknown as { extend(to: unknown, m: never): void }).extend(expect, matchers),
  unreachable: (message = '') => chai.assert.fail(`expected ${message === '' ? '' : `"${message}" `}not to be reached`),
})
expect.extend(customMatchers as never)
