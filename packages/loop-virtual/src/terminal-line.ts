/** What a terminal does with what is typed while it is not raw: it echoes, and gives out whole lines. */
export class LineDiscipline {
  readonly #echo: (text: string) => void
  readonly #give: (text: string) => void
  #line = ''
  #raw = false

  /**
   * @param echo - shows text on the screen
   * @param give - hands text to the program; empty text is the end of input
   */
  constructor(echo: (text: string) => void, give: (text: string) => void) {
    this.#echo = echo
    this.#give = give
  }

  get raw(): boolean {
    return this.#raw
  }

  /** What was typed and not yet given out goes to the program as it is. */
  set raw(raw: boolean) {
    this.#raw = raw
    if (raw) this.#flush('')
  }

  /** @param interrupt - C-c was pressed */
  type(text: string, interrupt: () => void): void {
    for (const character of text)
      if (this.#raw) this.#line += character
      else if (character === '\x03') interrupt()
      else this.#edit(character)
    if (this.#raw) this.#flush('')
  }

  #edit(character: string): void {
    if (character === '\r' || character === '\n') this.#accept()
    else if (character === '\x7f') this.#erase()
    else if (character === '\x04') this.#end()
    else {
      this.#line += character
      this.#echo(character < ' ' ? `^${String.fromCharCode(character.charCodeAt(0) + 64)}` : character)
    }
  }

  #accept(): void {
    this.#echo('\r\n')
    this.#flush('\n')
  }

  #erase(): void {
    if (this.#line === '') return
    this.#line = [...this.#line].slice(0, -1).join('')
    this.#echo('\b \b')
  }

  #end(): void {
    if (this.#line === '') this.#give('')
    else this.#flush('')
  }

  #flush(end: string): void {
    const text = this.#line + end
    this.#line = ''
    if (text !== '') this.#give(text)
  }
}
