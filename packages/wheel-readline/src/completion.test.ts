import { describe, expect, it } from 'vitest'
import type { CompletionFunction } from './index.ts'
import { Rig } from './rig.test-support.ts'

const WORDS = ['make', 'match', 'matches', 'list']

async function rigWith(completionFunction: CompletionFunction | undefined): Promise<Rig> {
  const rig = new Rig()
  await rig.wait(1)
  rig.wheel.attribs().completionFunction = completionFunction
  return rig
}

describe('completion', () => {
  it('is told the word, the line, and where the word begins', async () => {
    const asked: unknown[] = []
    const rig = await rigWith((...args) => {
      asked.push(args)
      return []
    })
    await rig.type('run ma it\x1b[D\x1b[D\x1b[D\t')
    expect([asked, rig.bells()]).toEqual([[['ma', 'run ma it', 4]], 1])
    await rig.end()
  })

  it('puts in what is the only one, or what all have in common', async () => {
    const rig = await rigWith(() => WORDS)
    await rig.type('x l\t')
    expect([rig.line, rig.bells()]).toEqual(['x list|', 0])
    await rig.type('\x15mat\t')
    expect([rig.line, rig.bells()]).toEqual(['match|', 1])
    await rig.type('\x1f')
    expect(rig.line).toBe('mat|')
    await rig.end()
  })

  it('lists them at the second key', async () => {
    const rig = await rigWith(() => WORDS)
    await rig.type('m\t', '\t')
    expect([rig.line, await rig.lines()]).toEqual(['ma|', ['make', 'match', 'matches', '> ma']])
    await rig.type('\x15\t', 'l\t')
    expect(await rig.lines()).toHaveLength(4)
    await rig.end()
  })

  it('lists them at once, in columns, where the user wants it so', async () => {
    const rig = await rigWith(() => WORDS)
    Object.assign(rig.wheel.attribs(), { 'show-all-if-ambiguous': 'on', 'print-completions-horizontally': 'on' })
    await rig.type('\t')
    expect(await rig.lines()).toEqual(['make     match    matches  list', '> '])
    await rig.end()
  })

  it('lists by M-?, and puts all in by M-*', async () => {
    const rig = await rigWith(() => WORDS)
    await rig.type('mat\x1b?')
    expect(await rig.lines()).toEqual(['match', 'matches', '> mat'])
    await rig.type('\x1b*')
    expect(rig.line).toBe('match matches|')
    await rig.end()
  })

  it('may take its time: what is typed meanwhile waits', async () => {
    let answer: (found: string[]) => void = () => {}
    const rig = await rigWith(() => new Promise((resolve) => (answer = resolve)))
    await rig.type('ma\tX')
    expect(rig.line).toBe('ma|')
    answer(['make'])
    await rig.wait(1)
    expect(rig.line).toBe('makeX|')
    await rig.type('\x1f\x1f')
    expect(rig.line).toBe('ma|')
    await rig.end()
  })

  it('that fails is an exception of the session', async () => {
    const rig = await rigWith(() => Promise.reject(new Error('no words')))
    await rig.type('ma\t').catch(() => {})
    await expect(rig.over).rejects.toThrow('no words')
    expect(rig.loop.terminal.raw).toBe(false)
  })

  it('rings the bell where there is no function', async () => {
    const rig = await rigWith(undefined)
    await rig.type('ma\t')
    expect(rig.bells()).toBe(1)
    await rig.end()
  })
})

describe('the bell', () => {
  it('is heard, seen, or neither', async () => {
    const rig = await rigWith(undefined)
    await rig.type('\t')
    expect(rig.bells()).toBe(1)
    rig.wheel.attribs()['bell-style'] = 'visible'
    await rig.type('\t')
    expect([rig.bells(), rig.loop.terminal.output.includes('\x1b[?5h')]).toEqual([0, true])
    const { length } = rig.loop.terminal.output
    rig.wheel.attribs()['bell-style'] = 'none'
    await rig.type('\t')
    expect(rig.loop.terminal.output).toHaveLength(length)
    await rig.end()
  })
})

describe('functions of the program', () => {
  it('are bound by bindKey and addDefun, and may change the line', async () => {
    const rig = new Rig()
    await rig.wait(1)
    const { wheel } = rig
    const seen: unknown[] = []
    wheel.addDefun('Reverse-Line', (it) => it.setText([...it.text].reverse().join(''), 1), 'C-o')
    wheel.bindKey('M-i', 'reverse-line')
    wheel.bindKey('"\\e[24~"', (_, ...args) => seen.push(args))
    wheel.bindKey('C-xx', (it) => {
      it.insertText('!')
      it.run('beginning-of-line')
    })
    await rig.type('abc\x0f')
    expect(rig.line).toBe('c|ba')
    await rig.type('\x1bi')
    expect(rig.line).toBe('a|bc')
    await rig.type('\x1b[24~', '\x18x')
    expect([rig.line, seen]).toEqual(['|a!bc', [['^[[24~', '\x1b[24~']]])
    await rig.type('\x1f')
    expect(rig.wheel.text).toBe('abc')
    await rig.end()
  })

  it('that throw are exceptions of the session', async () => {
    const rig = new Rig()
    await rig.wait(1)
    rig.wheel.bindKey('C-o', () => {
      throw new Error('bad key')
    })
    await rig.type('\x0f').catch(() => {})
    await expect(rig.over).rejects.toThrow('bad key')
    expect([rig.loop.terminal.raw, rig.loop.terminal.taken]).toEqual([false, false])
  })

  it('may end the line', async () => {
    const rig = new Rig()
    await rig.type('abc')
    rig.wheel.run('accept-line')
    await rig.wait(1)
    expect(rig.trace).toEqual(['"abc" 1'])
    await rig.end()
  })
})

describe('keys bound to keys', () => {
  it('do what these do, and do not go round for ever', async () => {
    const rig = new Rig()
    await rig.wait(1)
    rig.wheel.bindKey('C-o', '"git push\\C-m"')
    rig.wheel.bindKey('C-b', '"x\\C-b"')
    await rig.type('\x0f')
    expect(rig.trace).toEqual(['"git push" 1'])
    rig.bells()
    await rig.type('\x02')
    expect([rig.line, rig.bells()]).toEqual([`${'x'.repeat(16)}|`, 1])
    await rig.end()
  })
})
