import { boundaryFrom, nextBoundary, previousBoundary } from './graphemes.ts'

/** A line at a moment. */
export interface LineState {
  readonly text: string
  readonly cursor: number
}

/** States that can be undone; older ones are forgotten. */
const UNDO_LIMIT = 1000

/** The line being edited, its cursor between two characters, and what can be undone. */
export class LineBuffer {
  #text = ''
  #cursor = 0
  #undo: LineState[] = []
  /** Before anything was done to the line. */
  #original: LineState = { text: '', cursor: 0 }

  get text(): string {
    return this.#text
  }

  /** In UTF-16 units, never within a character. */
  get cursor(): number {
    return this.#cursor
  }

  set cursor(cursor: number) {
    this.#cursor = boundaryFrom(this.#text, cursor)
  }

  get left(): string {
    return this.#text.slice(0, this.#cursor)
  }

  get right(): string {
    return this.#text.slice(this.#cursor)
  }

  get state(): LineState {
    return { text: this.#text, cursor: this.#cursor }
  }

  /** Where the next character begins, and the one before. */
  next(at = this.#cursor): number {
    return nextBoundary(this.#text, at)
  }

  previous(at = this.#cursor): number {
    return previousBoundary(this.#text, at)
  }

  /** Another line; nothing of it can be undone. */
  load(text: string, cursor = text.length): void {
    this.#text = text
    this.cursor = cursor
    this.#undo = []
    this.#original = this.state
  }

  /** Puts text in place of what is between two places, the cursor behind it. */
  replace(from: number, to: number, text: string): void {
    this.#text = this.#text.slice(0, from) + text + this.#text.slice(to)
    this.cursor = from + text.length
  }

  insert(text: string): void {
    this.replace(this.#cursor, this.#cursor, text)
  }

  /** Takes out what is between two places, in either order, and gives it; the cursor is where it was. */
  cut(one: number, other: number): string {
    const [from, to] = one < other ? [one, other] : [other, one]
    const text = this.#text.slice(from, to)
    this.replace(from, to, '')
    return text
  }

  /** Something has been done: `before` is what undoing it comes back to. */
  done(before: LineState): void {
    if (before.text === this.#text) return
    this.#undo.push(before)
    if (this.#undo.length > UNDO_LIMIT) this.#undo.shift()
  }

  /** Takes back what was done last. Answers whether there was something. */
  undo(): boolean {
    return this.#go(this.#undo.pop())
  }

  /** Takes back everything. Answers whether there was something. */
  revert(): boolean {
    if (this.#undo.length === 0) return false
    this.#undo = []
    return this.#go(this.#original)
  }

  #go(state: LineState | undefined): boolean {
    if (state === undefined) return false
    this.#text = state.text
    this.#cursor = state.cursor
    return true
  }
}
