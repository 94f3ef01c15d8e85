import type { EditFunction, Editor } from './editor.ts'
import { yankLastArgument } from './yanking.ts'

/** After the character the cursor is on. */
function append(editor: Editor): void {
  editor.line.cursor = editor.line.next()
  editor.setKeymap('vi-insert')
}

/** Takes out characters from the cursor on. */
function cutCharacters(editor: Editor, count: number): void {
  const { line } = editor
  let to = line.cursor
  for (let left = count; left > 0; left--) to = line.next(to)
  const cut = line.cut(line.cursor, to)
  if (cut === '') editor.shell.bell()
  else if (!editor.secret) editor.kills.push(cut)
}

const put: EditFunction = (editor, { raw, count }) => {
  const { line, kills } = editor
  if (kills.top === undefined) {
    editor.shell.bell()
    return
  }
  if (raw !== 'P') line.cursor = line.next()
  editor.insert(kills.top.repeat(Math.max(count, 1)))
  line.cursor = line.previous()
}

const changeCharacter: EditFunction = (editor, { count }) => {
  editor.pending = (character) => {
    const { line } = editor
    if (character === '\x1b') return
    let to = line.cursor
    for (let left = count; left > 0; left--) {
      if (to === line.text.length) {
        editor.shell.bell()
        return
      }
      to = line.next(to)
    }
    line.replace(line.cursor, to, character.repeat(count))
    line.cursor = line.previous()
  }
}

const changeCase: EditFunction = ({ line }, { count }) => {
  for (let left = count; left > 0 && line.cursor < line.text.length; left--) {
    const character = line.text.slice(line.cursor, line.next())
    const lower = character.toLowerCase()
    line.replace(line.cursor, line.next(), lower === character ? character.toUpperCase() : lower)
  }
}

const substitute: EditFunction = (editor, { raw, count }) => {
  const { line } = editor
  if (raw === 'S') {
    if (!editor.secret) editor.kills.push(line.text)
    line.replace(0, line.text.length, '')
  } else cutCharacters(editor, count)
  editor.setKeymap('vi-insert')
}

const setMark: EditFunction = (editor) => {
  editor.pending = (key) => {
    if (/^[a-z]$/u.test(key)) editor.marks.set(key, editor.line.cursor)
    else editor.shell.bell()
  }
}

const endOfInput: EditFunction = (editor, { raw }) => {
  if (editor.line.text === '') editor.outcome = { exception: 'eot', raw }
  else editor.shell.bell()
}

/** vi's commands, but for motions, operators and searches. */
export const VI_FUNCTIONS: Readonly<Record<string, EditFunction>> = {
  'vi-movement-mode': (editor) => {
    editor.line.cursor = editor.line.previous()
    editor.setKeymap('vi-command')
  },
  'vi-editing-mode': (editor) => {
    editor.attribs['editing-mode'] = 'vi'
    editor.setKeymap('vi-command')
  },
  'emacs-editing-mode': (editor) => {
    editor.attribs['editing-mode'] = 'emacs'
    editor.setKeymap('emacs')
  },
  'vi-insertion-mode': (editor) => editor.setKeymap('vi-insert'),
  'vi-append-mode': append,
  'vi-append-eol': (editor) => {
    editor.line.cursor = editor.line.text.length
    append(editor)
  },
  'vi-insert-beg': (editor) => {
    editor.line.cursor = 0
    editor.setKeymap('vi-insert')
  },
  'vi-replace': (editor) => {
    editor.setKeymap('vi-insert')
    editor.overwrite = true
  },
  'vi-delete': (editor, { count }) => cutCharacters(editor, count),
  'vi-put': put,
  'vi-change-char': changeCharacter,
  'vi-change-case': changeCase,
  'vi-subst': substitute,
  'vi-set-mark': setMark,
  'vi-eof-maybe': endOfInput,
  'vi-redo': (editor) => editor.redo(),
  'vi-yank-arg': (editor, press) => {
    append(editor)
    yankLastArgument(editor, press)
  },
}
