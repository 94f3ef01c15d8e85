import type { EditFunction, Editor } from './editor.ts'
import type { LineState } from './line-buffer.ts'

/** An incremental search. */
export interface Search {
  readonly pattern: string
  readonly direction: 1 | -1
  /** The key that began it, or turned it. */
  readonly key: string
  /** Where the search began, for a pattern that was shortened. */
  readonly from: number
  readonly failed: boolean
  /** The keymap to go back to. */
  readonly map: string
}

/** vi's search, whose pattern is typed like a line. */
export interface ViSearch {
  readonly direction: 1 | -1
  /** The line that is put aside meanwhile. */
  readonly aside: LineState
}

/** What is shown instead of the prompt. */
export function searchPrompt({ pattern, direction, failed }: Search): string {
  return `(${failed ? 'failed ' : ''}${direction > 0 ? 'forward' : 'reverse'}-i-search)\`${pattern}': `
}

/** A pattern is a regular expression; one that is not, or not yet, is looked for as it is. */
export function finder(pattern: string): (line: string) => number {
  try {
    const expression = new RegExp(pattern, 'u')
    return (line) => line.search(expression)
  } catch {
    return (line) => line.indexOf(pattern)
  }
}

function begin(direction: 1 | -1): EditFunction {
  return (editor, { raw }) => {
    const { history } = editor
    if (editor.secret) {
      editor.shell.bell()
      return
    }
    const from = direction < 0 ? Math.max(0, history.index - 1) : history.index
    editor.search = { pattern: '', direction, key: raw, from, failed: false, map: editor.keymap.name }
    editor.setKeymap('isearch')
  }
}

/** Looks for a pattern from a line on, and shows where it is found. */
function look(editor: Editor, search: Search, from: number): void {
  const place = finder(search.pattern)
  const index = editor.history.find(from, search.direction, (line) => place(line) >= 0)
  editor.search = { ...search, failed: index < 0 }
  if (index < 0) editor.shell.bell()
  else load(editor, index, place)
}

function load(editor: Editor, index: number, place: (line: string) => number): void {
  const { history, line } = editor
  history.go(index, line.text)
  const text = history.lines[index]!
  line.load(text, place(text))
}

const type: EditFunction = (editor, { raw }) => {
  const { search, history } = editor
  if (search === null) return
  const pattern = search.pattern + raw
  editor.lastPattern = pattern
  look(editor, { ...search, pattern }, search.pattern === '' ? search.from : history.index)
}

const shorten: EditFunction = (editor) => {
  const { search } = editor
  if (search === null) return
  const pattern = [...search.pattern].slice(0, -1).join('')
  if (search.pattern === '') editor.shell.bell()
  else if (pattern === '') editor.search = { ...search, pattern, failed: false }
  else look(editor, { ...search, pattern }, search.from)
}

const again: EditFunction = (editor, { raw }) => {
  const { search, history } = editor
  if (search === null) return
  const direction = raw === search.key ? search.direction : (-search.direction as 1 | -1)
  const turned = { ...search, key: raw, direction }
  if (search.pattern === '') look(editor, { ...turned, pattern: editor.lastPattern }, search.from)
  else look(editor, turned, history.index + direction)
}

function finish(editor: Editor): void {
  const map = editor.search?.map ?? (editor.viSearch === null ? editor.keymap.name : 'vi-command')
  if (editor.viSearch !== null) editor.line.load(editor.viSearch.aside.text, editor.viSearch.aside.cursor)
  editor.search = editor.viSearch = null
  editor.setKeymap(map)
}

/** Lines that begin with what stands before the cursor. */
function searchBeginning(direction: 1 | -1): EditFunction {
  return (editor) => {
    const { history, line } = editor
    const beginning = line.left
    const does = (one: string): boolean => one.startsWith(beginning)
    const index = editor.secret ? -1 : history.find(history.index + direction, direction, does)
    if (index < 0) editor.shell.bell()
    else load(editor, index, () => beginning.length)
  }
}

const viSearch: EditFunction = (editor, { raw }) => {
  if (editor.secret) {
    editor.shell.bell()
    return
  }
  editor.viSearch = { direction: raw === '?' ? 1 : -1, aside: editor.line.state }
  editor.line.load('')
  editor.setKeymap('vi-search')
}

const viAccept: EditFunction = (editor) => {
  const { viSearch: search, line } = editor
  if (search === null) return
  if (line.text !== '') editor.lastPattern = line.text
  finish(editor)
  viLook(editor, search.direction)
  editor.viDirection = search.direction
}

function viLook(editor: Editor, direction: 1 | -1): void {
  const { history, lastPattern } = editor
  const place = finder(lastPattern)
  const found = (line: string): boolean => place(line) >= 0
  const index = lastPattern === '' ? -1 : history.find(history.index + direction, direction, found)
  if (index < 0) editor.shell.bell()
  else load(editor, index, () => 0)
}

/** What finds lines of before. */
export const SEARCHES: Readonly<Record<string, EditFunction>> = {
  'reverse-search-history': begin(-1),
  'forward-search-history': begin(1),
  'isearch-again': again,
  'search-key': type,
  'search-delete-char': shorten,
  'search-abort': finish,
  'search-finish': (editor, { raw }) => {
    finish(editor)
    editor.press(raw)
  },
  'non-incremental-reverse-search-history': searchBeginning(-1),
  'non-incremental-forward-search-history': searchBeginning(1),
  'vi-search': viSearch,
  'vi-search-key': (editor, { raw }) => editor.insert(raw),
  'vi-search-accept': viAccept,
  'vi-search-abort': finish,
  'vi-search-again': (editor, { raw }) =>
    viLook(editor, raw === 'N' ? (-editor.viDirection as 1 | -1) : editor.viDirection),
}
