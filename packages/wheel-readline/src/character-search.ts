import type { EditFunction, Editor } from './editor.ts'
import { moveTo } from './vi-operators.ts'

/** How a character is looked for. */
interface Looking {
  readonly character: string
  readonly direction: 1 | -1
  readonly count: number
  /** One short of it. */
  readonly until: boolean
}

/** Where the character is that is looked for; -1 for nowhere. */
function find(editor: Editor, { character, direction, count, until }: Looking): number {
  const { text, cursor } = editor.line
  let at = cursor
  for (let left = count; left > 0; left--) {
    const from = at + direction
    at = direction > 0 ? text.indexOf(character, from) : from < 0 ? -1 : text.lastIndexOf(character, from)
    if (at < 0) return -1
  }
  if (!until) return at
  return direction > 0 ? editor.line.previous(at) : editor.line.next(at)
}

function go(editor: Editor, looking: Looking): void {
  const at = find(editor, looking)
  if (at < 0) editor.shell.bell()
  moveTo(editor, at < 0 ? null : at, looking.direction > 0)
}

/** emacs: the next key is the character to look for. */
function awaiting(direction: 1 | -1): EditFunction {
  return (editor, { count }) => {
    editor.pending = (character) => {
      const way = count < 0 ? (-direction as 1 | -1) : direction
      go(editor, { character, direction: way, count: Math.abs(count), until: false })
    }
  }
}

/** vi's f, F, t, T, and `;` and `,` for the last one again, the same way and the other. */
const viSearch: EditFunction = (editor, { raw, count }) => {
  const times = Math.abs(count) * (editor.operator?.count ?? 1)
  if (raw === ';' || raw === ',') {
    again(editor, raw === ',', times)
    return
  }
  editor.pending = (character) => {
    if (character === '\x1b') {
      moveTo(editor, null, false)
      return
    }
    editor.charSearch = { key: raw, character }
    go(editor, lookingFor(raw, character, false, times))
  }
}

function again(editor: Editor, opposite: boolean, count: number): void {
  const { charSearch, line } = editor
  if (charSearch === null) {
    editor.shell.bell()
    moveTo(editor, null, false)
    return
  }
  const looking = lookingFor(charSearch.key, charSearch.character, opposite, count)
  // One short of it already: the next one is meant.
  const beside = looking.direction > 0 ? line.text.slice(line.next()) : line.left
  const near = looking.direction > 0 ? beside.startsWith(looking.character) : beside.endsWith(looking.character)
  go(editor, looking.until && near ? { ...looking, count: count + 1 } : looking)
}

function lookingFor(key: string, character: string, opposite: boolean, count: number): Looking {
  const forth = (key === 'f' || key === 't') !== opposite
  return { character, direction: forth ? 1 : -1, count, until: key.toLowerCase() === 't' }
}

/** Looking for a character in the line. */
export const CHARACTER_SEARCHES: Readonly<Record<string, EditFunction>> = {
  'character-search': awaiting(1),
  'character-search-backward': awaiting(-1),
  'vi-char-search': viSearch,
  'vi-spec-forward-char': viSearch,
}
