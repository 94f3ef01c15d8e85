import type { Filter } from '@poe/filter'
import { LineFilter } from '@poe/filter-line'
import type { Kernel } from '@poe/kernel'
import { Session } from '@poe/session'
import { expectTypeOf } from 'vitest'
import { Run, type RunError } from './index.ts'

declare const kernel: Kernel
declare const pairs: Filter<readonly [string, string], Map<string, string>>

interface Events {
  line(text: string, id: number): void
  last(text: string, id: number, end?: { readonly unterminated: true }): void
  onlyLine(text: string): void
  octets(chunk: Uint8Array, id: number): void
  count(count: number): void
  failed(error: RunError): void
}

Session.create<Events>({
  kernel,
  inlineStates: {
    _start(ctx) {
      const program = ['cat'] as const
      new Run(ctx, { program, stdoutEvent: 'line', stderrEvent: 'onlyLine', errorEvent: 'failed', closeEvent: 'count' })
      new Run(ctx, { program, stdoutEvent: 'last', stdinEvent: 'count' })
      // @ts-expect-error no such event
      new Run(ctx, { program, stdoutEvent: 'lime' })
      // @ts-expect-error lines are text
      new Run(ctx, { program, stdoutEvent: 'octets' })
      // @ts-expect-error an error event carries a RunError
      new Run(ctx, { program, errorEvent: 'line' })
      // @ts-expect-error the close event carries a wheel id
      new Run(ctx, { program, closeEvent: 'failed' })
      // @ts-expect-error a function cannot be sent to another process
      new Run(ctx, { program: () => {} })
      // @ts-expect-error a terminal has rows and columns
      new Run(ctx, { program, conduit: 'pty', winsize: [24] })

      const stderrFilter = new LineFilter({ encoding: 'bytes' })
      new Run(ctx, { program, stderrFilter, stdoutEvent: 'line', stderrEvent: 'octets' })
      // @ts-expect-error lines of octets are octets
      new Run(ctx, { program, stderrFilter, stderrEvent: 'line' })

      const wheel = new Run(ctx, { program, stdoutEvent: 'line' })
      wheel.event({ stdoutEvent: undefined, stderrEvent: 'last' })
      // @ts-expect-error lines are text
      wheel.event({ stdoutEvent: 'octets' })
    },
    line() {},
    last() {},
    onlyLine() {},
    octets() {},
    count() {},
    failed() {},
  },
})

Session.create({
  kernel,
  inlineStates: {
    _start(ctx) {
      const lines = new Run(ctx, { program: 'cat', stdoutEvent: 'whatever' })
      expectTypeOf(lines.put).parameters.toEqualTypeOf<string[]>()
      expectTypeOf(lines.pid).toEqualTypeOf<number | undefined>()

      const mixed = new Run(ctx, { program: 'cat', stdioFilter: pairs })
      expectTypeOf(mixed.put).parameters.toEqualTypeOf<Map<string, string>[]>()
      expectTypeOf(mixed.getStdoutFilter().getOne()).toEqualTypeOf<readonly [string, string] | undefined>()

      const work = { module: new URL('file:///work.js'), export: 'run' }
      new Run(ctx, { program: work, programArgs: [new Map(), { deep: [1n] }] })
    },
  },
})
