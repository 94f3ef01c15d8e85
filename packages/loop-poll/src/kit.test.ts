import { testLoop } from '@poe/test-loops'
import { NodeHost } from '@poe/test-loops/node'
import { afterAll, describe, it } from 'vitest'
import { descriptorPair } from './descriptors.test-kit.ts'
import { PollLoop } from './index.ts'

const host = new NodeHost()
afterAll(() => host.dispose())

testLoop(
  { describe, it },
  {
    name: 'PollLoop',
    timeout: 28_000,
    ...host.options,
    create: () => new PollLoop({ terminal: host.terminal() }),
    descriptorPair,
  },
)
