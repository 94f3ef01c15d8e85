/** The lines of before, oldest first, and where among them the user is. */
export class History {
  readonly #limit: number
  #lines: string[] = []
  #index = 0
  /** The new line, while an old one is looked at. */
  #held = ''

  /** @param limit - the most lines that are kept; the latest stay */
  constructor(limit: number) {
    this.#limit = limit
  }

  get lines(): readonly string[] {
    return this.#lines
  }

  /** Which line is looked at; the number of lines for the new one. */
  get index(): number {
    return this.#index
  }

  add(lines: readonly string[]): void {
    for (const line of lines) this.#lines.push(line)
    if (this.#lines.length > this.#limit) this.#lines.splice(0, this.#lines.length - this.#limit)
    this.reset()
  }

  /** Other lines in place of all. */
  replace(lines: readonly string[]): void {
    this.#lines = []
    this.add(lines)
  }

  /** Back to the new line. */
  reset(): void {
    this.#index = this.#lines.length
    this.#held = ''
  }

  /**
   * Goes to a line and gives it; undefined where there is none such, or it is where the user is.
   *
   * @param current - what is being edited: kept, if it is the new line
   */
  go(index: number, current: string): string | undefined {
    if (index < 0 || index > this.#lines.length || index === this.#index) return undefined
    if (this.#index === this.#lines.length) this.#held = current
    this.#index = index
    return index === this.#lines.length ? this.#held : this.#lines[index]
  }

  /** Where the nearest line is that does, beginning with `from`; -1 for none. */
  find(from: number, direction: 1 | -1, does: (line: string) => boolean): number {
    for (let index = from; index >= 0 && index < this.#lines.length; index += direction)
      if (does(this.#lines[index]!)) return index
    return -1
  }
}
