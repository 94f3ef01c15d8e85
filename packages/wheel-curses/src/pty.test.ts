import { afterEach, describe, expect, it } from 'vitest'
import { Pty } from './pty.test-support.ts'

const COOKED = 'isig icanon echo'

let pty: Pty | null = null
afterEach(() => {
  pty?.end()
  pty = null
})

async function started(env: Readonly<Record<string, string>> = {}): Promise<Pty> {
  pty = new Pty('pty-program.test-support.ts', [], env)
  await pty.sees((screen) => screen.alternate && screen.lines[0]?.startsWith('ready') === true)
  return pty
}

describe('Curses on a real terminal', () => {
  it('shows what is drawn, and hears each key', async () => {
    const pty = await started()
    await pty.sees((screen) => screen.lines[6] === 'green')
    for (const [keys, name] of [
      ['a', 'a'],
      ['\x1b[A', 'KEY_UP'],
      ['\x1bOP', 'KEY_F(1)'],
      ['\x1b', '^['],
      ['漢', '漢'],
      ['\x1bx', '^[x'],
    ] as const) {
      pty.type(keys)
      await pty.sees(`${name} on 60x20`)
    }
    pty.type('\x1b[<2;5;6M')
    await pty.sees('press right 5 6')
    await pty.sees((screen) => screen.cursor.join() === '5,0')
  })

  it('follows the size of the terminal', async () => {
    const pty = await started()
    pty.resize(50, 15)
    await pty.sees('KEY_RESIZE on 50x15')
  })

  it('gives the terminal back when it ends', async () => {
    const pty = await started()
    pty.type('\x03')
    await pty.sees(`after 0: ${COOKED}`)
    expect([pty.screen.alternate, pty.screen.lines]).toEqual([false, ['before', 'behind', `after 0: ${COOKED}`]])
  })

  it('gives the terminal back when the program crashes, and the error is to be seen', async () => {
    const pty = await started()
    pty.type('!')
    await pty.sees(`after 1: ${COOKED}`)
    expect(pty.screen.alternate).toBe(false)
    expect(pty.screen.lines.join('\n')).toContain('crashed on purpose')
  })

  it('gives the terminal back when the program is killed', async () => {
    const pty = await started()
    pty.type('?')
    await pty.sees(`after 143: ${COOKED}`)
    expect(pty.screen.alternate).toBe(false)
  })

  it.each(['linux', 'rxvt-unicode', 'xterm', 'vt100', 'xterm-truecolor'])('draws on a %s', async (TERM) => {
    const pty = await started({ TERM, ...(TERM.endsWith('truecolor') ? { COLORTERM: 'truecolor' } : {}) })
    pty.type('a')
    await pty.sees('a on 60x20')
    pty.type('\x03')
    await pty.sees('behind')
  })
})
