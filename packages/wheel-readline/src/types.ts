import type { Untyped } from '@poe/kernel'
import type { WheelContext } from '@poe/wheel'
import type { GetOptions, ReadLineEvents, ReadLineOptions } from './options.ts'
import type { Attribs } from './variables.ts'

/**
 * A function keys can be bound to.
 *
 * @param wheel - whose line is being edited
 * @param key - the keys, as they are shown: `^x`
 * @param raw - the characters the terminal sent
 */
export type BoundFunction = (wheel: ReadLine, key: string, raw: string) => void

/**
 * Reads lines from the terminal, edited by keys, while the rest of the program goes on: POE::Wheel::ReadLine.
 *
 * @typeParam M - the event map of the session
 */
export interface ReadLine<M = Untyped> extends Disposable {
  /** From 1, unique in a kernel (POE: `ID`). */
  readonly id: number
  /** Whether the wheel has ended. */
  readonly disposed: boolean
  /** Whether a line is being read. */
  readonly reading: boolean
  /** The line being edited. */
  readonly text: string
  /** Where in it the cursor is, in UTF-16 units. */
  readonly cursor: number
  /**
   * Shows a prompt and reads one line; while one is being read, changes its prompt. Text between `\[` and `\]` takes no
   * room on the screen. Without a prompt: the last one, `>` at first.
   */
  get(prompt?: string, options?: GetOptions): void
  /** Shows lines, above the one being edited, when `putMode` says so. */
  put(...lines: string[]): void
  /** Clears the screen. */
  clear(): void
  /** Columns and rows of the terminal. */
  terminalSize(): readonly [columns: number, rows: number]
  /** Adds lines to those of before. Nothing else does. */
  addHistory(...lines: string[]): void
  /** The lines of before, oldest first. */
  getHistory(): readonly string[]
  /** Writes the history to a file (default `~/.history`). Gives whether that went well. */
  writeHistory(file?: string): Promise<boolean>
  /**
   * Adds the lines of a file (default `~/.history`), from number `from` (default 0) to `to`, both included; to the end
   * where `to` is less than `from`, or missing. Gives whether the file could be read.
   */
  readHistory(file?: string, from?: number, to?: number): Promise<boolean>
  /**
   * Leaves the last `lines` (default 0) of a file (default `~/.history`), and makes them the history if there were
   * more. Gives whether that went well.
   */
  historyTruncateFile(file?: string, lines?: number): Promise<boolean>
  /**
   * Binds keys, written as in an inputrc (`C-x`, `M-C-h`, `up`, `"\C-x\e[24~"`), to a function, the name of one, or keys
   * in quotes.
   *
   * @param map - a keymap's name; default: the one in use
   * @throws PoeError `ERR_POE_KEY`, `ERR_POE_FUNCTION`, `ERR_POE_KEYMAP`
   */
  bindKey(keys: string, to: string | BoundFunction, map?: string): void
  /** Gives a function a name that keys can be bound to, and binds some. */
  addDefun(name: string, run: BoundFunction, keys?: string): void
  /** The variables of an inputrc, and the completion function: to be looked at, and changed. */
  attribs(): Attribs
  /** A variable as text; empty where it is not set. */
  option(name: string): string
  /** Makes the line another one; the cursor goes to its end. Can be undone. */
  setText(text: string, cursor?: number): void
  /** Puts text in at the cursor. */
  insertText(text: string): void
  /** Does what a function does that keys can be bound to. @throws PoeError `ERR_POE_FUNCTION` */
  run(name: string, count?: number): void
  /** Changes the names of events. @throws PoeError `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_BAD_OPTION` */
  event(names: { readonly [E in keyof ReadLineEvents<M>]?: ReadLineEvents<M>[E] | undefined }): void
  /** Ends the wheel, and gives the terminal back as it was. */
  dispose(): void
}

/** How ReadLine wheels are made. */
export interface ReadLineClass {
  new <M>(ctx: WheelContext<M>, options: ReadLineOptions<M>): ReadLine<M>
}
