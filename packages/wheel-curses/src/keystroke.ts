import type { Key } from '@poe/loop'

/** What curses calls the keys that have no character. */
const NAMES: Readonly<Record<string, string>> = {
  up: 'KEY_UP',
  down: 'KEY_DOWN',
  left: 'KEY_LEFT',
  right: 'KEY_RIGHT',
  home: 'KEY_HOME',
  end: 'KEY_END',
  insert: 'KEY_IC',
  delete: 'KEY_DC',
  pageup: 'KEY_PPAGE',
  pagedown: 'KEY_NPAGE',
  clear: 'KEY_B2',
  backspace: 'KEY_BACKSPACE',
}

/** With Shift. */
const SHIFTED: Readonly<Record<string, string>> = {
  up: 'KEY_SR',
  down: 'KEY_SF',
  left: 'KEY_SLEFT',
  right: 'KEY_SRIGHT',
  home: 'KEY_SHOME',
  end: 'KEY_SEND',
  insert: 'KEY_SIC',
  delete: 'KEY_SDC',
  pageup: 'KEY_SPREVIOUS',
  pagedown: 'KEY_SNEXT',
  tab: 'KEY_BTAB',
}

/** What curses would give for a key. */
export function keystrokeOf({ sequence, name, ctrl, meta, shift }: Key): string {
  if (name === undefined || meta) return sequence
  if (sequence === '\r') return '\n'
  const plain = (shift && !ctrl ? SHIFTED[name] : undefined) ?? NAMES[name]
  if (plain !== undefined) return ctrl && sequence.length > 1 ? sequence : plain
  const number = /^f(\d+)$/u.exec(name)?.[1]
  // curses counts on where Shift and Control are held: F13, F25.
  if (number !== undefined) return `KEY_F(${Number(number) + (ctrl ? 24 : 0) + (shift ? 12 : 0)})`
  return sequence
}

/**
 * A keystroke as one can print it: `^C` for C-c, `^?` for Delete, `^[x` for Alt and x; other characters and the names of
 * keys as they are (curses: `unctrl` and `keyname`).
 */
export function keyName(keystroke: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return keystroke.replace(/[\x00-\x1f\x7f]/g, (character) =>
    character === '\x7f' ? '^?' : `^${String.fromCharCode(character.charCodeAt(0) + 64)}`,
  )
}
