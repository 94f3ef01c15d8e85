import { describe, expect, it } from 'vitest'
import { Rig, type RigOptions } from './rig.test-support.ts'

const E = '\x1b'
const HOME = '\x1b[H'
const LEFT = '\x1b[D'

/** Types keys on a new wheel that has a history; gives the line, and how often the bell rang. */
async function typed(keys: readonly string[], options: RigOptions = {}): Promise<readonly [string, number]> {
  const rig = new Rig(options)
  await rig.wait(1)
  rig.wheel.addHistory('git add file', 'make all', 'git push origin')
  rig.bells()
  await rig.type(...keys)
  const result = [rig.line, rig.bells()] as const
  await rig.end()
  return result
}

type Row = readonly [keys: string | readonly string[], line: string, bells?: number]

/** What is typed, key after key, and what the line is then; `|` is the cursor. */
const KEYS: Readonly<Record<string, readonly Row[]>> = {
  'moves by characters, words and to the ends': [
    ['abc\x02\x02X', 'aX|bc'],
    ['abc\x01X', 'X|abc'],
    ['abc\x01\x06X', 'aX|bc'],
    ['abc\x01\x05X', 'abcX|'],
    [`one two, three${E}b${E}b`, 'one |two, three'],
    [`one two${HOME}${E}f`, 'one| two'],
    [`abc${HOME}X`, 'X|abc'],
    [`abc${HOME}${E}[FX`, 'abcX|'],
    [`abc${LEFT}X${E}[CY`, 'abXcY|'],
    [`one two${E}[1;5D`, 'one |two'],
    [`abc${E}OD`, 'ab|c'],
    ['\x02', '|', 1],
    [`a${E}f`, 'a|', 1],
  ],
  deletes: [
    ['abc\x7f', 'ab|'],
    ['abc\x08', 'ab|'],
    ['abc\x01\x04', '|bc'],
    [`abc${HOME}${E}[3~`, '|bc'],
    ['a\x04', 'a|', 1],
    ['\x7f', '|', 1],
    [`a   b${LEFT}${LEFT}${E}\\`, 'a|b'],
    [`ab${E}\\`, 'ab|', 1],
  ],
  'kills and yanks': [
    ['one two\x01\x0b', '|'],
    ['one two\x15', '|'],
    ['one two-x\x17', 'one |'],
    [`one two-x${E}\x7f`, 'one two-|'],
    [`one two-x${E}\x08`, 'one two-|'],
    [`one two${HOME}${E}d`, '| two'],
    ['one two\x18\x7f', '|'],
    ['one two\x17\x19\x19', 'one twotwo|'],
    [`a\x15b\x15\x19${E}y`, 'a|'],
    [`one two three\x17\x17\x19`, 'one two three|'],
    [`one two${HOME}${E}d${E}d\x19`, 'one two|'],
    ['\x19', '|', 1],
    [`a${E}y`, 'a|', 1],
    ['\x0b', '|', 1],
  ],
  'yanks arguments of lines before': [
    [`${E}.`, 'origin|'],
    [`${E}_`, 'origin|'],
    [`${E}.${E}.`, 'all|'],
    [`${E}\x19`, 'push|'],
    [`${E}2${E}\x19`, 'origin|'],
    [`${E}0${E}.`, 'git|'],
    [`${E}9${E}\x19`, '|', 1],
  ],
  'goes through the lines before': [
    ['\x10', 'git push origin|'],
    [`${E}[A${E}OA`, 'make all|'],
    ['new\x10\x0e', 'new|'],
    [`new\x10\x10${E}[B${E}[B`, 'new|'],
    [`${E}<`, 'git add file|'],
    [`${E}<${E}>`, 'git push origin|'],
    ['\x10\x10\x10\x10', 'git add file|', 1],
    ['\x0e', '|', 1],
    [`${E}2\x10`, 'make all|'],
  ],
  'searches lines before': [
    ['\x12git', '|git push origin'],
    ['\x12git\x12', '|git add file'],
    ['\x12a.l', 'make |all'],
    ['\x12git\x12\x13', '|git push origin'],
    ['\x12zz', '|', 2],
    ['\x12(', '|', 1],
    ['\x12make\x05', 'make all|'],
    ['\x12maX\x7f\x7f\x7fgit', '|git push origin', 1],
    ['\x12make\n', '|make all'],
    [['\x12make', E], '|make all'],
    ['\x12make\n\x12\x12', '|make all', 1],
    ['\x12\x7f', '|', 1],
    [`${E}<\x13push`, 'git |push origin'],
    [`git${E}p`, 'git| push origin'],
    [`git${E}p${E}p`, 'git| add file'],
    [`git${E}p${E}p${E}n`, 'git| push origin'],
    [`zz${E}p`, 'zz|', 1],
  ],
  'transposes and changes case': [
    ['ab\x14', 'ba|'],
    [`abc${LEFT}\x14`, 'acb|'],
    ['a\x14', 'a|', 1],
    [`one two${E}t`, 'two one|'],
    [`one two three${E}b${E}t`, 'one three two|'],
    [`one${E}t`, 'one|', 1],
    [`one two${HOME}${E}u`, 'ONE| two'],
    [`ONE two${HOME}${E}l`, 'one| two'],
    [`oNE two${HOME}${E}c`, 'One| two'],
    [`one two${HOME}${E}2${E}u`, 'ONE TWO|'],
    [`one${E}u`, 'one|', 1],
  ],
  undoes: [
    ['ab\x1f', 'a|'],
    ['one two\x17\x1f', 'one two|'],
    ['one two\x17\x1f\x1f', 'one tw|'],
    ['abc\x01\x0b\x1f', '|abc'],
    [`abc\x17${E}r`, '|'],
    [`\x10\x17x${E}\x12`, 'git push origin|'],
    ['\x1f', '|', 1],
    [`${E}r`, '|', 1],
  ],
  'takes arguments': [
    [`${E}5x`, 'xxxxx|'],
    [`${E}1${E}2x`, 'xxxxxxxxxxxx|'],
    [`abcdef${E}3\x02`, 'abc|def'],
    [`abcdef\x01${E}-${E}3\x02`, 'abc|def'],
    [`abcdef${E}2\x7f`, 'abcd|'],
    [`abcdef\x01${E}-\x7f`, '|bcdef'],
    [`a b c${E}2${E}b`, 'a |b c'],
    [`${E}1${E}2${E}3${E}4${E}5`, '|', 1],
  ],
  'finds characters': [
    ['abcabc\x01\x1dc', 'ab|cabc'],
    [`abcabc\x01${E}2\x1dc`, 'abcab|c'],
    [`abcabc${E}\x1db`, 'abca|bc'],
    ['abc\x01\x1dz', '|abc', 1],
  ],
  'inserts as it is told': [
    ['\x16\x03', '\x03|'],
    [`\x16${E}[A`, `${E}[A|`],
    [`${E}\t`, '\t|'],
    ['\x0f', '\x0f|'],
    [`abc\x01${E}[2~XY`, 'XY|c'],
    [`abc\x01${E}[2~XY${E}[2~Z`, 'XYZ|c'],
    [`abc\x01${E}3${E}[2~X`, 'X|bc'],
  ],
  'rings the bell for keys nobody knows': [
    [`a${E}z`, 'a|', 1],
    [`a${E}[24~`, 'a|', 1],
    ['a\x18z', 'a|', 1],
  ],
  'waits for what follows Escape': [[['one two', E, 'b'], 'one |two']],
}

describe.each(Object.entries(KEYS))('ReadLine, emacs keys: %s', (_, rows) => {
  for (const [keys, line, bells = 0] of rows)
    it(`${JSON.stringify(keys)} is ${line}`, async () => {
      expect(await typed(typeof keys === 'string' ? [keys] : keys)).toEqual([line, bells])
    })
})

describe('ReadLine, emacs keys', () => {
  it('ends a line by Return, C-j, C-c, C-g and C-d', async () => {
    const rig = new Rig()
    await rig.type('a\r', 'b\n', 'c\x03', 'd\x07', `e${E}\x07`, 'f\x18\x07', '\x04')
    expect(rig.trace).toEqual([
      '"a" 1',
      '"b" 1',
      'undefined interrupt 1',
      'undefined cancel 1',
      'undefined cancel 1',
      'undefined cancel 1',
      'undefined eot 1',
    ])
    expect((await rig.lines()).slice(0, 4)).toEqual(['> a', '> b', '> c^C', '> d^G'])
    await rig.end()
  })

  it('makes a comment of the line, and of a comment a line', async () => {
    const rig = new Rig()
    await rig.type(`one${E}#`, `#one${E}1${E}#`)
    expect(rig.trace).toEqual(['"#one" 1', '"one" 1'])
    await rig.end()
  })

  it('expands tildes', async () => {
    const rig = new Rig({ loop: { env: { HOME: '/home/me', USER: 'me' } } })
    await rig.wait(1)
    rig.wheel.attribs().tildeFunction = (user) => (user === 'you' ? '/home/you' : undefined)
    await rig.type(`ls ~/x${E}&`)
    expect(rig.line).toBe('ls /home/me/x|')
    await rig.type(`\x15~me${E}~`)
    expect(rig.line).toBe('/home/me|')
    await rig.type(`\x15~you/a${E}~`)
    expect(rig.line).toBe('/home/you/a|')
    rig.bells()
    await rig.type(`\x15~nobody${E}~`)
    expect([rig.line, rig.bells()]).toEqual(['~nobody|', 1])
    expect(await rig.lines()).toContain("username 'nobody' not found")
    await rig.type(`\x15a${E}~`)
    expect(rig.bells()).toBe(1)
    await rig.end()
  })

  it('clears the screen, and shows keys, macros, variables and its own state', async () => {
    const rig = new Rig()
    await rig.type('one\r', 'two\x0c')
    expect(await rig.lines()).toEqual(['> two'])
    rig.wheel.bindKey('C-xg', '"git "')
    await rig.type('\x18k\x18\x12', '\x18k\x07', '\x18kg', '\x18k\x18g')
    await rig.type('\x18m', '\x11')
    expect((await rig.lines()).slice(0, -1)).toEqual([
      'C-x C-r: re-read-init-file',
      'C-g: abort',
      'g: self-insert',
      'C-x g: "g i t space"',
      'C-x g: "git "',
      'ReadLine(1) cursor 3 of 3, keymap emacs, 80 columns',
    ])
    await rig.type('\x18v')
    expect(await rig.lines()).toContain('set comment-begin #')
    await rig.end()
  })

  it('has the mark for the functions that use a region', async () => {
    const rig = new Rig()
    await rig.type(`one two${E}b${E} \x05`)
    rig.wheel.run('kill-region')
    expect(rig.line).toBe('one |')
    rig.wheel.run('yank')
    expect(rig.line).toBe('one two|')
    rig.wheel.run('set-mark', 1)
    rig.wheel.run('copy-region-as-kill')
    rig.wheel.run('yank')
    expect(rig.line).toBe('one twone two|')
    await rig.end()
  })
})
