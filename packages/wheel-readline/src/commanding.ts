import { explain } from './bindings.ts'
import type { EditFunction, Editor } from './editor.ts'
import { visible } from './graphemes.ts'
import { keyNames } from './key-names.ts'

function step(direction: 1 | -1): EditFunction {
  return (editor, { count }) => {
    const { history } = editor
    const wanted = history.index + direction * count
    editor.recall(Math.min(Math.max(wanted, 0), history.lines.length))
  }
}

function ending(exception: 'cancel' | 'interrupt'): EditFunction {
  return (editor, { raw }) => {
    editor.outcome = { exception, raw }
  }
}

const accept: EditFunction = (editor) => {
  editor.outcome = { line: editor.line.text }
}

/** With an argument the comment is taken away again. */
const insertComment: EditFunction = (editor, press) => {
  const { line, attribs } = editor
  const comment = attribs['comment-begin']
  if (press.given && line.text.startsWith(comment)) line.replace(0, comment.length, '')
  else line.replace(0, 0, comment)
  accept(editor, press)
}

/** Says what the keys are bound to that come next. */
function dumpKey(editor: Editor, keys = ''): void {
  editor.pending = (raw) => {
    const all = keys + raw
    const bound = explain(editor.keymap, all)
    if (bound === 'more') dumpKey(editor, all)
    else editor.shell.print([`${keyNames(all)}: ${bound}`])
  }
}

const dumpMacros: EditFunction = ({ keymap, shell }) => {
  const lines = keymap.bindings.flatMap(([keys, to]) =>
    'keys' in to ? [`${keyNames(keys)}: "${visible(to.keys)}"`] : [],
  )
  shell.print(lines.length > 0 ? lines : ['# no macros defined'])
}

const dumpVariables: EditFunction = ({ attribs, shell }) => {
  const set = Object.entries(attribs).filter(([, value]) => typeof value === 'string')
  shell.print(set.map(([name, value]) => visible(`set ${name} ${String(value)}`)))
}

/** What ends a line, goes through the lines of before, or is about the editor itself. */
export const COMMANDS: Readonly<Record<string, EditFunction>> = {
  'accept-line': accept,
  abort: ending('cancel'),
  interrupt: ending('interrupt'),
  'insert-comment': insertComment,
  'previous-history': step(-1),
  'next-history': step(1),
  'beginning-of-history': (editor) => void editor.recall(0),
  'end-of-history': (editor) => void editor.recall(editor.history.lines.length - 1),
  'vi-fetch-history': (editor, { count, given }) => void editor.recall(given ? count - 1 : 0),
  'digit-argument': (editor, { raw }) => editor.addArgument(raw.at(-1)!),
  'clear-screen': ({ shell }) => shell.clear(),
  'redraw-current-line': ({ shell }) => shell.redraw(),
  ding: ({ shell }) => shell.bell(),
  'set-keymap': (editor) => editor.setKeymap(String(editor.attribs.keymap)),
  're-read-init-file': ({ shell }) => shell.reload(),
  'dump-key': (editor) => dumpKey(editor),
  'dump-macros': dumpMacros,
  'dump-variables': dumpVariables,
  'poe-wheel-debug': ({ shell }) => shell.print([shell.describe()]),
}
