import { isPoeError } from '@poe/errors'
import { Kernel } from '@poe/kernel'
import { TimeLoop } from '@poe/loop'
import { Session } from '@poe/session'
import { describe, expect, it } from 'vitest'
import { ReadLine } from './index.ts'
import { Rig } from './rig.test-support.ts'

/** Code and message of what is thrown. */
function thrown(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    return isPoeError(error) ? `${error.code}: ${error.message}` : String(error)
  }
  return 'nothing'
}

describe('ReadLine', () => {
  it('reads a line for every get, and nothing in between', async () => {
    const rig = new Rig({ input: () => {}, keep: true })
    await rig.type('one\r', 'two\r')
    expect([rig.trace, rig.wheel.reading]).toEqual([['"one" 1'], false])
    rig.wheel.get('again: ')
    await rig.wait(1)
    expect(rig.trace).toEqual(['"one" 1', '"two" 1'])
    await rig.end()
  })

  it('changes the prompt of the line being read, and keeps it for the next', async () => {
    const rig = new Rig({ input: (wheel) => wheel.get() })
    await rig.type('abc')
    rig.wheel.get('$ ')
    await rig.wait(1)
    expect(await rig.lines()).toEqual(['$ abc'])
    await rig.type('\r')
    expect(await rig.lines()).toEqual(['$ abc', '$ '])
    await rig.end()
  })

  it('has > for a prompt where none was ever given', async () => {
    const rig = new Rig({ start: (wheel) => wheel.get() })
    await rig.type('a')
    expect(await rig.lines()).toEqual(['>a'])
    await rig.end()
  })

  it('takes no room for what is between \\[ and \\] of a prompt', async () => {
    const rig = new Rig({ prompt: '\\[\x1b[1m\\]ab\\[\x1b[0m\\]: ' })
    await rig.type('xyz\x02')
    expect(await rig.lines()).toEqual(['ab: xyz'])
    expect(rig.screen.cursor).toEqual([0, 6])
    await rig.end()
  })

  it('loses nothing of what is typed ahead', async () => {
    const rig = new Rig()
    await rig.type('first\rsecond\rthird\x03four')
    expect(rig.trace).toEqual(['"first" 1', '"second" 1', 'undefined interrupt 1'])
    expect(rig.line).toBe('four|')
    await rig.end()
  })

  it('ends with its session, and holds it only while it reads', async () => {
    const rig = new Rig({ input: () => {} })
    await rig.type('done\r')
    await rig.over
    expect([rig.wheel.disposed, rig.loop.terminal.taken, rig.kernel.ledger()]).toEqual([true, false, []])
  })
})

describe('the mode of the terminal', () => {
  it.each(['a\r', '\x07', '\x03', '\x04'])('is given back after %j', async (key) => {
    const rig = new Rig({ input: () => {}, keep: true })
    await rig.wait(1)
    expect(rig.loop.terminal.raw).toBe(true)
    await rig.type(key)
    expect(rig.loop.terminal.raw).toBe(false)
    await rig.lines()
    expect(rig.screen.bracketedPaste).toBe(false)
    await rig.end()
  })

  it('is given back by dispose, below the line', async () => {
    const rig = new Rig()
    await rig.type('abc\x01')
    expect([rig.loop.terminal.raw, (await rig.lines()).length, rig.screen.bracketedPaste]).toEqual([true, 1, true])
    rig.wheel.dispose()
    expect([rig.loop.terminal.raw, rig.loop.terminal.taken]).toEqual([false, false])
    await rig.lines()
    expect([rig.screen.cursor, rig.screen.bracketedPaste]).toEqual([[1, 0], false])
    rig.wheel.dispose()
    rig.wheel.get('x')
    rig.wheel.put('y')
    expect(rig.loop.terminal.output.endsWith('\x1b[?2004l')).toBe(true)
    await rig.over
  })

  it('leaves what was typed ahead to the next wheel', async () => {
    const rig = new Rig({ input: (wheel) => wheel.dispose(), keep: true })
    await rig.type('one\rtwo\r')
    const lines: unknown[] = []
    Session.create({
      kernel: rig.kernel,
      inlineStates: {
        _start: (ctx) => new ReadLine(ctx, { inputEvent: 'input' }).get(),
        input: (_, line) => void lines.push(line),
      },
    })
    await rig.wait(1)
    expect([rig.trace, lines]).toEqual([['"one" 1'], ['two']])
    await rig.end()
  })
})

describe('put', () => {
  it('shows lines at once where nothing is read', async () => {
    const rig = new Rig({ start: (wheel) => void wheel.put('one', 'two') })
    await rig.over
    expect(await rig.lines()).toEqual(['one', 'two'])
  })

  it('shows lines above the line being edited, in the mode immediate', async () => {
    const rig = new Rig({ wheel: { putMode: 'immediate' } })
    await rig.type('half a\x02')
    rig.wheel.put('news')
    await rig.wait(0)
    expect(await rig.lines()).toEqual(['news', '> half a'])
    expect(rig.screen.cursor).toEqual([1, 7])
    await rig.type('X')
    expect(await rig.lines()).toEqual(['news', '> half Xa'])
    await rig.end()
  })

  it('waits for the end of the line, in the mode after', async () => {
    const rig = new Rig({ wheel: { putMode: 'after' } })
    await rig.wait(60_000)
    rig.wheel.put('news')
    await rig.type('a')
    await rig.wait(60_000)
    expect(await rig.lines()).toEqual(['> a'])
    await rig.type('\r')
    expect(await rig.lines()).toEqual(['> a', 'news', '> '])
    await rig.end()
  })

  it('waits until the user pauses, in the mode idle', async () => {
    const rig = new Rig({ wheel: { idleTime: 1000 } })
    await rig.wait(1)
    rig.wheel.put('at once')
    await rig.type('a')
    rig.wheel.put('later')
    await rig.wait(900)
    await rig.type('b')
    await rig.wait(900)
    expect(await rig.lines()).toEqual(['at once', '> ab'])
    await rig.wait(200)
    expect(await rig.lines()).toEqual(['at once', 'later', '> ab'])
    await rig.type('c')
    rig.wheel.put('after all')
    await rig.type('\x03')
    expect((await rig.lines()).slice(2)).toEqual(['> abc^C', 'after all', '> '])
    await rig.end()
  })

  it('is not lost by dispose', async () => {
    const rig = new Rig({ wheel: { putMode: 'after' } })
    await rig.type('a')
    rig.wheel.put('news')
    rig.wheel.dispose()
    expect(await rig.lines()).toEqual(['> a', 'news'])
    await rig.over
  })

  it('arrives whole, however little the terminal takes at once', async () => {
    const rig = new Rig({ loop: { faults: { shortWrites: 0.9, shortReads: 0.9 } }, wheel: { putMode: 'immediate' } })
    await rig.type('some line\x01')
    rig.wheel.put('x'.repeat(100), 'é'.repeat(50))
    await rig.wait(1)
    expect(await rig.lines()).toEqual(['x'.repeat(80), 'x'.repeat(20), 'é'.repeat(50), '> some line'])
    await rig.end()
  })
})

describe('a password', () => {
  it('is shown by a mask, or not at all', async () => {
    const rig = new Rig({
      start: (wheel) => wheel.get('Password: ', { mask: '*' }),
      input: (wheel) => wheel.get('P: ', { mask: '' }),
    })
    await rig.type('sécret\x7f\x02')
    expect(await rig.lines()).toEqual(['Password: *****'])
    expect(rig.screen.cursor).toEqual([0, 14])
    await rig.type('\r', 'hidden')
    expect(await rig.lines()).toEqual(['Password: *****', 'P: '])
    expect(rig.loop.terminal.output).not.toMatch(/s.cre|hidden/)
    await rig.type('\r')
    expect(rig.trace).toEqual(['"sécre" 1', '"hidden" 1'])
    await rig.end()
  })

  it('goes into no kill ring, and history and completion are not to be had', async () => {
    let first = true
    const rig = new Rig({
      start: (wheel) => wheel.get('', { mask: '' }),
      input: (wheel) => {
        if (first) wheel.get('> ')
        first = false
      },
    })
    await rig.wait(1)
    rig.wheel.addHistory('before')
    rig.wheel.attribs().completionFunction = () => expect.unreachable()
    rig.bells()
    await rig.type('se\t\x10\x12\x1bp\x1b.\x15')
    expect([rig.line, rig.bells()]).toEqual(['|', 5])
    await rig.type('x\r\x19')
    expect([rig.line, rig.bells()]).toEqual(['|', 1])
    await rig.end()
  })
})

describe('what is pasted', () => {
  const paste = (text: string): string => `\x1b[200~${text}\x1b[201~`

  it('has no function but for ends of lines', async () => {
    const rig = new Rig()
    await rig.type(`> ${paste('a\tb\x03\r\nsecond\nthi')}`, 'rd')
    expect(rig.trace).toEqual(['"> a\\tb\\u0003" 1', '"second" 1'])
    expect([rig.line, (await rig.lines())[0]]).toEqual(['third|', '> > a^ib^c'])
    await rig.end()
  })

  it('is undone as one', async () => {
    const rig = new Rig()
    await rig.type('x', paste('one two'), '\x1f')
    expect(rig.line).toBe('x|')
    await rig.end()
  })

  it('is typed where the user wants it so', async () => {
    const rig = new Rig({ loop: { env: { INPUTRC: '/rc' }, files: { '/rc': 'set enable-bracketed-paste off' } } })
    await rig.wait(1)
    await rig.lines()
    expect(rig.screen.bracketedPaste).toBe(false)
    await rig.end()
  })
})

describe('characters', () => {
  it('are what a user takes for one, whatever they are made of', async () => {
    const rig = new Rig()
    await rig.type('a👩‍👩‍👧e\u0301漢')
    expect(rig.line).toBe('a👩‍👩‍👧e\u0301漢|')
    await rig.type('\x02')
    expect(rig.line).toBe('a👩‍👩‍👧e\u0301|漢')
    await rig.type('\x7f')
    expect(rig.line).toBe('a👩‍👩‍👧|漢')
    await rig.type('\x7f\x14')
    expect(rig.line).toBe('漢a|')
    await rig.end()
  })

  it('join the one before as they come', async () => {
    const rig = new Rig()
    await rig.type('e', '\u0301', 'x\x02\x02')
    expect(rig.line).toBe('|e\u0301x')
    await rig.end()
  })

  it('may be two columns wide', async () => {
    const rig = new Rig()
    await rig.type('漢字\x02X')
    expect(await rig.lines()).toEqual(['> 漢X字'])
    expect(rig.screen.cursor).toEqual([0, 5])
    await rig.end()
  })

  it('that would act on the terminal are shown', async () => {
    const rig = new Rig()
    await rig.type('\x16\x1b')
    await rig.wait(500)
    await rig.type('\x16\x07\x16\x7f\u009b')
    expect(await rig.lines()).toEqual(['> ^[^g^?<9b>'])
    await rig.end()
  })

  it('are refused beyond maxLength', async () => {
    const rig = new Rig({ wheel: { maxLength: 3 } })
    await rig.type('abcd')
    expect([rig.line, rig.bells()]).toEqual(['abc|', 1])
    await rig.end()
  })
})

describe('the end of the terminal', () => {
  it('is told as eot, to every get', async () => {
    const rig = new Rig({ input: (wheel, _line, exception) => void (rig.trace.length < 3 && exception && wheel.get()) })
    rig.loop.terminal.type('rest')
    rig.loop.terminal.end()
    await rig.over
    expect(rig.trace).toEqual(['undefined eot 1', 'undefined eot 1', 'undefined eot 1'])
  })

  it('by a failure is told by errorEvent first', async () => {
    const rig = new Rig({ input: () => {} })
    rig.loop.terminal.fail('EIO')
    await rig.over
    expect(rig.trace).toEqual(['read EIO 1', 'undefined eot 1'])
  })

  it('needs no errorEvent', async () => {
    const rig = new Rig({ wheel: { errorEvent: undefined as never }, input: () => {} })
    rig.loop.terminal.fail('EIO')
    await rig.over
    expect(rig.trace).toEqual(['undefined eot 1'])
  })
})

describe('where there is no terminal', () => {
  it('lines are read as they come', async () => {
    const rig = new Rig({
      loop: { terminal: { interactive: false } },
      input: (wheel, line) => void (line && wheel.get('> ')),
    })
    rig.loop.terminal.type('one\ntwo\n')
    rig.loop.terminal.end()
    await rig.over
    expect(rig.trace).toEqual(['"one" 1', '"two" 1', 'undefined eot 1'])
    expect(rig.loop.terminal.output).toBe('> > > ')
  })

  it('or it can do nothing, it edits lines itself', async () => {
    const rig = new Rig({ loop: { terminal: { term: 'dumb' } }, input: (wheel) => wheel.put('seen') })
    await rig.type('ab\x7fc\r')
    expect(rig.trace).toEqual(['"ac" 1'])
    expect(await rig.lines()).toEqual(['> ac', 'seen'])
    expect(rig.loop.terminal.output).not.toContain('\x1b')
    await rig.over
  })
})

describe('the size of the terminal', () => {
  it('is told, and the line is shown anew when it changes', async () => {
    const rig = new Rig({ loop: { terminal: { columns: 20, rows: 5 } } })
    await rig.type('0123456789abcdefghijklmn')
    expect(rig.wheel.terminalSize()).toEqual([20, 5])
    expect(await rig.lines()).toEqual(['> 0123456789abcdefgh', 'ijklmn'])
    rig.screen.resize(10, 5)
    rig.loop.terminal.resize(5, 10)
    await rig.wait(1)
    expect(rig.wheel.terminalSize()).toEqual([10, 5])
    expect(await rig.lines()).toEqual(['> 01234567', '89abcdefgh', 'ijklmn'])
    await rig.end()
  })
})

describe('misuse', () => {
  it.each([
    [{}, 'ERR_POE_MISSING_OPTION: ReadLine needs the option "inputEvent"'],
    [{ inputEvent: 'input', putMode: 'later' }, 'must be "idle" or "immediate" or "after", not "later"'],
    [{ inputEvent: 'input', idleTime: -1 }, 'option "idleTime" must be a number of milliseconds'],
    [{ inputEvent: 'input', inputevent: 'x' }, 'unknown option "inputevent"; did you mean "inputEvent"?'],
  ])('is refused: %j', async (options, message) => {
    let said = ''
    const rig = new Rig({ start: (_, ctx) => void (said = thrown(() => new ReadLine(ctx, options as never))) })
    await rig.over
    expect(said).toContain(message)
  })

  it('of methods is refused', async () => {
    const rig = new Rig()
    await rig.wait(1)
    const { wheel } = rig
    expect(thrown(() => wheel.get(5 as never))).toContain('option "prompt" must be a string, not 5')
    expect(thrown(() => wheel.get('', { mask: 5 as never }))).toContain('option "mask" must be a string')
    expect(thrown(() => wheel.bindKey('Hyper-x', 'yank'))).toBe('nothing')
    expect(thrown(() => wheel.bindKey('', 'yank'))).toContain('ERR_POE_KEY: No key is called ""')
    expect(thrown(() => wheel.bindKey('C-x', 'yonk'))).toContain('ERR_POE_FUNCTION: No function is called "yonk"')
    expect(thrown(() => wheel.bindKey('C-x', 'yank', 'vim'))).toContain('ERR_POE_KEYMAP: No keymap is called "vim"')
    expect(thrown(() => wheel.run('yonk'))).toContain('ERR_POE_FUNCTION')
    expect(thrown(() => wheel.event({ inputevent: 'x' } as never))).toContain('did you mean "inputEvent"?')
    await rig.end()
  })

  it('of the terminal by two is refused', async () => {
    let said = ''
    const rig = new Rig({
      start: (_, ctx) => void (said = thrown(() => new ReadLine(ctx, { inputEvent: 'input' }))),
    })
    await rig.over
    expect(said).toContain('ERR_POE_TERMINAL_TAKEN')
    expect(rig.kernel.ledger()).toEqual([])
  })

  it('on a loop without a terminal is refused', async () => {
    const kernel = new Kernel({ loop: new TimeLoop({ settle: () => new Promise(setImmediate) }) })
    let said = ''
    Session.create({
      kernel,
      inlineStates: { _start: (ctx) => void (said = thrown(() => new ReadLine(ctx, { inputEvent: 'input' }))) },
    })
    await kernel.run()
    expect(said).toContain('ERR_POE_NO_SERVICE: Loop "time" has no "terminal" service')
    expect(kernel.ledger()).toEqual([])
  })
})

describe('event', () => {
  it('changes the names, from the next event on', async () => {
    const rig = new Rig()
    await rig.wait(1)
    rig.wheel.event({ inputEvent: 'other' })
    await rig.type('a\r')
    expect(rig.trace).toEqual(['other a'])
    await rig.over
  })
})
