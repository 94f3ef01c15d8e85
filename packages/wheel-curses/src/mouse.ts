/** What a mouse did. */
export interface MouseReport {
  /** What the mouse did. */
  readonly kind: 'press' | 'release' | 'move' | 'wheel up' | 'wheel down'
  /** The button that was pressed, or is down in a move. */
  readonly button: 'left' | 'middle' | 'right' | undefined
  /** Column and line, from 1, as terminal-kit counts them. */
  readonly x: number
  /** See `x`. */
  readonly y: number
  /** Whether Shift was held. */
  readonly shift: boolean
  /** Whether Alt was held. */
  readonly meta: boolean
  /** Whether Control was held. */
  readonly ctrl: boolean
}

/** How much of the mouse a terminal is asked to report. */
export const REPORTING = { buttons: '\x1b[?1000h', drags: '\x1b[?1002h', movements: '\x1b[?1003h' } as const

/** Reports are to be in decimals, which have no largest number. */
export const DECIMAL = '\x1b[?1006h'

/** Ends all reports. */
export const SILENT = '\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l'

const BUTTONS = ['left', 'middle', 'right', undefined] as const

/** The longest report that makes sense. */
const LONGEST = 24

/** Puts reports of a mouse together, whose characters come as keys. */
export class MouseReader {
  /** What came of the report under way; null where there is none. */
  #text: string | null = null

  /**
   * Takes the characters of a key. Gives a report once it is whole, null while it is not, and undefined for what is none.
   */
  take(sequence: string): MouseReport | null | undefined {
    if (sequence === '\x1b[<') {
      this.#text = ''
      return null
    }
    if (this.#text === null) return undefined
    this.#text += sequence
    if (/^[\d;]*$/u.test(this.#text) && this.#text.length < LONGEST) return null
    const report = reportOf(this.#text)
    this.#text = null
    return report
  }
}

/** Something malformed is nobody's key either. */
function reportOf(text: string): MouseReport | null {
  const [, code = '', x = '', y = '', end] = /^(\d+);(\d+);(\d+)([Mm])$/u.exec(text) ?? []
  if (end === undefined) return null
  const bits = Number(code)
  const modifiers = { shift: (bits & 4) !== 0, meta: (bits & 8) !== 0, ctrl: (bits & 16) !== 0 }
  const at = { x: Number(x), y: Number(y), ...modifiers }
  if ((bits & 64) !== 0) return { kind: (bits & 1) === 0 ? 'wheel up' : 'wheel down', button: undefined, ...at }
  const button = BUTTONS[bits & 3]
  if ((bits & 32) !== 0) return { kind: 'move', button, ...at }
  return { kind: end === 'M' ? 'press' : 'release', button, ...at }
}
