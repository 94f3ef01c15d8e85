const WORD = '\\p{L}\\p{N}\\p{M}_'
const AFTER_WORD = new RegExp(`^[^${WORD}]*[${WORD}]+`, 'u')
const BEFORE_WORD = new RegExp(`[${WORD}]+[^${WORD}]*$`, 'u')
/** vi's small words: letters, or anything else that is not blank. */
const SMALL = `(?:[${WORD}]+|[^${WORD}\\s]+)`
const NEXT = { small: new RegExp(`^${SMALL}?\\s*`, 'u'), big: /^\S*\s*/u }
const PREVIOUS = { small: new RegExp(`${SMALL}\\s*$`, 'u'), big: /\S+\s*$/u }
const END = { small: new RegExp(`^\\s*${SMALL}`, 'u'), big: /^\s*\S+/u }

/** What vi takes for a word: letters or signs, or whatever has no blank in it. */
export type ViWord = 'small' | 'big'

function forward(text: string, at: number, pattern: RegExp): number {
  return at + (pattern.exec(text.slice(at))?.[0].length ?? 0)
}

function backward(text: string, at: number, pattern: RegExp): number {
  return at - (pattern.exec(text.slice(0, at))?.[0].length ?? 0)
}

/** Where the word ends that `at` is in or before; `at` where there is none. */
export function wordEnd(text: string, at: number): number {
  return forward(text, at, AFTER_WORD)
}

/** Where the word begins that `at` is in or behind; `at` where there is none. */
export function wordStart(text: string, at: number): number {
  return backward(text, at, BEFORE_WORD)
}

/** Where what has no blank in it begins, as C-w takes it out. */
export function blankWordStart(text: string, at: number): number {
  return backward(text, at, /\S*\s*$/u)
}

/** Where vi's next word begins. */
export function viNextWord(text: string, at: number, kind: ViWord): number {
  return forward(text, at, NEXT[kind])
}

/** Where vi's word before begins. */
export function viPreviousWord(text: string, at: number, kind: ViWord): number {
  return backward(text, at, PREVIOUS[kind])
}

/** Behind the last character of vi's word after the one `at` is on. */
export function viWordEnd(text: string, at: number, kind: ViWord): number {
  return forward(text, at, END[kind])
}

/** The blanks around a place. */
export function blanksAround(text: string, at: number): readonly [from: number, to: number] {
  return [backward(text, at, /\s*$/u), forward(text, at, /^\s*/u)]
}

/** The word that ends at a place, as completion and tilde expansion take it. */
export function blankWordBefore(text: string, at: number): string {
  return /\S*$/u.exec(text.slice(0, at))?.[0] ?? ''
}
