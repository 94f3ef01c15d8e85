import type { EditFunction, Editor, Press } from './editor.ts'

const YANKS = new Set(['yank', 'yank-pop'])
const LAST_ARGUMENTS = new Set(['yank-last-arg', 'vi-yank-arg'])

/** Puts text in, and remembers where, for what replaces it. */
function insert(editor: Editor, text: string): void {
  editor.yanked = { from: editor.line.cursor, line: editor.yanked.line }
  editor.insert(text)
}

const yank: EditFunction = (editor) => {
  if (editor.kills.top === undefined) editor.shell.bell()
  else insert(editor, editor.kills.top)
}

const yankPop: EditFunction = (editor, press) => {
  if (!YANKS.has(editor.last)) {
    editor.shell.bell()
    return
  }
  takeBack(editor)
  editor.kills.rotate()
  yank(editor, press)
}

function takeBack({ line, yanked }: Editor): void {
  line.cut(Math.min(yanked.from, line.cursor), line.cursor)
}

/** The words of a line of before. */
function words(line: string): readonly string[] {
  return line.split(/\s+/u).filter((word) => word !== '')
}

/** The last word of the line before; again: of the one before that, in its place. */
export function yankLastArgument(editor: Editor, press: Press): void {
  if (press.given) {
    yankArgument(editor, press)
    return
  }
  const { history, last } = editor
  const again = LAST_ARGUMENTS.has(last)
  const index = (again ? editor.yanked.line : history.index) - 1
  const word = editor.secret ? undefined : words(history.lines[index] ?? '').at(-1)
  if (word === undefined) {
    editor.shell.bell()
    return
  }
  if (again) takeBack(editor)
  editor.yanked = { from: 0, line: index }
  insert(editor, word)
}

/** A word of the line before, counted from 0, the command itself, or from the end. */
function yankArgument(editor: Editor, { count }: Press): void {
  const { history, secret } = editor
  const word = secret ? undefined : words(history.lines[history.index - 1] ?? '').at(count)
  if (word === undefined) editor.shell.bell()
  else insert(editor, word)
}

/** What puts text in that was there before. */
export const YANKING: Readonly<Record<string, EditFunction>> = {
  yank,
  'yank-pop': yankPop,
  'yank-last-arg': yankLastArgument,
  'yank-nth-arg': yankArgument,
}
