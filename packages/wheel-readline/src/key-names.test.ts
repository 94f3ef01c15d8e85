import type { Key } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { canonical, keyNames, keysOf, textOf } from './key-names.ts'

describe('keysOf', () => {
  it.each([
    ['C-a', '\x01'],
    ['c-A', '\x01'],
    ['Control-a', '\x01'],
    ['ctrl-a', '\x01'],
    ['C-?', '\x7f'],
    ['C-space', '\0'],
    ['C-[', '\x1b'],
    ['C-_', '\x1f'],
    ['M-x', '\x1bx'],
    ['Meta-Rubout', '\x1b\x7f'],
    ['Alt-x', '\x1bx'],
    ['M-C-h', '\x1b\x08'],
    ['C-M-h', '\x1b\x08'],
    ['M--', '\x1b-'],
    ['M-<', '\x1b<'],
    ['M-\\', '\x1b\\'],
    ['C-xC-r', '\x18\x12'],
    ['C-xDel', '\x18\x7f'],
    ['C-xm', '\x18m'],
    ['up', '\x1b[A'],
    ['Home', '\x1b[H'],
    ['ins', '\x1b[2~'],
    ['insert', '\x1b[2~'],
    ['bs', '\x08'],
    ['tab', '\t'],
    ['esc', '\x1b'],
    ['ret', '\r'],
    ['lfd', '\n'],
    ['"\\C-x\\M-y\\e[24~"', '\x18\x1by\x1b[24~'],
    ['"\\C-\\M-a"', '\x1b\x01'],
    ['"a b"', 'a b'],
    ['"\\\\\\"\\n\\t\\101\\x41"', '\\"\n\tAA'],
    ['A', 'A'],
    ['"', '"'],
    ['é', 'é'],
  ])('%j is %j', (written, keys) => {
    expect(keysOf(written)).toBe(keys)
  })

  it.each(['', ' ', 'a b'])('%j is refused', (written) => {
    expect(() => keysOf(written)).toThrow(/No key is called/)
  })
})

describe('textOf', () => {
  it('keeps what is no escape', () => {
    expect(textOf('a\\')).toBe('a\\')
    expect(textOf('\\C-')).toBe('C-')
    expect(textOf('\\q')).toBe('q')
  })
})

describe('keyNames', () => {
  it.each([
    ['\x18\x12', 'C-x C-r'],
    ['\x1bf', 'M-f'],
    ['\x1b[A', 'up'],
    ['\x1b', 'C-['],
    ['\x7f ', 'rubout space'],
    ['\x1b\x01é', 'M-C-a é'],
  ])('%j is %s', (keys, names) => {
    expect(keyNames(keys)).toBe(names)
  })
})

describe('canonical', () => {
  const key = (more: Partial<Key>): Key => ({
    sequence: '?',
    name: undefined,
    ctrl: false,
    meta: false,
    shift: false,
    ...more,
  })

  it('is the same for a named key, whatever the terminal sends', () => {
    expect(canonical(key({ sequence: '\x1bOA', name: 'up' }))).toBe(keysOf('up'))
    expect(canonical(key({ sequence: '\x1b[7~', name: 'home' }))).toBe(keysOf('home'))
  })

  it('is what the terminal sends for all others', () => {
    expect(canonical(key({ sequence: '\x1b[1;5A', name: 'up', ctrl: true }))).toBe('\x1b[1;5A')
    expect(canonical(key({ sequence: 'a', name: 'a' }))).toBe('a')
    expect(canonical(key({ sequence: '!' }))).toBe('!')
  })
})
