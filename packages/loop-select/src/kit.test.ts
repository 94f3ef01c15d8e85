import { testLoop } from '@poe/test-loops'
import { NodeHost } from '@poe/test-loops/node'
import { afterAll, describe, it } from 'vitest'
import { SelectLoop } from './index.ts'

const host = new NodeHost()
afterAll(() => host.dispose())

testLoop(
  { describe, it },
  {
    name: 'SelectLoop',
    timeout: 28_000,
    lacks: ['descriptors'],
    ...host.options,
    create: () => new SelectLoop({ terminal: host.terminal() }),
  },
)
