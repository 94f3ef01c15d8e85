/**
 * Finds what a word may become.
 *
 * @param word - what stands before the cursor, up to a blank
 * @param line - the whole line
 * @param start - where the word begins in the line
 */
export type CompletionFunction = (
  word: string,
  line: string,
  start: number,
) => readonly string[] | Promise<readonly string[]>

/** What an inputrc sets, by name; others are kept, and have no effect. */
export interface Attribs {
  /** `audible`, `visible` or `none`. */
  'bell-style': string
  /** `emacs` or `vi`. */
  'editing-mode': string
  /** Keys that end an incremental search, separated by blanks. */
  'isearch-terminators': string
  /** What `insert-comment` puts in front of a line. */
  'comment-begin': string
  /** `on`: completions in columns. */
  'print-completions-horizontally': string
  /** `on`: completions are listed at the first key. */
  'show-all-if-ambiguous': string
  /** `off`: what is pasted is taken for typed. */
  'enable-bracketed-paste': string
  /** The keymap in use. */
  keymap: string
  /** Finds completions. Without it there are none. */
  completionFunction: CompletionFunction | undefined
  /** Finds the home of a user, for `tilde-expand`. Without it only one's own is known. */
  tildeFunction: ((user: string) => string | undefined) | undefined
  [name: string]: unknown
}

/** What holds where nobody has said otherwise. */
export function defaultAttribs(): Attribs {
  return {
    'bell-style': 'audible',
    'editing-mode': 'emacs',
    'isearch-terminators': 'C-[ C-J',
    'comment-begin': '#',
    'print-completions-horizontally': 'off',
    'show-all-if-ambiguous': 'off',
    'enable-bracketed-paste': 'on',
    keymap: 'emacs',
    completionFunction: undefined,
    tildeFunction: undefined,
  }
}

/** Whether a variable is set, as an inputrc sets it. */
export function isOn(value: unknown): boolean {
  return value === true || /^(?:on|1|true)$/iu.test(String(value))
}
