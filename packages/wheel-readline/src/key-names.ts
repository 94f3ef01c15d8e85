import { PoeError, show } from '@poe/errors'
import type { Key } from '@poe/loop'

const ESCAPE = '\x1b'

/** Keys that have no character: how terminals usually send them, and what stands for them here. */
const SPECIAL: Readonly<Record<string, string>> = {
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  home: '\x1b[H',
  end: '\x1b[F',
  insert: '\x1b[2~',
  delete: '\x1b[3~',
  pageup: '\x1b[5~',
  pagedown: '\x1b[6~',
}

/** Names in key bindings, the longest first. */
const NAMES: readonly (readonly [string, string])[] = Object.entries({
  ...SPECIAL,
  ins: '\x1b[2~',
  kdelete: '\x1b[3~',
  space: ' ',
  spc: ' ',
  escape: ESCAPE,
  esc: ESCAPE,
  tab: '\t',
  return: '\r',
  ret: '\r',
  newline: '\n',
  linefeed: '\n',
  lfd: '\n',
  rubout: '\x7f',
  del: '\x7f',
  backspace: '\x08',
  bs: '\x08',
}).sort(([one], [other]) => other.length - one.length)

const MODIFIER = /^(?:(c|control|ctrl)|(m|meta|alt))-(?=.)/isu

const QUOTED: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  d: '\x7f',
  e: ESCAPE,
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** What a terminal sends for a key that is bound here by its name, whatever this one sends. */
export function canonical({ sequence, name, ctrl, meta, shift }: Key): string {
  return ctrl || meta || shift || name === undefined ? sequence : (SPECIAL[name] ?? sequence)
}

/**
 * The characters of keys that are written as in an inputrc: `C-x`, `Meta-Rubout`, `C-xC-r`, `up`, `"\C-x\e[24~"`.
 *
 * @throws PoeError `ERR_POE_KEY` for what names no key
 */
export function keysOf(written: string): string {
  const quoted = /^"(.*)"$/su.exec(written)
  if (quoted !== null && quoted[1] !== '') return textOf(quoted[1]!)
  let keys = ''
  for (let rest = written; rest !== ''; ) {
    const [key, length] = firstKey(rest)
    if (key === undefined || /^\s/u.test(rest)) throw noKey(written)
    keys += key
    rest = rest.slice(length)
  }
  if (keys === '') throw noKey(written)
  return keys
}

/** The characters of a text with escapes: `\C-x`, `\M-x`, `\e`, `\\`, `\"`, `\n`, `\101`, `\x41`. */
export function textOf(written: string): string {
  let text = ''
  for (let rest = written; rest !== ''; ) {
    const [piece, length] = firstPiece(rest)
    text += piece
    rest = rest.slice(length)
  }
  return text
}

/** Keys as one writes them: `C-x C-r`, `M-f`, `Up`. */
export function keyNames(keys: string): string {
  const names: string[] = []
  for (let rest = keys; rest !== ''; ) {
    const special = Object.entries(SPECIAL).find(([, sequence]) => rest.startsWith(sequence))
    const meta = special === undefined && rest.length > 1 && rest.startsWith(ESCAPE) ? 'M-' : ''
    const sequence = special?.[1] ?? String.fromCodePoint(rest.codePointAt(meta.length / 2)!)
    names.push(special?.[0] ?? meta + nameOf(sequence))
    rest = rest.slice(meta.length / 2 + sequence.length)
  }
  return names.join(' ')
}

function nameOf(character: string): string {
  if (character === ' ') return 'space'
  if (character === '\x7f') return 'rubout'
  if (character > ' ') return character
  return `C-${String.fromCharCode(character.charCodeAt(0) + 64).toLowerCase()}`
}

function firstKey(rest: string): [key: string | undefined, length: number] {
  const modifier = MODIFIER.exec(rest)
  if (modifier === null) return named(rest)
  const lead = modifier[0].length
  const [key, length] = firstKey(rest.slice(lead))
  if (key === undefined) return [undefined, 0]
  return [modifier[1] === undefined ? ESCAPE + key : control(key), lead + length]
}

function named(rest: string): [key: string, length: number] {
  const lower = rest.toLowerCase()
  const found = NAMES.find(([name]) => lower.startsWith(name))
  if (found !== undefined) return [found[1], found[0].length]
  const character = String.fromCodePoint(rest.codePointAt(0)!)
  return [character, character.length]
}

/** C-M-x is M-C-x; a key that has no control form is itself. */
function control(key: string): string {
  if (key.length > 1 && key.startsWith(ESCAPE)) return key[0] + control(key.slice(1))
  if (key === '?') return '\x7f'
  const code = key.toUpperCase().charCodeAt(0)
  if (key.length > 1 || (code !== 0x20 && (code < 0x40 || code > 0x5f))) return key
  return String.fromCharCode(code & 0x1f)
}

function firstPiece(rest: string): [piece: string, length: number] {
  if (rest[0] !== '\\') return [rest[0]!, 1]
  const modified = /^\\(C|M)-/iu.exec(rest)
  if (modified !== null && rest.length > 3) {
    const [piece, length] = firstPiece(rest.slice(3))
    return [modified[1]!.toUpperCase() === 'C' ? control(piece) : ESCAPE + piece, 3 + length]
  }
  const code = /^\\(?:x([\da-f]{1,2})|([0-7]{1,3}))/iu.exec(rest)
  if (code !== null) {
    const value = code[1] === undefined ? Number.parseInt(code[2]!, 8) & 0xff : Number.parseInt(code[1], 16)
    return [String.fromCharCode(value), code[0].length]
  }
  const next = rest[1] ?? '\\'
  return [QUOTED[next] ?? next, Math.min(2, rest.length)]
}

function noKey(written: string): PoeError {
  return new PoeError('ERR_POE_KEY', `No key is called ${show(written)}; write C-x, M-x, C-xC-r, up or "\\C-x\\e[24~".`)
}
