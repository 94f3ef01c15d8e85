import { describe, expect, it } from 'vitest'
import { applyInputrc, directiveOf } from './inputrc.ts'
import { Rig } from './rig.test-support.ts'

describe('directiveOf', () => {
  it.each([
    ['', undefined],
    ['  # set a b', undefined],
    ['set Bell-Style  none ', { kind: 'set', name: 'bell-style', value: 'none' }],
    ['set isearch-terminators C-[ C-j', { kind: 'set', name: 'isearch-terminators', value: 'C-[ C-j' }],
    ['C-a: end-of-line', { kind: 'bind', keys: 'C-a', to: 'end-of-line' }],
    ['Control-xP:poe-wheel-debug # why not', { kind: 'bind', keys: 'Control-xP', to: 'poe-wheel-debug' }],
    ['"\\C-x:\\"": "a: \\"b\\""', { kind: 'bind', keys: '"\\C-x:\\""', to: '"a: \\"b\\""' }],
    ["M-x: 'text'", { kind: 'bind', keys: 'M-x', to: "'text'" }],
    [':: yank', { kind: 'bind', keys: ':', to: 'yank' }],
    ['$if mode=vi', { kind: 'if', test: 'mode=vi' }],
    ['$else', { kind: 'else' }],
    ['$endif', { kind: 'endif' }],
    ['$include /etc/inputrc', { kind: 'include', path: '/etc/inputrc' }],
    ['$what', { kind: 'wrong', why: 'cannot read "$what"' }],
    ['nonsense', { kind: 'wrong', why: 'cannot read "nonsense"' }],
  ])('reads %j', (line, directive) => {
    expect(directiveOf(line)).toEqual(directive)
  })
})

describe('applyInputrc', () => {
  async function applied(text: string, files: Readonly<Record<string, string>> = {}): Promise<string[]> {
    const done: string[] = []
    await applyInputrc(
      text,
      {
        set: (name, value) => void done.push(`${name}=${value}`),
        bind: (keys, to) => {
          if (to === 'yonk') throw new Error('no yonk')
          done.push(`${keys} -> ${to}`)
        },
        holds: (test) => test === 'yes',
        read: async (path) => files[path],
        warn: (message) => void done.push(`! ${message}`),
      },
      'rc',
    )
    return done
  }

  it('does what holds', async () => {
    const text = '$if yes\nset a 1\n$if no\nset b 1\n$else\nset c 1\n$endif\n$else\nset d 1\n$endif\nset e 1\n'
    expect(await applied(text)).toEqual(['a=1', 'c=1', 'e=1'])
  })

  it('leaves out all of what does not hold, what is nested and included too', async () => {
    const text = '$if no\n$if yes\nset a 1\n$endif\n$include more\n$if no\n$else\nset b 1\n$endif\n$endif'
    expect(await applied(text, { more: 'set c 1' })).toEqual([])
  })

  it('includes files ten deep', async () => {
    expect(await applied('$include a\nset x 1', { a: 'set y 1' })).toEqual(['y=1', 'x=1'])
    const told = await applied('$include a', { a: 'set y 1\n$include a' })
    expect(told).toEqual([...Array(10).fill('y=1'), '! a, line 2: includes more than 10 deep; a is left out'])
  })

  it('tells what is wrong, and goes on', async () => {
    expect(await applied('C-a: yonk\nnonsense\n$else\n$endif\n$include none\nset a 1\n$if yes')).toEqual([
      '! rc, line 1: no yonk',
      '! rc, line 2: cannot read "nonsense"',
      '! rc, line 3: an $else without an $if',
      '! rc, line 4: an $endif without an $if',
      '! rc, line 5: cannot include none',
      'a=1',
      '! rc: an $if has no $endif',
    ])
  })
})

describe('the inputrc of a user', () => {
  async function rigWith(
    rc: string,
    env: Readonly<Record<string, string>> = { HOME: '/home/me' },
    more: Readonly<Record<string, string>> = {},
  ): Promise<Rig> {
    const path = env.INPUTRC ?? '/home/me/.inputrc'
    const rig = new Rig({ loop: { env, files: { [path]: rc, ...more } }, wheel: { appName: 'shop' } })
    // What is typed before it is read waits.
    await rig.type('ab\x02')
    return rig
  }

  it('is ~/.inputrc', async () => {
    const rig = await rigWith('C-b: end-of-line\nset comment-begin //\n')
    expect([rig.line, rig.wheel.option('Comment-Begin'), rig.wheel.option('none')]).toEqual(['ab|', '//', ''])
    await rig.end()
  })

  it('is what INPUTRC names, whatever EDITOR is', async () => {
    const rig = await rigWith('C-b: "XY"', { INPUTRC: '/etc/rc', HOME: '/home/me', EDITOR: 'vi' })
    expect([rig.line, rig.wheel.option('keymap')]).toEqual(['abXY|', 'emacs'])
    await rig.end()
  })

  it('knows the program, the terminal and the mode, and binds in other keymaps', async () => {
    const rc = [
      '$if shop\nC-b: "S"\n$endif',
      '$if poe-readline\nC-b: "P"\n$endif',
      '$if term=xterm\nC-f: "T"\n$endif',
      '$if mode=emacs\nC-o: "E"\n$endif',
      'set keymap vi-insert\nC-b: "V"\nset keymap emacs',
      'set isearch-terminators C-x',
      '$include ~/more',
    ].join('\n')
    const rig = await rigWith(rc, { HOME: '/home/me' }, { '/home/me/more': 'C-n: "M"' })
    await rig.type('\x06\x0f\x0e')
    expect(rig.line).toBe('abSTEM|')
    rig.wheel.addHistory('abc')
    await rig.type('\x12b\x18')
    expect(rig.wheel.option('keymap')).toBe('emacs')
    await rig.end()
  })

  it('is read again by C-x C-r', async () => {
    const rig = await rigWith('C-b: "one"')
    const file = await rig.loop.files.open('/home/me/.inputrc', 'w').catch(() => undefined)
    const octets = new TextEncoder().encode('C-b: "two"')
    await file?.write(0, octets)
    await rig.type('\x15\x18\x12\x02')
    expect(rig.line).toBe('two|')
    await rig.end()
  })

  it('that is wrong is warned of', async () => {
    const rig = await rigWith('C-b: yonk\nset keymap what')
    expect(rig.loop.warnings).toEqual([
      'ReadLine: /home/me/.inputrc, line 1: No function is called "yonk"; define it by addDefun() first.',
      expect.stringContaining('ReadLine: /home/me/.inputrc, line 2: No keymap is called "what"; there are emacs, '),
    ])
    await rig.end()
  })
})
