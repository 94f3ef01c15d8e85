import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { Pty } from './pty.test-support.ts'

const COOKED = 'isig icanon echo'

let pty: Pty | null = null
afterEach(() => {
  pty?.end()
  pty = null
})

async function started(...args: readonly string[]): Promise<Pty> {
  pty = new Pty('pty-program.test-support.ts', args)
  await pty.sees('> ')
  return pty
}

describe('ReadLine on a real terminal', () => {
  it('reads what is typed, edited by keys', async () => {
    const pty = await started()
    pty.type('wrld\x1b[D\x1b[D\x1b[Do\x01hello \r')
    await pty.sees('said hello world')
    pty.type('\x1b[A\x17you\r')
    await pty.sees('said hello you')
    pty.type('ap\t\t')
    await pty.sees(/apple\napricot\n> ap/)
    pty.type('ri\t\r')
    await pty.sees('said apricot')
    pty.type('\x12you')
    await pty.sees("(reverse-i-search)`you': hello you")
    pty.type('\r')
    await pty.sees(/said hello you\n> $/)
  })

  it('keeps what is typed ahead', async () => {
    const pty = await started()
    pty.type('one\rtwo\rthree\r')
    await pty.sees(/said one\n> two\nsaid two\n> three\nsaid three\n> $/)
    pty.type('\x1b[200~four\rfive\rsix\x1b[201~!\r')
    await pty.sees(/said five\n> six!\nsaid six!/)
  })

  it('shows output above the line', async () => {
    const pty = await started('news')
    pty.type('half a l')
    await pty.sees(/news 1\nnews 2\nnews 3\n> half a l$/)
    pty.type('ine\r')
    await pty.sees('said half a line')
  })

  it('takes wide characters and lines longer than the screen', async () => {
    const pty = await started()
    pty.type(`漢字 ${'x'.repeat(70)}\x01\x06é\r`)
    await pty.sees('said 漢é字 xxxx')
    pty.type('y'.repeat(100))
    await pty.sees(/y{58}\ny{42}$/)
    pty.resize(40, 20)
    await pty.sees(/y{38}\ny{40}\ny{22}$/)
    pty.type('\x15\x0b')
    await pty.sees((screen) => screen.lines.at(-1) === '> ')
  })

  it('shows nothing of a password', async () => {
    const pty = await started()
    pty.type('password\r')
    await pty.sees('Password: ')
    pty.type('secret')
    pty.type('\r')
    await pty.sees('said secret')
    expect(pty.screen.lines).toContain('Password: ')
  })

  it('gives the terminal back between lines, and when it ends', async () => {
    const pty = await started()
    await pty.sees(`mode ${COOKED}`)
    pty.type('abc\x03')
    await pty.sees(`interrupt, mode ${COOKED}`)
    pty.type('abc\x07')
    await pty.sees(`cancel, mode ${COOKED}`)
    pty.type('\x04')
    await pty.sees(`eot, mode ${COOKED}`)
    await pty.sees(`over, mode ${COOKED}`)
    await pty.sees(`after 0: ${COOKED}`)
    expect(pty.screen.bracketedPaste).toBe(false)
  })

  it('gives the terminal back when the program crashes, and the error is to be seen', async () => {
    const pty = await started()
    pty.type('crash\r')
    await pty.sees('crashed on purpose')
    await pty.sees(`after 1: ${COOKED}`)
    expect(pty.screen.bracketedPaste).toBe(false)
  })

  it('gives the terminal back when the program is killed', async () => {
    const pty = await started()
    pty.type('hang\r')
    await pty.sees(`after 143: ${COOKED}`)
    expect(pty.screen.bracketedPaste).toBe(false)
  })

  it('goes on where it was when it was stopped', async () => {
    const pty = await started()
    pty.type('stop\r')
    await pty.sees('goes on')
    pty.type('a line\x17word\r')
    await pty.sees('said a word')
  })
})

describe('files on a real disk', () => {
  it('keep the history, and say which keys do what', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'poe-readline-'))
    try {
      writeFileSync(join(folder, 'rc'), 'C-o: "from the file"\n')
      pty = new Pty('pty-program.test-support.ts', ['', join(folder, 'history')], { INPUTRC: join(folder, 'rc') })
      await pty.sees('> ')
      pty.type('\x0f\r')
      await pty.sees('said from the file')
      pty.type('save\r')
      await pty.sees('saved true')
      expect(readFileSync(join(folder, 'history'), 'utf8')).toBe('from the file\nsave\n')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
