import type { TestLoopOptions } from '@poe/test-loops'

/** What the kit is told of the loop, inside the browser and outside. */
export const kitOptions = {
  name: 'BrowserLoop',
  host: '127.0.0.1',
  timeout: 20_000,
  lacks: ['signals', 'datagrams', 'TLS', 'pipes', 'descriptors', 'process', 'terminal', 'files'],
} satisfies Partial<TestLoopOptions>

/** What is lent inside only, where it is there: outside the names of the tests are wanted, and nothing of them runs. */
export const lentInside = { unixPath: () => '', connectToReset: async () => () => {}, stepWallClock: () => {} }
