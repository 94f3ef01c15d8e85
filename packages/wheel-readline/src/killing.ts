import type { EditFunction, Editor } from './editor.ts'
import { blanksAround, blankWordStart, wordEnd, wordStart } from './words.ts'

/** Where a kill reaches, from the cursor. */
type Reach = (editor: Editor, at: number) => number

/** Cuts into the kill ring; what is killed in a row is one text. */
function kill(editor: Editor, to: number): void {
  const { line, kills, last } = editor
  const after = to > line.cursor
  const text = line.cut(line.cursor, to)
  if (text === '') editor.shell.bell()
  else if (!editor.secret) kills.push(text, KILLING[last] === undefined ? null : after ? 'after' : 'before')
}

/** A kill, or with a negative argument the one that reaches the other way. */
function killing(forth: Reach, back: Reach): EditFunction {
  return (editor, { count }) => {
    let at = editor.line.cursor
    for (let left = Math.abs(count); left > 0; left--) at = (count < 0 ? back : forth)(editor, at)
    kill(editor, at)
  }
}

const toEnd: Reach = ({ line }) => line.text.length
const toStart: Reach = () => 0
const overWord: Reach = ({ line }, at) => wordEnd(line.text, at)
const backOverWord: Reach = ({ line }, at) => wordStart(line.text, at)
const backOverBlankWord: Reach = ({ line }, at) => blankWordStart(line.text, at)

const wholeLine: EditFunction = (editor) => {
  editor.line.cursor = 0
  kill(editor, editor.line.text.length)
}

const copyRegion: EditFunction = ({ line, kills, mark, secret }) => {
  const [from, to] = [Math.min(mark, line.cursor), Math.max(mark, line.cursor)]
  if (!secret) kills.push(line.text.slice(from, to))
}

const deleteBlanks: EditFunction = (editor) => {
  const { line } = editor
  const [from, to] = blanksAround(line.text, line.cursor)
  if (from === to) editor.shell.bell()
  else line.cut(from, to)
}

const KILLING: Readonly<Record<string, EditFunction>> = {
  'kill-line': killing(toEnd, toStart),
  'unix-line-discard': killing(toStart, toEnd),
  'backward-kill-line': killing(toStart, toEnd),
  'kill-whole-line': wholeLine,
  'kill-word': killing(overWord, backOverWord),
  'backward-kill-word': killing(backOverWord, overWord),
  'unix-word-rubout': killing(backOverBlankWord, overWord),
  'kill-region': (editor) => kill(editor, Math.min(editor.mark, editor.line.text.length)),
}

/** What cuts text out. */
export const KILLS: Readonly<Record<string, EditFunction>> = {
  ...KILLING,
  'copy-region-as-kill': copyRegion,
  'delete-horizontal-space': deleteBlanks,
}
