import type { EditFunction, Editor } from './editor.ts'

/** What is to be done to what the next motion goes over. */
export interface Operator {
  readonly kind: 'change' | 'delete' | 'yank'
  readonly count: number
}

const MAPS = { change: 'vi-insert', delete: 'vi-command', yank: 'vi-command' } as const

/**
 * The end of a motion: the cursor goes there, or the operator that waits is applied to what lies between.
 *
 * @param target - null: it led nowhere, and the operator is given up
 * @param inclusive - the character at the target belongs to it
 */
export function moveTo(editor: Editor, target: number | null, inclusive: boolean): void {
  const { operator, line } = editor
  editor.operator = null
  if (operator === null) {
    if (target !== null) line.cursor = target
    return
  }
  if (target === null) editor.setKeymap('vi-command')
  else apply(editor, operator.kind, Math.min(line.cursor, target), end(editor, target, inclusive))
}

function end({ line }: Editor, target: number, inclusive: boolean): number {
  const last = Math.max(line.cursor, target)
  return inclusive ? line.next(last) : last
}

function apply(editor: Editor, kind: Operator['kind'], from: number, to: number): void {
  const { line } = editor
  const text = line.text.slice(from, to)
  if (!editor.secret) editor.kills.push(text)
  if (kind === 'yank') line.cursor = from
  else line.replace(from, to, '')
  editor.setKeymap(MAPS[kind])
}

/** vi's c, d, y wait for a motion; C, D, Y take the rest of the line. */
function operator(kind: Operator['kind']): EditFunction {
  return (editor, { raw, count }) => {
    if (raw === raw.toUpperCase()) {
      apply(editor, kind, editor.line.cursor, editor.line.text.length)
      return
    }
    editor.operator = { kind, count: Math.abs(count) }
    editor.setKeymap('vi-specification')
  }
}

/** `dd`: the operator twice is the whole line; another one is no motion. */
const wholeLine: EditFunction = (editor, { raw }) => {
  const { operator: waiting, line } = editor
  editor.operator = null
  if (waiting === null || !waiting.kind.startsWith(raw)) cancel(editor)
  else apply(editor, waiting.kind, 0, line.text.length)
}

function cancel(editor: Editor): void {
  editor.operator = null
  editor.shell.bell()
  editor.setKeymap('vi-command')
}

export const VI_OPERATORS: Readonly<Record<string, EditFunction>> = {
  'vi-change-to': operator('change'),
  'vi-delete-to': operator('delete'),
  'vi-yank-to': operator('yank'),
  'vi-spec-line': wholeLine,
  'vi-end-spec': cancel,
}
