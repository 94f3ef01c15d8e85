import type { Kernel } from '@poe/kernel'
import { Session } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { expectTypeOf } from 'vitest'
import { ReadLine, type ReadLineException } from './index.ts'

declare const kernel: Kernel

interface Events {
  input(line: string | undefined, exception: ReadLineException | undefined, id: number): void
  onlyLine(line: string | undefined): void
  alwaysLine(line: string): void
  failed(error: WheelError): void
}

Session.create<Events>({
  kernel,
  inlineStates: {
    _start(ctx) {
      const wheel = new ReadLine(ctx, { inputEvent: 'input', errorEvent: 'failed', putMode: 'after' })
      new ReadLine(ctx, { inputEvent: 'onlyLine' })
      // @ts-expect-error there may be no line
      new ReadLine(ctx, { inputEvent: 'alwaysLine' })
      // @ts-expect-error no such event
      new ReadLine(ctx, { inputEvent: 'imput' })
      // @ts-expect-error an error event carries a WheelError
      new ReadLine(ctx, { inputEvent: 'input', errorEvent: 'input' })
      // @ts-expect-error the input event is needed
      new ReadLine(ctx, { errorEvent: 'failed' })
      // @ts-expect-error no such mode
      new ReadLine(ctx, { inputEvent: 'input', putMode: 'later' })
      wheel.event({ inputEvent: 'onlyLine', errorEvent: undefined })
      // @ts-expect-error there may be no line
      wheel.event({ inputEvent: 'alwaysLine' })
      expectTypeOf(wheel.terminalSize()).toEqualTypeOf<readonly [columns: number, rows: number]>()
      expectTypeOf(wheel.readHistory('file', 1, 2)).resolves.toEqualTypeOf<boolean>()
      wheel.attribs().completionFunction = (word, _line, start) => [word, String(start)]
      wheel.attribs().completionFunction = async () => ['later']
      // @ts-expect-error completions are texts
      wheel.attribs().completionFunction = () => [5]
      wheel.addDefun('mine', (it, key, raw) => it.setText(key + raw))
    },
    input() {},
    onlyLine() {},
    alwaysLine() {},
    failed() {},
  },
})

Session.create({
  kernel,
  inlineStates: {
    _start(ctx) {
      new ReadLine(ctx, { inputEvent: 'whatever' }).event({ inputEvent: 'anything' })
    },
  },
})
