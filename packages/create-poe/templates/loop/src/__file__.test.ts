import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Kernel } from '@poe/kernel'
import { Session } from '@poe/session'
import { testLoop } from '@poe/test-loops'
import { __Class__ } from './index.ts'

// What every loop promises. Add a service, take its name out of "lacks", and the kit tests it; its README tells what it needs.
testLoop(
  { describe, it },
  {
    name: '__Class__',
    create: () => new __Class__(),
    lacks: ['signals', 'net', 'pipes', 'descriptors', 'process', 'terminal', 'files'],
  },
)

describe('a kernel on __Class__', () => {
  it('runs sessions', async () => {
    const kernel = new Kernel({ loop: new __Class__() })
    const seen: number[] = []
    Session.create({
      kernel,
      inlineStates: {
        _start: ({ kernel }) => void kernel.delay('count', 1, 3),
        count({ kernel }, left: number) {
          seen.push(left)
          if (left > 1) kernel.delay('count', 1, left - 1)
        },
      },
    })
    await kernel.run()
    assert.deepEqual(seen, [3, 2, 1])
  })
})
