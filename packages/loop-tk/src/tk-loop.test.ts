import { once } from 'node:events'
import { connect } from 'node:net'
import process from 'node:process'
import { PoeError } from '@poe/errors'
import koffi from 'koffi'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openDisplay } from './display.test-kit.ts'
import { TkLoop } from './index.ts'

let display: { close(): Promise<void> }
beforeAll(async () => {
  display = await openDisplay()
})
afterAll(() => display?.close())

const made: TkLoop[] = []
afterEach(() => {
  for (const loop of made.splice(0)) {
    loop.halt()
    loop[Symbol.dispose]()
  }
})

function rig() {
  const loop = new TkLoop()
  made.push(loop)
  loop.attach({ turn() {}, signal() {}, exited() {} })
  return { loop, run: loop.run() }
}

/** What comes by a command of Tcl; what never comes hangs the test, as nothing else wakes Node. */
function told(loop: TkLoop, name = 'tell'): Promise<string[]> {
  return new Promise((resolve) => loop.command(name, (...words) => resolve(words)))
}

const turn = () => new Promise((resolve) => setImmediate(resolve))
const tclError = (message: string) => expect.objectContaining({ code: 'ERR_POE_TCL', message })

describe('TkLoop', () => {
  it('is called tk, and has sockets', () => {
    const loop = new TkLoop()
    expect([loop.name, typeof loop.net.listen]).toEqual(['tk', 'function'])
  })

  for (const [option, file] of Object.entries({ tcl: 'libtcl8.6', tk: 'libtk8.6' }))
    it(`says what to install where ${option} is not`, () => {
      const make = () => new TkLoop({ [option]: 'libnowhere8.6.so' })
      expect(make).toThrow(expect.objectContaining({ code: 'ERR_POE_NO_LIBRARY' }))
      expect(make).toThrow(`apt-get install ${file})`)
    })

  it('refuses options nobody knows, and gives the others to SelectLoop', () => {
    expect(() => new TkLoop({ tkk: 'x' } as never)).toThrow('did you mean "tk"?')
    expect(() => new TkLoop({ ptys: {} as never })).toThrow('must be pseudo-terminals')
  })

  it('says so where there is no display, and can be used once there is one', () => {
    const { DISPLAY } = process.env
    const { loop } = rig()
    process.env.DISPLAY = ''
    try {
      expect(() => loop.eval('wm title .')).toThrow(/^Tk cannot be used: .*display/)
    } finally {
      process.env.DISPLAY = DISPLAY
    }
    expect(loop.eval('winfo exists .')).toBe('1')
  })

  it('has Tcl call its timers, and what is to be done when it is idle', async () => {
    const { loop } = rig()
    for (const when of ['20', '0', 'idle']) {
      const come = told(loop)
      loop.eval(`after ${when} {tell ${when}}`)
      expect(await come).toEqual([when])
    }
  })

  it('has Tcl call what waits for descriptors', async () => {
    const { loop } = rig()
    const come = told(loop)
    loop.eval(`
      proc accepted {channel address port} { fconfigure $channel -blocking 0 -translation lf; fileevent $channel readable [list heard $channel] }
      proc heard {channel} { tell [gets $channel]; puts $channel bye; close $channel }
      set server [socket -server accepted -myaddr 127.0.0.1 0]
    `)
    const port = Number(loop.eval('lindex [fconfigure $server -sockname] 2'))
    const socket = connect(port, '127.0.0.1')
    socket.write('hello\n')
    const [answer] = await once(socket, 'data')
    expect([await come, String(answer)]).toEqual([['hello'], 'bye\n'])
    loop.eval('close $server')
    socket.destroy()
  })

  // Each of these is a question and its answer; what came before the answer is read with it, and no descriptor tells of it.
  const asking = 'for {set i 0} {$i < 100} {incr i} {winfo pointerxy .}'
  for (const [who, script] of Object.entries({
    'the program': `focus -force .; ${asking}`,
    'a timer of Tcl': `after 5 {focus -force .; ${asking}}`,
  }))
    it(`tells of what has come to a window while ${who} asked the display for something else`, async () => {
      const { loop } = rig()
      // The mouse is not over it, so that it has no focus yet.
      loop.eval('wm geometry . 50x50+0+0; update; bind . <FocusIn> tell')
      const come = told(loop)
      // Whatever is to be drawn is drawn, and nothing of Tcl's own is due.
      await new Promise((resolve) => setTimeout(resolve, 50))
      loop.eval(script)
      await come
    })

  it('lets a script wait by itself', () => {
    const { loop } = rig()
    loop.eval('after 10 {set done yes}; vwait done')
    expect(loop.eval('set done')).toBe('yes')
    expect(loop.eval('update; update idletasks')).toBe('')
  })

  it('does nothing of Tcl outside of run()', async () => {
    const { loop, run } = rig()
    loop.eval('set ticks 0; proc tick {} { incr ::ticks; after 1 tick }; tick')
    while (Number(loop.eval('set ticks')) < 5) await turn()
    loop.halt()
    await run
    const ticks = loop.eval('set ticks')
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setTimeout(resolve, 1))
    expect(loop.eval('set ticks')).toBe(ticks)
  })

  it('leaves no callback behind when it is disposed of', async () => {
    const used = await callbacksInUse()
    for (let i = 0; i < 5; i++) {
      const { loop } = rig()
      loop.command('one', () => {})
      loop.watchDestroyed({ path: '.' }, () => {})
      loop.halt()
      loop[Symbol.dispose]()
      loop[Symbol.dispose]()
      expect(() => loop.eval('set x 1')).toThrow(tclError('This TkLoop has been disposed of; make another.'))
    }
    expect(await callbacksInUse()).toBe(used)
  })
})

/** There can be only so many callbacks at once. */
async function callbacksInUse(): Promise<number> {
  for (let i = 0; i < 3; i++) await turn()
  const type = koffi.pointer(koffi.proto('void', []))
  const free: bigint[] = []
  try {
    for (;;) free.push(koffi.register(() => {}, type))
  } catch {
    for (const pointer of free) koffi.unregister(pointer)
    return 8192 - free.length
  }
}

describe('eval and call', () => {
  it('give the result', () => {
    const { loop } = rig()
    expect(loop.eval('expr {6 * 7}')).toBe('42')
    expect(loop.eval('set a "grüße 😀"')).toBe('grüße 😀')
    expect(loop.call('expr', '1', '+', 1.5)).toBe('2.5')
  })

  const words = [
    '',
    ' ',
    'a b',
    '{',
    '}',
    '{}',
    '$x',
    '[exit]',
    '"',
    ';',
    '#',
    '\\',
    '\\n',
    'a\nb',
    '\t',
    '\0',
    'a\0b',
    '\x7f',
    '-x',
    '*',
  ]
  for (const word of [...words, 'grüße', '日本', '😀', '\u{10ffff}', '~', "'", '\r\n'])
    it(`takes ${JSON.stringify(word)} as it is`, () => {
      const { loop } = rig()
      expect(loop.call('set', 'x', word)).toBe(word)
      expect(loop.call('list', word, word)).toBe(loop.eval('list $x $x'))
      loop.command('back', (...words) => JSON.stringify(words))
      if (!word.includes('\0')) expect(JSON.parse(loop.call('back', word, 'b'))).toEqual([word, 'b'])
    })

  it('throw what Tcl says', () => {
    const { loop } = rig()
    expect(() => loop.eval('nonsense')).toThrow(tclError('Tcl: invalid command name "nonsense"'))
  })
})

describe('command', () => {
  it('is given words, and gives a result', () => {
    const { loop } = rig()
    loop.command('join', (...words) => words.join('+'))
    loop.command('nothing', () => {})
    expect([loop.eval('join a {b c} [join d]'), loop.eval('nothing')]).toEqual(['a+b c+d', ''])
  })

  it('is replaced by another one of its name, and ends when disposed of; so do what they call', () => {
    const { loop } = rig()
    const gone: string[] = []
    const handler = (name: string) => Object.assign(() => name, { [Symbol.dispose]: () => void gone.push(name) })
    const first = loop.command('it', handler('first'))
    const second = loop.command('it', handler('second'))
    first[Symbol.dispose]()
    expect([loop.eval('it'), gone]).toEqual(['second', ['first']])
    second[Symbol.dispose]()
    second[Symbol.dispose]()
    expect(gone).toEqual(['first', 'second'])
    expect(() => loop.eval('it')).toThrow('invalid command name "it"')
    loop.command('it', handler('third'))
    loop[Symbol.dispose]()
    expect(gone).toEqual(['first', 'second', 'third'])
  })

  it('that throws is an error of Tcl, of which it is the cause', () => {
    const { loop } = rig()
    const error = new Error('broken')
    loop.command('fail', () => {
      throw error
    })
    expect(() => loop.eval('fail')).toThrow(expect.objectContaining({ code: 'ERR_POE_TCL', cause: error }))
    expect(loop.eval('catch fail message; set message')).toBe('broken')
    expect(() => loop.eval('nonsense')).toThrow(expect.not.objectContaining({ cause: error }))
  })

  it('that throws where nobody waits ends the run', async () => {
    const { loop, run } = rig()
    const error = new Error('broken')
    loop.command('fail', () => {
      throw error
    })
    loop.eval('after 1 fail')
    await expect(run).rejects.toSatisfy((given) => given instanceof PoeError && given.cause === error)
  })

  it('that is an error of a script ends the run where nobody waits', async () => {
    const { loop, run } = rig()
    loop.eval('after 1 {expr {1 / 0}}')
    await expect(run).rejects.toThrow(tclError('Tcl: divide by zero'))
  })
})

describe('watchDestroyed', () => {
  it('calls once, from the host, when the window is gone', async () => {
    const { loop } = rig()
    loop.eval('toplevel .top; button .top.inner')
    const gone: string[] = []
    for (const path of ['.', '.top']) loop.watchDestroyed({ path }, () => gone.push(path))
    loop.eval('destroy .top.inner; update')
    for (let i = 0; i < 3; i++) await turn()
    expect(gone).toEqual([])
    loop.eval('destroy .top')
    expect(gone).toEqual([])
    for (let i = 0; i < 3; i++) await turn()
    expect(gone).toEqual(['.top'])
    loop.eval('destroy .')
    for (let i = 0; i < 3; i++) await turn()
    expect(gone).toEqual(['.top', '.'])
  })

  it('calls nobody who no longer wants to know', async () => {
    const { loop } = rig()
    const watch = loop.watchDestroyed({ path: '.' }, () => expect.unreachable())
    watch[Symbol.dispose]()
    watch[Symbol.dispose]()
    loop.eval('destroy .')
    for (let i = 0; i < 3; i++) await turn()
  })

  for (const target of [{ path: '.nowhere' }, { path: 5 }, {}])
    it(`refuses ${JSON.stringify(target)}`, () => {
      const { loop } = rig()
      expect(() => loop.watchDestroyed(target, () => {})).toThrow(expect.objectContaining({ code: 'ERR_POE_WINDOW' }))
    })

  it('refuses the main window once it is gone', () => {
    const { loop } = rig()
    loop.eval('destroy .')
    expect(() => loop.watchDestroyed({ path: '.' }, () => {})).toThrow('needs { path }, that of a window of Tk')
  })
})
