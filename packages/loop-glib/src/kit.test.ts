import { testLoop } from '@poe/test-loops'
import { NodeHost } from '@poe/test-loops/node'
import { afterAll, describe, it } from 'vitest'
import { GlibLoop } from './index.ts'

const host = new NodeHost()
afterAll(() => host.dispose())

testLoop(
  { describe, it },
  {
    name: 'GlibLoop',
    timeout: 28_000,
    lacks: ['descriptors'],
    ...host.options,
    create: () => new GlibLoop({ terminal: host.terminal() }),
  },
)
