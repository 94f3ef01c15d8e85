import { isPoeError } from '@poe/errors'
import { Kernel } from '@poe/kernel'
import { TimeLoop } from '@poe/loop'
import { VirtualLoop, type VirtualLoopOptions } from '@poe/loop-virtual'
import { Session, type SessionContext } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { describe, expect, it } from 'vitest'
import { Curses, type CursesOptions, keyName, type MouseReport } from './index.ts'
import { EmulatedScreen } from './screen.test-support.ts'

/** A session with a wheel on a simulated terminal. */
class Rig {
  readonly loop: VirtualLoop
  readonly kernel: Kernel
  readonly screen: EmulatedScreen
  readonly trace: string[] = []
  wheel!: Curses
  context!: SessionContext
  readonly over: Promise<void>

  constructor(options: Partial<CursesOptions> = {}, loop: VirtualLoopOptions = {}) {
    const { columns = 40, rows = 10, ...terminal } = loop.terminal ?? {}
    this.screen = new EmulatedScreen(columns, rows)
    this.loop = new VirtualLoop({ paced: true, onStuck: 'wait', ...loop, terminal: { columns, rows, ...terminal } })
    this.kernel = new Kernel({ loop: this.loop })
    Session.create({
      kernel: this.kernel,
      inlineStates: {
        _start: (ctx: SessionContext) => {
          this.context = ctx
          this.wheel = new Curses(ctx, { inputEvent: 'key', errorEvent: 'failed', ...options } as never)
        },
        key: (_ctx: unknown, keystroke: string, id: number) => {
          this.trace.push(`${keyName(keystroke)} ${id}`)
          if (keystroke === '\x03') this.wheel.dispose()
        },
        boom: () => {
          throw new Error('on purpose')
        },
        other: (_ctx: unknown, keystroke: string) => void this.trace.push(`other ${keystroke}`),
        mouse: (_ctx: unknown, { kind, button, x, y, shift, meta, ctrl }: MouseReport, id: number) => {
          const modifiers = `${shift ? 'S' : ''}${meta ? 'M' : ''}${ctrl ? 'C' : ''}`
          this.trace.push([kind, button, x, y, modifiers, id].join(' '))
        },
        failed: (_ctx: unknown, { operation, code, errno, wheelId }: WheelError) =>
          void this.trace.push(`${operation} ${code} ${errno} ${wheelId}`),
      },
    })
    this.over = this.kernel.run()
    this.over.catch(() => {})
  }

  async type(...keys: readonly string[]): Promise<this> {
    for (const text of keys) {
      this.loop.terminal.type(text)
      await this.loop.advance(1)
    }
    return this
  }

  async lines(): Promise<readonly string[]> {
    await this.screen.show(this.loop.terminal.output)
    return this.screen.lines
  }

  async end(): Promise<void> {
    this.kernel.stop()
    await this.over
  }
}

describe('the keys of Curses', () => {
  it('are told one by one, as curses calls them', async () => {
    const rig = new Rig()
    await rig.type('aé\x01\r\t\x7f\x1b[A\x1bOB\x1b[1;2C\x1b[3~\x1b[5~\x1bOP\x1b[24~\x1b[15;2~\x1b[Z\x1bx ')
    expect(rig.trace.map((line) => line.replace(/ 1$/, ''))).toEqual([
      'a',
      'é',
      '^A',
      '^J',
      '^I',
      'KEY_BACKSPACE',
      'KEY_UP',
      'KEY_DOWN',
      'KEY_SRIGHT',
      'KEY_DC',
      'KEY_PPAGE',
      'KEY_F(1)',
      'KEY_F(12)',
      'KEY_F(17)',
      'KEY_BTAB',
      '^[x',
      ' ',
    ])
    await rig.end()
  })

  it('end with the wheel, and are left to the next one', async () => {
    const rig = new Rig()
    await rig.type('a\x03b')
    expect(rig.trace).toEqual(['a 1', '^C 1'])
    await rig.over
    expect([rig.wheel.disposed, rig.loop.terminal.raw, rig.loop.terminal.taken]).toEqual([true, false, false])
  })

  it('wait while input is paused', async () => {
    const rig = new Rig()
    await rig.loop.advance(1)
    rig.wheel.pauseInput()
    await rig.type('ab')
    expect(rig.trace).toEqual([])
    rig.wheel.resumeInput()
    await rig.loop.advance(1)
    expect(rig.trace).toEqual(['a 1', 'b 1'])
    await rig.end()
  })

  it('go by another name from the next one on', async () => {
    const rig = new Rig()
    await rig.type('a')
    rig.wheel.event({ inputEvent: 'other' })
    await rig.type('b')
    expect(rig.trace).toEqual(['a 1', 'other b'])
    await rig.end()
  })
})

describe('the screen of Curses', () => {
  it('is taken, drawn on, and given back', async () => {
    const rig = new Rig()
    await rig.loop.advance(1)
    await rig.lines()
    expect([rig.screen.alternate, rig.loop.terminal.raw]).toEqual([true, true])
    rig.wheel.addstr(1, 2, 'hello 漢')
    expect(await rig.lines()).toEqual([])
    rig.wheel.refresh()
    expect((await rig.lines()).map((line) => line.trimEnd())).toEqual(['', '  hello 漢'])
    const { length } = rig.loop.terminal.output
    rig.wheel.addstr(1, 2, 'j')
    rig.wheel.refresh()
    expect(rig.loop.terminal.output.length - length).toBeLessThan(80)
    expect((await rig.lines())[1]?.trimEnd()).toBe('  jello 漢')
    rig.wheel.dispose()
    await rig.lines()
    expect([rig.screen.alternate, rig.screen.lines, rig.loop.terminal.raw]).toEqual([false, [], false])
    rig.wheel.dispose()
    await rig.over
  })

  it('shows what a wide character had covered', async () => {
    const rig = new Rig()
    await rig.loop.advance(1)
    for (const text of ['ab', '漢', 'ab', 'x漢', 'ab^[%s']) {
      rig.wheel.clear()
      rig.wheel.addstr(0, 0, text, { bold: true, color: 'red' })
      rig.wheel.refresh()
      expect((await rig.lines())[0]?.trimEnd()).toBe(text)
    }
    rig.wheel.move(3, 4)
    rig.wheel.refresh()
    await rig.lines()
    expect(rig.screen.cursor).toEqual([3, 4])
    await rig.end()
  })

  it('is terminal-kit’s, which writes at once, too', async () => {
    const rig = new Rig()
    await rig.loop.advance(1)
    rig.wheel.terminal.moveTo(3, 2).bold.red('now')
    expect(await rig.lines()).toEqual(['', '  now'])
    rig.wheel.screen.fill({ attr: {}, char: '.' } as never)
    rig.wheel.redraw()
    expect((await rig.lines())[1]).toBe('.'.repeat(40))
    rig.wheel.beep()
    expect(rig.loop.terminal.output.endsWith('\x07')).toBe(true)
    await rig.end()
  })

  it('becomes another size with the terminal', async () => {
    const rig = new Rig()
    await rig.loop.advance(1)
    rig.wheel.addstr(0, 0, 'kept')
    rig.loop.terminal.resize(5, 20)
    rig.screen.resize(20, 5)
    await rig.loop.advance(1)
    expect(rig.trace).toEqual(['KEY_RESIZE 1'])
    const { width, height } = rig.wheel.screen as unknown as { width: number; height: number }
    expect([width, height, rig.wheel.terminal.width, rig.wheel.terminalSize()]).toEqual([20, 5, 20, [20, 5]])
    rig.wheel.refresh()
    expect((await rig.lines()).map((line) => line.trimEnd())[0]).toBe('kept')
    await rig.end()
  })

  it('is drawn whole, however little the terminal takes at once', async () => {
    const rig = new Rig({}, { faults: { shortWrites: 0.9 } })
    await rig.loop.advance(1)
    rig.wheel.screen.fill({ attr: {}, char: 'x' } as never)
    rig.wheel.refresh()
    await rig.loop.advance(1)
    expect(await rig.lines()).toEqual(Array(10).fill('x'.repeat(40)))
    await rig.end()
  })

  it('is given back when a handler throws', async () => {
    const rig = new Rig({ inputEvent: 'boom' })
    await rig.type('a').catch(() => {})
    await expect(rig.over).rejects.toThrow('on purpose')
    await rig.lines()
    expect([rig.screen.alternate, rig.loop.terminal.taken]).toEqual([false, false])
  })

  it('may be taken again and again', async () => {
    for (let time = 0; time < 15; time++) {
      const rig = new Rig()
      await rig.type('a\x03')
      await rig.over
      expect(rig.trace).toEqual(['a 1', '^C 1'])
    }
    expect(process.listenerCount('beforeExit')).toBeLessThan(10)
  })
})

describe('the mouse of Curses', () => {
  it('is told where it was asked for, between the keys', async () => {
    const rig = new Rig({ mouse: 'drags', mouseEvent: 'mouse' })
    await rig.loop.advance(1)
    expect(rig.loop.terminal.output).toContain('\x1b[?1002h')
    await rig.type(
      'a\x1b[<0;3;4Mb\x1b[<0;3;4m',
      '\x1b[<36;120;4',
      '0M\x1b[<64;1;1M\x1b[<65;1;1M\x1b[<26;1;2M\x1b[<35;9;9Mc',
    )
    expect(rig.trace).toEqual([
      'a 1',
      'press left 3 4  1',
      'b 1',
      'release left 3 4  1',
      'move left 120 40 S 1',
      'wheel up  1 1  1',
      'wheel down  1 1  1',
      'press right 1 2 MC 1',
      'move  9 9  1',
      'c 1',
    ])
    await rig.type('\x1b[<1;2;x', '\x1b[<1;1;1;1;1;1;1;1;1;1;1;1;1;1', 'd')
    expect(rig.trace.slice(10).at(-1)).toBe('d 1')
    rig.wheel.dispose()
    expect(rig.loop.terminal.output).toContain('\x1b[?1002l')
    await rig.over
  })

  it('is not asked for by itself', async () => {
    const rig = new Rig()
    await rig.loop.advance(1)
    expect(rig.loop.terminal.output).not.toContain('\x1b[?100')
    await rig.end()
  })
})

describe('the end of the terminal', () => {
  it('is told, and ends the wheel', async () => {
    const rig = new Rig()
    rig.loop.terminal.end()
    await rig.over
    expect([rig.trace, rig.wheel.disposed]).toEqual([['read  0 1'], true])
  })

  it('by a failure is told with its code', async () => {
    const rig = new Rig()
    rig.loop.terminal.fail('EIO')
    await rig.over
    expect(rig.trace).toEqual(['read EIO 5 1'])
  })

  it('needs no event', async () => {
    const rig = new Rig({ errorEvent: undefined as never })
    rig.loop.terminal.end()
    await rig.over
    expect([rig.trace, rig.kernel.ledger()]).toEqual([[], []])
  })
})

describe('misuse of Curses', () => {
  /** What making a wheel throws on a loop. */
  async function thrown(kernel: Kernel, options: object, first?: object): Promise<string> {
    let said = 'nothing'
    Session.create({
      kernel,
      inlineStates: {
        _start(ctx) {
          if (first !== undefined) new Curses(ctx, first as never)
          try {
            new Curses(ctx, options as never)
          } catch (error) {
            said = isPoeError(error) ? `${error.code}: ${error.message}` : String(error)
          }
          ctx.kernel.host.stop()
        },
      },
    })
    await kernel.run()
    expect(kernel.ledger()).toEqual([])
    return said
  }

  it.each([
    [{}, 'ERR_POE_MISSING_OPTION: Curses needs the option "inputEvent"'],
    [{ inputEvent: 'key', mouse: 'drags' }, 'ERR_POE_MISSING_OPTION: Curses needs the option "mouseEvent"'],
    [{ inputEvent: 'key', mouseEvent: 'mouse', mouse: 'all' }, 'must be "buttons" or "drags" or "movements"'],
    [{ inputevent: 'key' }, 'did you mean "inputEvent"?'],
  ])('is refused: %j', async (options, message) => {
    expect(await thrown(new Kernel({ loop: new VirtualLoop() }), options)).toContain(message)
  })

  it('by two at once, and on a loop without a terminal, is refused', async () => {
    const options = { inputEvent: 'key' }
    expect(await thrown(new Kernel({ loop: new VirtualLoop() }), options, options)).toContain('ERR_POE_TERMINAL_TAKEN')
    const bare = new Kernel({ loop: new TimeLoop({ settle: () => new Promise(setImmediate) }) })
    expect(await thrown(bare, options)).toContain('ERR_POE_NO_SERVICE')
  })
})
