import type { Key, KeyHandle } from '@poe/loop'
import type { Editor } from './editor.ts'
import { canonical } from './key-names.ts'

/** Keys taken at a time, so that others have their turn. */
const BURST = 4096

/** Hands keys to the editor, one after the other; what is pasted has no function but for ends of lines. */
export class Keyboard {
  readonly #keys: KeyHandle
  readonly #editor: Editor
  #pasting = false
  #pasted = ''
  /** The last that was pasted is a CR: an LF with it is the same end of line. */
  #afterReturn = false

  constructor(keys: KeyHandle, editor: Editor) {
    this.#keys = keys
    this.#editor = editor
  }

  /**
   * Presses what keys there are, up to the end of a line. Answers whether there are none.
   *
   * @param goes - whether more may be pressed
   */
  press(goes: () => boolean): boolean {
    for (let left = BURST; left > 0 && goes(); left--) {
      const key = this.#keys.read()
      if (key === null) {
        this.#insert()
        return true
      }
      this.#pressed(key)
    }
    this.#insert()
    return false
  }

  /** Forgets that something is being pasted: the line has another end. */
  reset(): void {
    this.#pasted = ''
  }

  #pressed(key: Key): void {
    if (key.name === 'paste-start') this.#pasting = true
    else if (key.name === 'paste-end') this.#endPaste()
    else if (this.#pasting) this.#paste(key.sequence)
    else this.#editor.press(key.sequence, canonical(key))
  }

  #endPaste(): void {
    this.#pasting = this.#afterReturn = false
    this.#insert()
  }

  #paste(text: string): void {
    const second = this.#afterReturn && text === '\n'
    this.#afterReturn = text === '\r'
    if (second) return
    if (text !== '\r' && text !== '\n') {
      this.#pasted += text
      return
    }
    this.#insert()
    this.#editor.run('accept-line', text)
  }

  #insert(): void {
    if (this.#pasted !== '') this.#editor.paste(this.#pasted)
    this.#pasted = ''
  }
}
