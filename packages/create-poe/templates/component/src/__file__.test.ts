import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Kernel } from '@poe/kernel'
import { VirtualLoop } from '@poe/loop-virtual'
import { __Class__ } from './index.ts'

describe('__Class__', () => {
  it('ticks until it is closed', async () => {
    const kernel = new Kernel({ loop: new VirtualLoop({ seed: 1 }) })
    const ticks: unknown[] = []
    const component: __Class__ = new __Class__({
      kernel,
      interval: 60_000,
      inlineStates: {
        tick(_context: unknown, count: number) {
          ticks.push(count)
          if (count === 3) void component.close()
        },
      },
    })
    await kernel.run()
    assert.deepEqual([ticks, kernel.loop.now()], [[1, 2, 3], 180_000])
    assert.deepEqual(kernel.ledger(), [], 'nothing is left')
  })

  it('keeps the names of its own states to itself', () => {
    const kernel = new Kernel({ loop: new VirtualLoop({ seed: 1 }) })
    assert.throws(() => new __Class__({ kernel, inlineStates: { round() {} } }), { code: 'ERR_POE_STATE_TAKEN' })
  })

  it('refuses options it does not know', () => {
    // @ts-expect-error the option is mistyped
    assert.throws(() => new __Class__({ intervall: 5 }), { code: 'ERR_POE_UNKNOWN_OPTION' })
  })
})
