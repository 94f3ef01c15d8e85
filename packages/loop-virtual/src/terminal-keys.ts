import type { Key } from '@poe/loop'
import { KEY_CODES } from './terminal-codes.ts'

const ESCAPE = '\x1b'
/** Behind an Escape: `O x`, perhaps with a modifier between. */
const SHORT = /^O(?:\D|\d.)/su
/** Behind an Escape: `[` and digits, perhaps a semicolon and a modifier, and what ends them. */
const LONG = /^\[(?:\[|(?!\[))(?:\d{0,2}\D|\d{3}.)(?:(?<=;)(?:\D|\d.)|(?<!;))/su
/** Of a {@link LONG} one: number, modifier, end. */
const NUMBERED = /^(\d\d?)(?:;(\d))?([~^$])$|^(\d{3}~)$/
const LETTERED = /^(?:(?:\d;)?(\d))?([A-Za-z])$/

const PLAIN: Readonly<Record<string, string>> = {
  '\r': 'return',
  '\n': 'enter',
  '\t': 'tab',
  '\b': 'backspace',
  '\x7f': 'backspace',
  '\x1b': 'escape',
  ' ': 'space',
}

/** Octets as keys, just as `node:readline` decodes them, which a test compares. */
export class KeyDecoder {
  readonly #pressed: (key: Key) => void
  #text = ''

  constructor(pressed: (key: Key) => void) {
    this.#pressed = pressed
  }

  /** Whether an Escape waits for what follows it. */
  get escaped(): boolean {
    return this.#text.startsWith(ESCAPE) && bodyOf(this.#text) === ''
  }

  push(text: string): void {
    this.#text += text
    for (let sequence = this.#next(); sequence !== ''; sequence = this.#next()) {
      this.#text = this.#text.slice(sequence.length)
      this.#pressed(keyOf(sequence))
    }
  }

  /** Nothing followed an Escape. */
  flush(): void {
    if (!this.escaped) return
    const sequence = this.#text
    this.#text = ''
    this.#pressed({ sequence, name: 'escape', ctrl: false, meta: true, shift: false })
  }

  /** The characters of the next key; none while it is not whole. */
  #next(): string {
    const text = this.#text
    const body = bodyOf(text)
    if (body === '') return ''
    const lead = text.slice(0, -body.length)
    const whole = lead === '' ? null : body[0] === 'O' ? SHORT : body[0] === '[' ? LONG : null
    const end = whole === null ? String.fromCodePoint(body.codePointAt(0)!) : whole.exec(body)?.[0]
    return end === undefined ? '' : lead + end
  }
}

/** What follows one Escape, or two. */
function bodyOf(text: string): string {
  if (!text.startsWith(ESCAPE)) return text
  return text.slice(text[1] === ESCAPE ? 2 : 1)
}

function keyOf(sequence: string): Key {
  const body = bodyOf(sequence)
  const escaped = body !== sequence
  if (escaped && body.length > 1 && (body[0] === '[' || body[0] === 'O')) return functionKey(sequence, body)
  const [name, ctrl] = nameOf(body, escaped)
  return { sequence, name, ctrl, meta: escaped, shift: name !== undefined && /^[A-Z]$/.test(body) }
}

function nameOf(character: string, escaped: boolean): [name: string | undefined, ctrl: boolean] {
  const plain = PLAIN[character]
  if (plain !== undefined) return [plain, false]
  if (!escaped && character <= '\x1a') return [String.fromCharCode(character.charCodeAt(0) + 96), true]
  return [/^[0-9A-Za-z]$/.test(character) ? character.toLowerCase() : undefined, false]
}

function functionKey(sequence: string, body: string): Key {
  const [code, modifier] = body[0] === 'O' ? shortCode(body) : longCode(body)
  const known = KEY_CODES.get(code)
  return {
    sequence,
    name: known?.name,
    ctrl: (modifier & 4) !== 0 || known?.ctrl === true,
    meta: (modifier & 10) !== 0,
    shift: (modifier & 1) !== 0 || known?.shift === true,
  }
}

function shortCode(body: string): [string, number] {
  const modified = /^O(\d)(.)$/su.exec(body)
  return modified === null ? [body, 0] : [`O${modified[2]}`, Number(modified[1]) - 1]
}

function longCode(body: string): [string, number] {
  const lead = body.startsWith('[[') ? '[[' : '['
  const rest = body.slice(lead.length)
  const numbered = NUMBERED.exec(rest)
  if (numbered !== null) {
    const [, number, modifier = '1', end, paste] = numbered
    return [lead + (paste ?? `${number}${end}`), Number(modifier) - 1]
  }
  const lettered = LETTERED.exec(rest)
  return lettered === null ? [body, 0] : [lead + lettered[2], Number(lettered[1] ?? '1') - 1]
}
