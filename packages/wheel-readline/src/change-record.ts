const NO_CHANGES = new Set([
  'undo',
  'vi-undo',
  'revert-line',
  'vi-redo',
  'next-history',
  'previous-history',
  'vi-fetch-history',
  'vi-search-accept',
  'vi-search-again',
  'search-abort',
  'search-finish',
])

/** The keys of vi's last change, to be pressed again: from a command until one can command again. */
export class ChangeRecord {
  #keys = ''
  #before = ''
  #last = ''

  /** The keys of the last change; empty where there was none. */
  get last(): string {
    return this.#last
  }

  /** Keys were pressed. @param commanding - they may begin a change of this line */
  add(keys: string, commanding: boolean, text: string): void {
    if (this.#keys !== '') this.#keys += keys
    else if (commanding) {
      this.#before = text
      this.#keys = keys
    }
  }

  /** One can command again: what was pressed was a change, if the line is another one by more than going about. */
  settle(text: string, run: string): void {
    if (this.#keys !== '' && this.#before !== text && !NO_CHANGES.has(run)) this.#last = this.#keys
    this.#keys = ''
  }

  /** The line is over. */
  reset(): void {
    this.#keys = ''
  }
}
