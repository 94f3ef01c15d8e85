import { BlockFilter } from '@poe/filter-block'
import type { Kernel } from '@poe/kernel'
import type { FileHandle, StreamHandle } from '@poe/loop'
import { Session } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { expectTypeOf } from 'vitest'
import { FollowTail, type LastRecord } from './index.ts'

declare const kernel: Kernel
declare const file: FileHandle
declare const stream: StreamHandle

interface Events {
  line(text: string, id: number): void
  whole(text: string, id: number, last?: LastRecord): void
  block(octets: Uint8Array): void
  noted(id: number): void
  failed(error: WheelError): void
}

Session.create<Events>({
  kernel,
  inlineStates: {
    _start(ctx) {
      new FollowTail(ctx, { filename: '/log', inputEvent: 'line', resetEvent: 'noted', idleEvent: 'noted' })
      new FollowTail(ctx, { handle: file, inputEvent: 'whole', errorEvent: 'failed' })
      // @ts-expect-error an input event is needed
      new FollowTail(ctx, { filename: '/log' })
      // @ts-expect-error no such event
      new FollowTail(ctx, { handle: stream, inputEvent: 'lime' })
      // @ts-expect-error lines are text
      new FollowTail(ctx, { handle: stream, inputEvent: 'block' })
      // @ts-expect-error a reset tells the wheel's id
      new FollowTail(ctx, { filename: '/log', inputEvent: 'line', resetEvent: 'line' })
      // @ts-expect-error an error event carries a WheelError
      new FollowTail(ctx, { filename: '/log', inputEvent: 'line', errorEvent: 'line' })

      const filter = new BlockFilter({ blockSize: 4 })
      const blocks = new FollowTail(ctx, { filename: '/log', filter, inputEvent: 'block' })
      expectTypeOf(blocks.getFilter().getOne()).toEqualTypeOf<Uint8Array | undefined>()
      // @ts-expect-error blocks are octets
      new FollowTail(ctx, { filename: '/log', filter, inputEvent: 'line' })

      const wheel = new FollowTail(ctx, { filename: '/log', inputEvent: 'line' })
      expectTypeOf(wheel.tell()).toEqualTypeOf<number | undefined>()
      wheel.event({ inputEvent: 'whole', idleEvent: undefined })
      // @ts-expect-error lines are text
      wheel.event({ inputEvent: 'block' })
    },
    line() {},
    whole() {},
    block() {},
    noted() {},
    failed() {},
  },
})

Session.create({
  kernel,
  inlineStates: {
    _start(ctx) {
      new FollowTail(ctx, { filename: '/log', inputEvent: 'whatever', idleEvent: 'anything' })
    },
  },
})
