import { describe, expect, it } from 'vitest'
import { Rig } from './rig.test-support.ts'

const E = '\x1b'
const VI = { env: { INPUTRC: '/rc' }, files: { '/rc': 'set editing-mode vi\n' } }

async function typed(keys: string): Promise<readonly [string, number]> {
  const rig = new Rig({ loop: VI })
  await rig.wait(1)
  rig.wheel.addHistory('git add file', 'make all', 'git push origin')
  rig.bells()
  await rig.type(keys)
  // An Escape at the end is a key once nothing has followed it for long enough.
  await rig.wait(500)
  const result = [rig.line, rig.bells()] as const
  await rig.end()
  return result
}

const TEXT = `one two,x three${E}`

type Row = readonly [keys: string, line: string, bells?: number]

/** What is typed, and what the line is then; `|` is the cursor, which stands on the character behind it. */
const KEYS: Readonly<Record<string, readonly Row[]>> = {
  'inserts at first': [
    ['abc', 'abc|'],
    ['abc\x7f\x08d', 'ad|'],
    ['a b\x17', 'a |'],
    ['ab\x14', 'ba|'],
    ['a\x1f', '|'],
    [`abc${E}[D${E}[Dx`, 'ax|bc'],
    ['a\x16\x03', 'a\x03|'],
  ],
  moves: [
    [TEXT, 'one two,x thre|e'],
    [`${TEXT}0`, '|one two,x three'],
    [`${TEXT}0$`, 'one two,x thre|e'],
    [`${TEXT}hhl`, 'one two,x thr|ee'],
    [`${TEXT}0 2 `, 'one| two,x three'],
    [`${TEXT}0w`, 'one |two,x three'],
    [`${TEXT}0ww`, 'one two|,x three'],
    [`${TEXT}0WW`, 'one two,x |three'],
    [`${TEXT}0e`, 'on|e two,x three'],
    [`${TEXT}0ee`, 'one tw|o,x three'],
    [`${TEXT}0EE`, 'one two,|x three'],
    [`${TEXT}bb`, 'one two,|x three'],
    [`${TEXT}BB`, 'one |two,x three'],
    [`${TEXT}5|`, 'one t|wo,x three'],
    [`  ab${E}^`, '  |ab'],
    [`${TEXT}0ft`, 'one |two,x three'],
    [`${TEXT}0tt`, 'one| two,x three'],
    [`${TEXT}Ft`, 'one two,x |three'],
    [`${TEXT}Tt`, 'one two,x t|hree'],
    [`${TEXT}0ft;`, 'one two,x |three'],
    [`${TEXT}0ft;,`, 'one |two,x three'],
    [`${TEXT}0tt;`, 'one two,x| three'],
    [`${TEXT}02ft`, 'one two,x |three'],
    [`f(a[b]c)${E}%`, 'f|(a[b]c)'],
    [`f(a[b]c)${E}0%`, 'f(a[b]c|)'],
    [`${TEXT}0ma$\`a`, '|one two,x three'],
    [`${TEXT}\`q`, 'one two,x thre|e', 1],
    [`${TEXT}0fz`, '|one two,x three', 1],
    [`a${E}%`, '|a', 1],
    [`a${E};`, '|a', 1],
  ],
  changes: [
    [`${TEXT}x`, 'one two,x thr|e'],
    [`${TEXT}03x`, '| two,x three'],
    [`${TEXT}X`, 'one two,x thr|e'],
    [`${TEXT}0rX`, '|Xne two,x three'],
    [`${TEXT}03rX`, 'XX|X two,x three'],
    [`${TEXT}3rX`, 'one two,x thre|e', 1],
    [`${TEXT}0sXY`, 'XY|ne two,x three'],
    [`${TEXT}SXY`, 'XY|'],
    [`${TEXT}0RXY${E}`, 'X|Ye two,x three'],
    [`${TEXT}0~~`, 'ON|e two,x three'],
    [`${TEXT}04~`, 'ONE |two,x three'],
    [`${TEXT}aX`, 'one two,x threeX|'],
    [`${TEXT}iX`, 'one two,x threX|e'],
    [`${TEXT}0AX`, 'one two,x threeX|'],
    [`${TEXT}IX`, 'X|one two,x three'],
    [`${TEXT}0\x0b`, '|'],
    [`${TEXT}z`, 'one two,x thre|e', 1],
  ],
  'applies operators to motions': [
    [`${TEXT}0dw`, '|two,x three'],
    [`${TEXT}0d2w`, '|,x three'],
    [`${TEXT}02d2w`, '|three'],
    [`${TEXT}0de`, '| two,x three'],
    [`${TEXT}db`, 'one two,x |e'],
    [`${TEXT}0wd$`, 'one| '],
    [`${TEXT}0wD`, 'one| '],
    [`${TEXT}d0`, '|e'],
    [`${TEXT}0wd^`, '|two,x three'],
    [`${TEXT}0dft`, '|wo,x three'],
    [`${TEXT}0dtt`, '|two,x three'],
    [`${TEXT}0wmad$0d\`a`, '|'],
    [`f(ab)${E}d%`, '|f'],
    [`${TEXT}dd`, '|'],
    [`${TEXT}dc`, 'one two,x thre|e', 1],
    [`${TEXT}dz`, 'one two,x thre|e', 1],
    [`${TEXT}0cwX${E}`, '|X two,x three'],
    [`${TEXT}0c2wX`, 'X|,x three'],
    [`${TEXT}0wCX`, 'one X|'],
    [`${TEXT}ccX`, 'X|'],
    [`${TEXT}0dl`, '|ne two,x three'],
    [`${TEXT}dl`, 'one two,x thr|e'],
    [`${TEXT}0dfz`, '|one two,x three', 1],
  ],
  'yanks and puts': [
    [`${TEXT}0yw$p`, 'one two,x threeone| '],
    [`${TEXT}0ywP`, 'one| one two,x three'],
    [`${TEXT}0dwp`, 'tone| wo,x three'],
    [`${TEXT}0xp`, 'n|oe two,x three'],
    [`ab${E}0yyp`, 'aa|bb'],
    [`ab${E}0Y2P`, 'aba|bab'],
    [`a${E}p`, '|a', 1],
  ],
  'does it again, and undoes': [
    [`${TEXT}0dw.`, '|,x three'],
    [`${TEXT}0x..`, '| two,x three'],
    [`${TEXT}0cwX${E}w.`, 'X |X,x three'],
    [`${TEXT}0iab${E}l.`, 'aba|bone two,x three'],
    [`${TEXT}0rXl.`, 'X|Xe two,x three'],
    [`${TEXT}0dwu`, '|one two,x three'],
    [`${TEXT}0xx\x1fu`, '|one two,x three'],
    [`a${E}xuu`, '|', 0],
    [`${E}.`, '|', 1],
    [`ab${E}0xU`, '|'],
  ],
  'goes through the lines before': [
    [`new${E}k`, 'git push origi|n'],
    [`new${E}kk-+j`, 'git push origi|n'],
    [`new${E}G`, 'git add fil|e'],
    [`new${E}2G`, 'make al|l'],
    [`${E}/make\r`, '|make all'],
    [`${E}/git\rn`, '|git add file'],
    [`${E}/git\rnN`, '|git push origin'],
    [`${E}G?push\r`, '|git push origin'],
    [`new${E}/zz\r`, 'ne|w', 1],
    [`new${E}/zz\x7f\x7f\x7f`, 'ne|w'],
    [`new${E}/z${E}x`, 'n|e'],
    [`${E}_`, 'origin|'],
    [`new${E}\x12make\x01`, '|make all', 1],
  ],
  'goes over to emacs and back': [
    [`ab${E}\x05\x01X`, 'X|ab'],
    [`ab${E}\x05${E}\nx`, '|a', 0],
  ],
}

describe.each(Object.entries(KEYS))('ReadLine, vi keys: %s', (_, rows) => {
  for (const [keys, line, bells = 0] of rows)
    it(`${JSON.stringify(keys)} is ${line}`, async () => {
      expect(await typed(keys)).toEqual([line, bells])
    })
})

describe('ReadLine, vi keys', () => {
  it('ends lines, and begins each one inserting', async () => {
    const rig = new Rig({ loop: VI })
    await rig.wait(1)
    await rig.type(`a${E}\r`, `b${E}\x03`, `c${E}\x07`, `d${E}#`, '\x04', `${E}\x04`, 'x\x04')
    expect(rig.trace).toEqual([
      '"a" 1',
      'undefined interrupt 1',
      'undefined cancel 1',
      '"#d" 1',
      'undefined eot 1',
      'undefined eot 1',
    ])
    expect(rig.line).toBe('x|')
    await rig.end()
  })

  it('shows the pattern that is typed in place of the line', async () => {
    const rig = new Rig({ loop: VI })
    await rig.wait(1)
    await rig.type(`old${E}/pat`)
    expect(await rig.lines()).toEqual(['/pat'])
    await rig.type(`${E}`)
    await rig.wait(600)
    expect(await rig.lines()).toEqual(['> old'])
    await rig.end()
  })

  it('completes in command mode', async () => {
    const rig = new Rig({ loop: VI })
    await rig.wait(1)
    rig.wheel.attribs().completionFunction = () => ['make']
    await rig.type(`ma${E}=x`)
    expect(rig.line).toBe('makex|')
    await rig.end()
  })
})
