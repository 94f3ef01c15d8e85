import type { EditFunction, Editor } from './editor.ts'
import { wordEnd, wordStart } from './words.ts'

const selfInsert: EditFunction = (editor, { raw, count }) => editor.insert(raw.repeat(Math.max(0, count)))

/** Takes out characters without keeping them. */
function removal(direction: 1 | -1): EditFunction {
  return (editor, { count }) => {
    const { line } = editor
    const way = count < 0 ? -direction : direction
    let at = line.cursor
    for (let left = Math.abs(count); left > 0; left--) at = way > 0 ? line.next(at) : line.previous(at)
    if (at === line.cursor) editor.shell.bell()
    else line.cut(line.cursor, at)
  }
}

const deleteCharacter: EditFunction = (editor, press) => {
  if (editor.line.text === '') editor.outcome = { exception: 'eot', raw: press.raw }
  else removal(1)(editor, press)
}

/** vi: there is no pattern to take from any more. */
const backspace: EditFunction = (editor, press) => {
  if (editor.viSearch !== null && editor.line.text === '') editor.run('vi-search-abort', press.raw)
  else removal(-1)(editor, press)
}

const transposeCharacters: EditFunction = (editor) => {
  const { line } = editor
  const at = line.cursor === line.text.length ? line.previous() : line.cursor
  const before = line.previous(at)
  if (at === before) {
    editor.shell.bell()
    return
  }
  const after = line.next(at)
  line.replace(before, after, line.text.slice(at, after) + line.text.slice(before, at))
}

const transposeWords: EditFunction = (editor) => {
  const { line } = editor
  const { text } = line
  const end = wordEnd(text, line.cursor) > line.cursor ? wordEnd(text, line.cursor) : text.length
  const second = wordStart(text, end)
  const first = wordStart(text, second)
  const firstEnd = wordEnd(text, first)
  if (firstEnd > second || first === second) editor.shell.bell()
  else line.replace(first, end, text.slice(second, end) + text.slice(firstEnd, second) + text.slice(first, firstEnd))
}

/** Changes words from the cursor on. */
function changing(change: (word: string) => string): EditFunction {
  return (editor, { count }) => {
    const { line } = editor
    for (let left = Math.max(count, 1); left > 0; left--) {
      const end = wordEnd(line.text, line.cursor)
      if (end === line.cursor) {
        editor.shell.bell()
        return
      }
      line.replace(line.cursor, end, change(line.text.slice(line.cursor, end)))
    }
  }
}

function capitalized(word: string): string {
  return word.toLowerCase().replace(/[\p{L}\p{N}]/u, (letter) => letter.toUpperCase())
}

const quotedInsert: EditFunction = (editor, { count }) => {
  editor.pending = (key) => editor.insert(key.repeat(Math.max(count, 1)))
}

const overwriteMode: EditFunction = (editor, { count, given }) => {
  editor.overwrite = given ? count > 0 : !editor.overwrite
}

const setMark: EditFunction = (editor, { count, given }) => {
  editor.mark = given ? Math.min(Math.max(count, 0), editor.line.text.length) : editor.line.cursor
}

const tildeExpand: EditFunction = (editor) => {
  const { line, shell } = editor
  const [, user = '', rest = ''] = /^~([^\s/]*)((?:\/\S*)?)/u.exec(tilde(editor)) ?? []
  const from = line.cursor - tilde(editor).length
  const home = tilde(editor) === '' ? undefined : shell.homeOf(user)
  if (home === undefined) {
    if (user !== '') shell.print([`username '${user}' not found`])
    shell.bell()
  } else line.replace(from, line.cursor, home + rest)
}

/** What begins with a tilde and ends at the cursor. */
function tilde({ line }: Editor): string {
  return /(?:^|(?<=\s))~\S*$/u.exec(line.left)?.[0] ?? ''
}

const undo: EditFunction = (editor) => {
  if (!editor.line.undo()) editor.shell.bell()
}

/** What changes the line by little. */
export const CHANGES: Readonly<Record<string, EditFunction>> = {
  'self-insert': selfInsert,
  'tab-insert': (editor, { count }) => editor.insert('\t'.repeat(Math.max(0, count))),
  'quoted-insert': quotedInsert,
  'delete-char': deleteCharacter,
  'backward-delete-char': backspace,
  'transpose-chars': transposeCharacters,
  'transpose-words': transposeWords,
  'upcase-word': changing((word) => word.toUpperCase()),
  'downcase-word': changing((word) => word.toLowerCase()),
  'capitalize-word': changing(capitalized),
  'overwrite-mode': overwriteMode,
  'set-mark': setMark,
  'tilde-expand': tildeExpand,
  'vi-tilde-expand': tildeExpand,
  undo,
  'vi-undo': undo,
  'revert-line': (editor) => {
    if (!editor.line.revert()) editor.shell.bell()
  },
}
