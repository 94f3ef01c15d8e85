import type { TerminalService } from '@poe/loop'
import { leave, resized, type Shown, show, type View, wipe } from './display.ts'
import { visible } from './graphemes.ts'
import type { Writer } from './writer.ts'

const CLEAR = '\x1b[H\x1b[2J'
const FLASH = '\x1b[?5h\x1b[?5l'

/** The terminal as the wheel writes on it: the line being edited at the bottom, everything else above. */
export class Screen {
  readonly #terminal: TerminalService
  readonly #writer: Writer
  /** No keys, no cursor: input or output was led elsewhere, or the terminal can do nothing. */
  readonly plain: boolean
  #shown: Shown | null = null

  constructor(terminal: TerminalService, writer: Writer) {
    this.#terminal = terminal
    this.#writer = writer
    this.plain = !terminal.interactive || terminal.term === 'dumb' || terminal.term === ''
  }

  /** Shows lines, above the line being edited, which is to be shown anew. */
  print(lines: readonly string[]): void {
    if (lines.length === 0) return
    this.#wipe()
    const end = this.#terminal.interactive ? '\r\n' : '\n'
    this.#writer.write(lines.map((line) => line + end).join(''))
  }

  /** Shows the line as it is now. */
  update(view: View): void {
    if (this.plain) return
    const { text, shown } = show(this.#shown, view, this.#terminal.columns)
    this.#shown = shown
    this.#writer.write(text)
  }

  /** A prompt where the line itself is the terminal's business. */
  prompt(text: string): void {
    this.#writer.write(text)
  }

  /**
   * The line is done: what comes next goes below it.
   *
   * @param key - the key that ended it without a line, to be shown
   * @param secret - a terminal that shows lines itself has not shown the end of this one
   */
  finish(view: View, key: string, secret: boolean): void {
    if (this.plain) {
      if (secret && this.#terminal.interactive) this.#writer.write('\r\n')
      return
    }
    this.update({ ...view, cursor: view.text.length })
    const end = this.#shown === null ? '\r\n' : leave(this.#shown)
    this.#writer.write(key === '' ? end : `${visible(key).toUpperCase()}\r\n`)
    this.#shown = null
  }

  /** The terminal has become another size, or somebody else wrote on it. */
  resize(): void {
    if (this.#shown === null) return
    this.#shown = resized(this.#shown, this.#terminal.columns)
    this.#wipe()
  }

  clear(): void {
    if (this.plain) return
    this.#writer.write(CLEAR)
    this.#shown = null
  }

  /** @param style - `audible`, `visible`, or none */
  bell(style: string): void {
    if (this.plain || style === 'none') return
    this.#writer.write(style === 'visible' ? FLASH : '\x07')
  }

  /** Lets go of the line, wherever it is. */
  leave(): void {
    if (this.#shown !== null) this.#writer.write(leave(this.#shown))
    this.#shown = null
  }

  #wipe(): void {
    if (this.#shown !== null) this.#writer.write(wipe(this.#shown))
    this.#shown = null
  }
}
