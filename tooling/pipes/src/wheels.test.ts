import { BlockFilter } from '@poe/filter-block'
import { Kernel } from '@poe/kernel'
import type { Loop, StreamHandle } from '@poe/loop'
import { SelectLoop } from '@poe/loop-select'
import { VirtualLoop } from '@poe/loop-virtual'
import { OneWay, TwoWay } from '@poe/pipe'
import { Session } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { ReadWrite } from '@poe/wheel-readwrite'
import { describe, expect, it } from 'vitest'

type OneWayMaker = (loop: Loop) => Promise<[StreamHandle, StreamHandle]>

/** Pipes of every kind on every loop. */
const KINDS: readonly (readonly [string, () => Loop, one: OneWayMaker, two: OneWayMaker])[] = [
  [
    'memory on SelectLoop',
    () => new SelectLoop(),
    async (loop) => OneWay.create(loop),
    async (loop) => TwoWay.create(loop),
  ],
  [
    'a socketpair on SelectLoop',
    () => new SelectLoop(),
    (loop) => OneWay.open(loop, { type: 'socketpair' }),
    (loop) => TwoWay.open(loop, { type: 'socketpair' }),
  ],
  [
    'inet on SelectLoop',
    () => new SelectLoop(),
    (loop) => OneWay.open(loop, { type: 'inet' }),
    (loop) => TwoWay.open(loop, { type: 'inet' }),
  ],
  [
    'memory on VirtualLoop',
    () => new VirtualLoop(),
    async (loop) => OneWay.create(loop, { capacity: 10 }),
    async (loop) => TwoWay.create(loop, { capacity: 10 }),
  ],
  [
    'the system on VirtualLoop, short reads and writes',
    () => new VirtualLoop({ faults: { shortReads: 0.5, shortWrites: 0.5, shortMost: 3 } }),
    (loop) => OneWay.open(loop),
    (loop) => TwoWay.open(loop),
  ],
]

describe.each(KINDS)('ReadWrite wheels on a pipe: %s', (_, create, one, two) => {
  it('talk both ways in lines, and end', async () => {
    const kernel = new Kernel({ loop: create() })
    const heard: string[] = []
    Session.create({
      kernel,
      inlineStates: {
        async _start(ctx) {
          const [left, right] = await two(kernel.loop)
          ctx.heap.left = new ReadWrite(ctx, { handle: left, inputEvent: 'answer', errorEvent: 'ended' })
          ctx.heap.right = new ReadWrite(ctx, { handle: right, inputEvent: 'question', errorEvent: 'ended' })
          ctx.heap.left.put('one', 'zwei é', 'three')
        },
        question({ heap }, line: string) {
          heap.right.put(line.toUpperCase())
        },
        answer({ heap }, line: string) {
          heard.push(line)
          if (heard.length === 3) heap.left.close()
        },
        ended({ heap }, error: WheelError) {
          heard.push(`${error.operation} ${error.errno}`)
          heap.right.close()
        },
      },
    })
    await kernel.run()
    expect(heard).toEqual(['ONE', 'ZWEI É', 'THREE', 'read 0'])
  })

  it('carry a lot one way, held up by who reads', async () => {
    const kernel = new Kernel({ loop: create() })
    const block = 'x'.repeat(997)
    let count = 0
    let told = ''
    Session.create({
      kernel,
      inlineStates: {
        async _start(ctx) {
          const [read, write] = await one(kernel.loop)
          const options = { inputHandle: read, outputHandle: write, filter: new BlockFilter() }
          const events = { inputEvent: 'block', flushedEvent: 'more', errorEvent: 'ended' }
          ctx.heap.wheel = new ReadWrite(ctx, { ...options, ...events })
          ctx.heap.left = 10
          ctx.kernel.yield('more')
        },
        more({ heap }) {
          if (heap.left-- > 0) for (let i = 0; i < 30; i++) heap.wheel.put(block)
          else heap.wheel.shutdownOutput()
        },
        block(ctx, octets: Uint8Array) {
          expect(octets.length).toBe(997)
          if (++count % 50 !== 0) return
          ctx.heap.wheel.pauseInput()
          ctx.kernel.delay('again', 5)
        },
        again({ heap }) {
          heap.wheel.resumeInput()
        },
        ended({ heap }, error: WheelError) {
          told = `${error.operation} ${error.errno}`
          heap.wheel.dispose()
        },
      },
    })
    await kernel.run()
    expect([count, told]).toEqual([300, 'read 0'])
  })

  it('are told of a broken pipe', async () => {
    const kernel = new Kernel({ loop: create() })
    const told: string[] = []
    Session.create({
      kernel,
      inlineStates: {
        async _start(ctx) {
          const [read, write] = await one(kernel.loop)
          const [silent] = OneWay.create(kernel.loop)
          ctx.heap.wheel = new ReadWrite(ctx, { outputHandle: write, inputHandle: silent, errorEvent: 'failed' })
          read.close()
          ctx.kernel.yield('put')
        },
        put(ctx) {
          ctx.heap.wheel.put('x'.repeat(100))
          if (told.length === 0) ctx.kernel.delay('put', 1)
        },
        failed({ heap, kernel }, error: WheelError) {
          told.push(`${error.operation} ${error.errno > 0}`)
          kernel.delay('put')
          heap.wheel.dispose()
        },
      },
    })
    await kernel.run()
    expect(told).toEqual(['write true'])
  })
})
