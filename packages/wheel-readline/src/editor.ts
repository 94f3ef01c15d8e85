import { Bindings, unbound } from './bindings.ts'
import { ChangeRecord } from './change-record.ts'
import { History } from './history.ts'
import type { Binding, Keymap } from './keymap.ts'
import { KillRing } from './kill-ring.ts'
import { LineBuffer } from './line-buffer.ts'
import type { Search, ViSearch } from './searching.ts'
import { type Attribs, defaultAttribs } from './variables.ts'
import type { Operator } from './vi-operators.ts'

/** What a function is told of the keys it is bound to. */
export interface Press {
  /** The characters the terminal sent. */
  readonly raw: string
  /** How often, or which one: 1 unless the user said otherwise. */
  readonly count: number
  /** Whether the user said so. */
  readonly given: boolean
}

/** Something keys can be bound to. */
export type EditFunction = (editor: Editor, press: Press) => void

/** How editing a line ended. */
export type Outcome =
  | { readonly line: string }
  | {
      readonly exception: 'cancel' | 'interrupt' | 'eot'
      /** The key that ended it. */
      readonly raw: string
    }

/** What the editor asks of whoever shows the line. */
export interface Shell {
  /** Rings the bell. */
  bell(): void
  /** Shows lines above the line being edited. */
  print(lines: readonly string[]): void
  /** Clears the screen, and shows the line at its top. */
  clear(): void
  /** Shows the line anew. */
  redraw(): void
  /** Asks the program for completions; `use` is called with them, now or later. */
  complete(word: string, start: number, use: (found: readonly string[]) => void): void
  /** Reads the inputrc again. */
  reload(): void
  /** Of the terminal. */
  readonly columns: number
  /** What the program says of itself when asked for its state. */
  describe(): string
  /** The home of a user, the own one where the name is empty. */
  homeOf(user: string): string | undefined
}

/** The longest argument a user can type. */
const ARGUMENT = 4

/** Keys bound to keys, one within the other. */
const MACRO_DEPTH = 16

const UNDOING = new Set(['undo', 'vi-undo', 'revert-line'])

/** Editing a line by keys. It neither reads keys nor shows anything: it is told, and asks its {@link Shell}. */
export class Editor {
  readonly shell: Shell
  readonly line = new LineBuffer()
  readonly kills = new KillRing()
  readonly history: History
  readonly attribs: Attribs = defaultAttribs()
  readonly marks = new Map<string, number>()
  readonly bindings = new Bindings()
  keymap: Keymap = this.bindings.map('emacs')
  /** What takes the next key, whatever it is bound to. */
  pending: ((key: string) => void) | null = null
  /** vi's operator that waits for a motion. */
  operator: Operator | null = null
  search: Search | null = null
  viSearch: ViSearch | null = null
  /** The last character search, for vi's `;`. */
  charSearch: { readonly key: string; readonly character: string } | null = null
  mark = 0
  /** Where what was yanked begins, and which line of before it is of. */
  yanked = { from: 0, line: 0 }
  /** The last pattern that was searched for, and vi's way. */
  lastPattern = ''
  viDirection: 1 | -1 = -1
  /** Characters replace those under the cursor. */
  overwrite = false
  /** Nothing of the line may be kept or shown. */
  secret = false
  /** The most characters a line may have. */
  readonly maxLength: number
  outcome: Outcome | null = null
  /** The digits of an argument. */
  argument = ''
  /** The function before this one. */
  last = ''
  /** Keys that are not yet a binding. */
  #keys = ''
  #depth = 0
  #editing = false
  readonly #record = new ChangeRecord()
  #redoing = false

  constructor(shell: Shell, options: { readonly maxHistory: number; readonly maxLength: number }) {
    this.shell = shell
    this.history = new History(options.maxHistory)
    this.maxLength = options.maxLength
  }

  /** Begins another line. */
  begin(secret: boolean): void {
    this.line.load('')
    this.history.reset()
    this.secret = secret
    this.outcome = null
    this.overwrite = false
    this.last = this.argument = this.#keys = ''
    this.#record.reset()
    this.pending = this.operator = this.search = this.viSearch = null
    this.settle()
  }

  /** The keymap a line begins with. */
  settle(): void {
    this.setKeymap(this.attribs['editing-mode'] === 'vi' ? 'vi-insert' : 'emacs')
    this.#terminators()
  }

  /** A key was pressed: its characters, and those it is bound by if it has a name. */
  press(raw: string, named = raw): void {
    if (this.pending !== null) {
      this.#take(raw)
      return
    }
    const bound = this.keymap.find(this.#keys + raw) === undefined ? named : raw
    const keys = this.#keys + bound
    const found = this.keymap.find(keys)
    if (found === 'more') this.#keys = keys
    else if (found === undefined && this.#split(keys, raw)) return
    else {
      this.#keys = ''
      this.#note(keys)
      this.#perform(found ?? { run: unbound(this.keymap, keys) }, keys)
    }
  }

  /** Puts text in as it is, newlines and all. */
  paste(text: string): void {
    this.edit(() => this.insert(text))
    this.last = 'paste'
  }

  /** Runs a function by its name. @throws PoeError `ERR_POE_FUNCTION` for one there is not */
  run(name: string, raw = '', count: number | null = null): void {
    const press = { raw, count: count ?? 1, given: count !== null }
    const perform = this.bindings.functionNamed(name)
    if (UNDOING.has(name)) perform(this, press)
    else this.edit(() => perform(this, press))
    if (this.argument === '' || count !== null) this.last = name
    this.#afterwards()
  }

  /** Changes the line; whatever is changed inside is undone as one. */
  edit(change: () => void): void {
    if (this.#editing) {
      change()
      return
    }
    const before = this.line.state
    this.#editing = true
    try {
      change()
    } finally {
      this.#editing = false
      this.line.done(before)
    }
  }

  /** Puts text at the cursor, as typed. Rings the bell where there is no room. */
  insert(text: string): void {
    const { line } = this
    const over = this.overwrite ? [...text].reduce((at) => line.next(at), line.cursor) : line.cursor
    if (line.text.length + text.length - (over - line.cursor) > this.maxLength) this.shell.bell()
    else line.replace(line.cursor, over, text)
  }

  /** Has a line of before edited, the cursor at its end. */
  recall(index: number): boolean {
    const text = this.secret ? undefined : this.history.go(index, this.line.text)
    if (text === undefined) this.shell.bell()
    else this.line.load(text)
    return text !== undefined
  }

  setKeymap(name: string): void {
    this.keymap = this.bindings.map(name)
    this.attribs.keymap = this.keymap.name
    this.overwrite = false
  }

  /** Types keys, as a macro does. */
  type(keys: string): void {
    if (this.#depth >= MACRO_DEPTH) {
      this.shell.bell()
      return
    }
    this.#depth++
    try {
      for (const key of keys) if (this.outcome === null) this.press(key)
    } finally {
      this.#depth--
    }
  }

  /** Does vi's last change again. */
  redo(): void {
    const { last } = this.#record
    if (last === '' || this.#redoing) {
      this.shell.bell()
      return
    }
    this.#redoing = true
    try {
      this.type(last)
    } finally {
      this.#redoing = false
    }
  }

  #take(raw: string): void {
    const { pending } = this
    this.pending = null
    this.#note(raw)
    this.edit(() => pending?.(raw))
    this.#afterwards()
  }

  /** An Alt key nobody knows is Escape and a key, where Escape alone is bound: vi's users are quick. */
  #split(keys: string, raw: string): boolean {
    if (this.#keys !== '' || keys.length < 2 || !raw.startsWith('\x1b')) return false
    const alone = this.keymap.find('\x1b')
    if (alone === undefined || alone === 'more' || (raw.length > 2 && (raw[1] === '[' || raw[1] === 'O'))) return false
    this.press('\x1b')
    this.press(raw.slice(1))
    return true
  }

  #perform(binding: Binding, keys: string): void {
    const digits = this.argument
    if ('keys' in binding) {
      this.type(binding.keys)
      return
    }
    const count = digits === '' ? null : digits === '-' ? -1 : Number(digits)
    const argued =
      binding.run === 'digit-argument' || (binding.run === 'vi-arg-digit' && (digits !== '' || keys !== '0'))
    if (argued) {
      this.bindings.functionNamed(binding.run)(this, { raw: keys, count: 1, given: false })
      return
    }
    this.argument = ''
    this.run(binding.run, keys, count)
  }

  /** More digits of the argument. */
  addArgument(digit: string): void {
    if (digit === '-' ? this.argument !== '' : this.argument.replace('-', '').length >= ARGUMENT) this.shell.bell()
    else this.argument += digit
  }

  /** The keys that end an incremental search, as they are set now. */
  #terminators(): void {
    for (const key of String(this.attribs['isearch-terminators']).split(/\s+/u))
      if (key !== '') this.bindings.bind(this.bindings.map('isearch'), key, 'search-abort')
  }

  /** vi's cursor stands on a character; a change is over when one can command again. */
  #afterwards(): void {
    if (this.keymap.name !== 'vi-command' || this.pending !== null) return
    const { line } = this
    if (line.cursor === line.text.length) line.cursor = line.previous()
    if (!this.#redoing && this.argument === '') this.#record.settle(line.text, this.last)
  }

  #note(keys: string): void {
    if (!this.#redoing && this.#depth === 0) this.#record.add(keys, this.keymap.name === 'vi-command', this.line.text)
  }
}
