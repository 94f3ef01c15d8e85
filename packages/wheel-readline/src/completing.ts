import type { EditFunction, Editor } from './editor.ts'
import { visible, widthOf } from './graphemes.ts'
import { isOn } from './variables.ts'
import { blankWordBefore } from './words.ts'

const COMPLETING = new Set(['complete', 'vi-complete'])

/** What to do with the completions of a word. */
type Use = (editor: Editor, found: readonly string[], word: string) => void

/** Asks for completions of the word before the cursor; the answer may come later. */
function ask(editor: Editor, use: Use): void {
  const { line, shell } = editor
  const word = blankWordBefore(line.text, line.cursor)
  const answered = (all: readonly string[]): void => {
    const found = all.filter((one) => one.startsWith(word))
    if (found.length === 0) shell.bell()
    else editor.edit(() => use(editor, found, word))
  }
  if (editor.secret) shell.bell()
  else shell.complete(word, line.cursor - word.length, answered)
}

/** The beginning all of them have. */
function common(texts: readonly string[]): string {
  let shared = texts[0] ?? ''
  for (const text of texts) while (!text.startsWith(shared)) shared = shared.slice(0, -1)
  return shared
}

const complete: EditFunction = (editor) => {
  const again = COMPLETING.has(editor.last)
  ask(editor, ({ line, shell, attribs }, found, word) => {
    const shared = common(found)
    if (shared.length > word.length) line.replace(line.cursor - word.length, line.cursor, shared)
    if (found.length === 1) return
    if (again || isOn(attribs['show-all-if-ambiguous'])) shell.print(listed(editor, found))
    else shell.bell()
  })
}

function listed({ attribs, shell }: Editor, found: readonly string[]): readonly string[] {
  const shown = found.map(visible)
  return isOn(attribs['print-completions-horizontally']) ? inColumns(shown, shell.columns) : shown
}

/** Row by row, as many to a line as there is room for. */
function inColumns(texts: readonly string[], columns: number): readonly string[] {
  const width = Math.max(...texts.map(widthOf)) + 2
  const each = Math.max(1, Math.floor(columns / width))
  const lines: string[] = []
  for (let at = 0; at < texts.length; at += each) {
    const row = texts.slice(at, at + each).map((text) => text + ' '.repeat(width - widthOf(text)))
    lines.push(row.join('').trimEnd())
  }
  return lines
}

/** What completes words. */
export const COMPLETIONS: Readonly<Record<string, EditFunction>> = {
  complete,
  'vi-complete': (editor, press) => {
    editor.line.cursor = editor.line.next()
    complete(editor, press)
    editor.setKeymap('vi-insert')
  },
  'possible-completions': (editor) => ask(editor, ({ shell }, found) => shell.print(listed(editor, found))),
  'insert-completions': (editor) =>
    ask(editor, ({ line }, found, word) => line.replace(line.cursor - word.length, line.cursor, found.join(' '))),
}
