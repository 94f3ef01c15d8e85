import headless from '@xterm/headless'

/** What a user of a terminal sees: a terminal emulator that is fed what a program writes. */
export class EmulatedScreen {
  readonly #terminal: InstanceType<typeof headless.Terminal>
  #fed = 0

  constructor(columns = 80, rows = 24) {
    this.#terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true })
  }

  /** Shows all of an output of which it may have shown the beginning. */
  async show(output: string): Promise<this> {
    const more = output.slice(this.#fed)
    this.#fed = output.length
    await new Promise<void>((resolve) => void this.#terminal.write(more, resolve))
    return this
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows)
  }

  /** All lines, scrolled away ones too, without what is blank at their ends and at the end of all. */
  get lines(): string[] {
    const buffer = this.#terminal.buffer.active
    const lines = Array.from({ length: buffer.length }, (_, row) => buffer.getLine(row)?.translateToString(true) ?? '')
    while (lines.at(-1) === '') lines.pop()
    return lines
  }

  /** Where the cursor is: line and column from 0. */
  get cursor(): readonly [row: number, column: number] {
    const buffer = this.#terminal.buffer.active
    return [buffer.baseY + buffer.cursorY, buffer.cursorX]
  }

  /** Whether the program has switched to the screen without scrollback. */
  get alternate(): boolean {
    return this.#terminal.buffer.active.type === 'alternate'
  }

  get bracketedPaste(): boolean {
    return this.#terminal.modes.bracketedPasteMode
  }
}
