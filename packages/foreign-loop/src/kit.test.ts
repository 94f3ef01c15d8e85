import { testLoop } from '@poe/test-loops'
import { NodeHost } from '@poe/test-loops/node'
import { afterAll, describe, it } from 'vitest'
import { Fake } from './fake.test-kit.ts'
import { ForeignLoop } from './index.ts'

const host = new NodeHost()
afterAll(() => host.dispose())

/** One that always has something to do is the hardest to live with. */
const foreign = { idle: Number.POSITIVE_INFINITY, 'never idle': 0 }

for (const [what, wait] of Object.entries(foreign))
  testLoop(
    { describe, it },
    {
      name: `ForeignLoop, with a loop that is ${what}`,
      timeout: 28_000,
      lacks: ['descriptors'],
      ...host.options,
      create: () => new ForeignLoop(Object.assign(new Fake(), { wait }), { terminal: host.terminal() }),
    },
  )
