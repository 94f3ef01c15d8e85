import type { EditFunction, Editor, Press } from './editor.ts'
import { moveTo } from './vi-operators.ts'
import { type ViWord, viNextWord, viPreviousWord, viWordEnd, wordEnd, wordStart } from './words.ts'

/** Where a step leads from a place; the same place where it leads nowhere. */
type Step = (editor: Editor, at: number) => number

/** A motion of `count` steps, or of as many the other way. */
function steps(forth: Step, back: Step, inclusive = false): EditFunction {
  return (editor, { count }) => {
    const { line, operator } = editor
    let at = line.cursor
    for (let left = Math.abs(count) * (operator?.count ?? 1); left > 0; left--) {
      const next = (count < 0 ? back : forth)(editor, at)
      if (next === at) break
      at = next
    }
    if (at === line.cursor && !inclusive) giveUp(editor)
    else moveTo(editor, at, inclusive)
  }
}

const nextCharacter: Step = ({ line }, at) => line.next(at)
const previousCharacter: Step = ({ line }, at) => line.previous(at)
const nextWord: Step = ({ line }, at) => wordEnd(line.text, at)
const previousWord: Step = ({ line }, at) => wordStart(line.text, at)

/** A motion that cannot be: vi's operator is given up, too. */
function giveUp(editor: Editor): void {
  editor.shell.bell()
  moveTo(editor, null, false)
}

function viStep(kind: ViWord): readonly [Step, Step] {
  return [({ line }, at) => viNextWord(line.text, at, kind), ({ line }, at) => viPreviousWord(line.text, at, kind)]
}

function viWordOf({ raw }: Press): ViWord {
  return /[WBE]/u.test(raw) ? 'big' : 'small'
}

const toNextWord: EditFunction = (editor, press) => {
  const kind = viWordOf(press)
  const { line, operator } = editor
  // vi: changing a word leaves the blanks behind it.
  if (operator?.kind === 'change' && /^\S/u.test(line.right))
    steps(
      ({ line: { text } }, at) => viWordEnd(text, at, kind),
      (_, at) => at,
    )(editor, press)
  else steps(...viStep(kind))(editor, press)
}

const toPreviousWord: EditFunction = (editor, press) => {
  const [forth, back] = viStep(viWordOf(press))
  steps(back, forth)(editor, press)
}

const toWordEnd: EditFunction = (editor, press) => {
  const kind = viWordOf(press)
  const end: Step = ({ line }, at) => {
    const behind = viWordEnd(line.text, line.next(at), kind)
    return behind > line.next(at) ? line.previous(behind) : at
  }
  steps(end, (_, at) => at, true)(editor, press)
}

const PAIRS = '()[]{}'

/** Where the bracket is that belongs to the first one from the cursor on. */
function match(text: string, from: number): number | null {
  let at = from
  while (at < text.length && !PAIRS.includes(text[at]!)) at++
  const kind = at < text.length ? PAIRS.indexOf(text[at]!) : -1
  if (kind < 0) return null
  const other = PAIRS[kind ^ 1]
  const direction = kind % 2 === 0 ? 1 : -1
  for (let place = at, depth = 0; place >= 0 && place < text.length; place += direction) {
    if (text[place] === PAIRS[kind]) depth++
    else if (text[place] === other && --depth === 0) return place
  }
  return null
}

const toMatch: EditFunction = (editor) => {
  const found = match(editor.line.text, editor.line.cursor)
  if (found === null) giveUp(editor)
  else moveTo(editor, found, true)
}

const toColumn: EditFunction = (editor, { count, given }) => {
  let at = 0
  for (let column = given ? count : 0; column > 0; column--) at = editor.line.next(at)
  moveTo(editor, at, false)
}

const toMark: EditFunction = (editor) => {
  editor.pending = (key) => {
    const mark = editor.marks.get(key)
    if (mark === undefined) giveUp(editor)
    else moveTo(editor, Math.min(mark, editor.line.text.length), false)
  }
}

const argument: EditFunction = (editor, { raw }) => {
  if (raw === '0' && editor.argument === '') moveTo(editor, 0, false)
  else editor.addArgument(raw)
}

/** What moves the cursor. */
export const MOTIONS: Readonly<Record<string, EditFunction>> = {
  'beginning-of-line': (editor) => moveTo(editor, 0, false),
  'end-of-line': (editor) => moveTo(editor, editor.line.text.length, false),
  'backward-char': steps(previousCharacter, nextCharacter),
  'forward-char': steps(nextCharacter, previousCharacter),
  'backward-word': steps(previousWord, nextWord),
  'forward-word': steps(nextWord, previousWord),
  'vi-next-word': toNextWord,
  'vi-prev-word': toPreviousWord,
  'vi-end-word': toWordEnd,
  'vi-first-print': (editor) => moveTo(editor, editor.line.text.search(/\S|$/u), false),
  'vi-column': toColumn,
  'vi-match': toMatch,
  'vi-goto-mark': toMark,
  'vi-arg-digit': argument,
  'vi-spec-beginning-of-line': (editor) => moveTo(editor, 0, false),
  'vi-spec-end-of-line': (editor) => moveTo(editor, editor.line.text.length, false),
  'vi-spec-first-print': (editor) => moveTo(editor, editor.line.text.search(/\S|$/u), false),
  'vi-spec-word': toNextWord,
  'vi-spec-mark': toMark,
}
