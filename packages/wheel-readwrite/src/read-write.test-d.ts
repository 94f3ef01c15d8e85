import type { Filter } from '@poe/filter'
import { LineFilter } from '@poe/filter-line'
import type { Kernel } from '@poe/kernel'
import type { StreamHandle } from '@poe/loop'
import { Session } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { expectTypeOf } from 'vitest'
import { ReadWrite } from './index.ts'

declare const kernel: Kernel
declare const handle: StreamHandle
declare const pairs: Filter<readonly [string, string], Map<string, string>>

interface Events {
  line(text: string, id: number): void
  onlyLine(text: string): void
  nothing(): void
  octets(chunk: Uint8Array, id: number): void
  count(count: number): void
  failed(error: WheelError): void
}

Session.create<Events>({
  kernel,
  inlineStates: {
    _start(ctx) {
      new ReadWrite(ctx, { handle, inputEvent: 'line', flushedEvent: 'count', errorEvent: 'failed' })
      new ReadWrite(ctx, { handle, inputEvent: 'onlyLine', flushedEvent: 'nothing' })
      // @ts-expect-error no such event
      new ReadWrite(ctx, { handle, inputEvent: 'lime' })
      // @ts-expect-error lines are text
      new ReadWrite(ctx, { handle, inputEvent: 'octets' })
      // @ts-expect-error the first argument is a record, not a number
      new ReadWrite(ctx, { handle, inputEvent: 'count' })
      // @ts-expect-error an error event carries a WheelError
      new ReadWrite(ctx, { handle, errorEvent: 'line' })

      const filter = new LineFilter({ encoding: 'bytes' })
      new ReadWrite(ctx, { handle, filter, inputEvent: 'octets' })
      // @ts-expect-error lines of octets are octets
      new ReadWrite(ctx, { handle, filter, inputEvent: 'line' })

      const wheel = new ReadWrite(ctx, { handle, inputEvent: 'line' })
      wheel.event({ inputEvent: undefined, errorEvent: 'failed' })
      // @ts-expect-error lines are text
      wheel.event({ inputEvent: 'octets' })
    },
    line() {},
    onlyLine() {},
    nothing() {},
    octets() {},
    count() {},
    failed() {},
  },
})

Session.create({
  kernel,
  inlineStates: {
    _start(ctx) {
      const lines = new ReadWrite(ctx, { handle, inputEvent: 'whatever' })
      expectTypeOf(lines.put).parameters.toEqualTypeOf<string[]>()
      lines.event({ inputEvent: 'anything' })

      const mixed = new ReadWrite(ctx, { handle, filter: pairs, inputEvent: 'got' })
      expectTypeOf(mixed.put).parameters.toEqualTypeOf<Map<string, string>[]>()
      // @ts-expect-error the filter takes maps
      mixed.put('text')

      const apart = new ReadWrite(ctx, {
        handle,
        inputFilter: pairs,
        outputFilter: new LineFilter(),
        inputEvent: 'got',
      })
      expectTypeOf(apart.put).parameters.toEqualTypeOf<(string | Uint8Array)[]>()
      expectTypeOf(apart.getInputFilter().getOne()).toEqualTypeOf<readonly [string, string] | undefined>()
    },
  },
})
