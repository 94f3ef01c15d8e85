import { boundaryFrom, type Cell, cellsOf, visible, widthOf } from './graphemes.ts'

/** What the user is to see of the line. */
export interface View {
  /** Text between `\[` and `\]` takes no room. */
  readonly prompt: string
  readonly text: string
  /** In UTF-16 units. */
  readonly cursor: number
}

/** What is on the screen, and where the cursor is, in lines and columns below where the prompt begins. */
export interface Shown {
  readonly view: View
  readonly columns: number
  readonly row: number
  readonly column: number
  /** Lines below the first, and the column behind the last character. */
  readonly rows: number
  readonly end: number
}

/** A place on the screen, behind what was put there. */
interface Place {
  row: number
  column: number
}

const ESCAPE = '\x1b['

/** A prompt as it is written, and its parts: those that take room and those that only act. */
export function promptOf(prompt: string): { readonly text: string; readonly cells: readonly Cell[] } {
  const cells: Cell[] = []
  let text = ''
  for (const part of prompt.split(/(\\\[.*?\\\])/su)) {
    const hidden = /^\\\[(.*?)\\\]$/su.exec(part)
    text += hidden?.[1] ?? part
    if (hidden === null)
      for (const line of part.split(/(\n)/u)) cells.push(...(line === '\n' ? [BREAK] : cellsOf(line)))
  }
  return { text: text.replaceAll('\n', '\r\n'), cells }
}

const BREAK: Cell = { text: '\n', width: 0 }

/** Goes on behind a cell; one for which there is no room begins a line. */
function advance(place: Place, { text, width }: Cell, columns: number): void {
  if (text === '\n') {
    place.row++
    place.column = 0
    return
  }
  if (place.column + width > columns) {
    place.row++
    place.column = 0
  }
  place.column += width
}

/** Goes to the next line where the last one is full, as the terminal does with what follows. */
function wrapped({ row, column }: Place, columns: number): Place {
  return column === columns ? { row: row + 1, column: 0 } : { row, column }
}

/** Where the cursor is, and where the text ends. */
function layout(view: View, columns: number): { readonly cursor: Place; readonly end: Place } {
  const place: Place = { row: 0, column: 0 }
  for (const cell of promptOf(view.prompt).cells) advance(place, cell, columns)
  for (const cell of cellsOf(view.text.slice(0, view.cursor))) advance(place, cell, columns)
  const rest = [...cellsOf(view.text.slice(view.cursor))]
  // A character that does not fit begins the next line, and the cursor stands on it.
  const cursor =
    place.column + (rest[0]?.width ?? 0) > columns ? { row: place.row + 1, column: 0 } : wrapped(place, columns)
  for (const cell of rest) advance(place, cell, columns)
  return { cursor, end: wrapped(place, columns) }
}

/** Octets that show a view in place of what is shown: null for nothing, at the beginning of a line. */
export function show(
  from: Shown | null,
  view: View,
  columns: number,
): { readonly text: string; readonly shown: Shown } {
  const { cursor, end } = layout(view, columns)
  const shown: Shown = { view, columns, row: cursor.row, column: cursor.column, rows: end.row, end: end.column }
  const tail = from === null ? null : appended(from, shown)
  if (tail !== null) return { text: tail, shown }
  const written = promptOf(view.prompt).text + visible(view.text)
  // Behind the last column the terminal waits; a new line makes it go on.
  const full = end.column === 0 && end.row > 0 && !written.endsWith('\n') ? '\r\n' : ''
  const text = (from === null ? '' : wipe(from)) + written + full + move(end, cursor)
  return { text, shown }
}

/** Octets that clear what is shown and stand where the prompt began. */
export function wipe(shown: Shown): string {
  return `${up(shown.row)}\r${ESCAPE}J`
}

/** Octets that stand below what is shown, at the beginning of a line. */
export function leave(shown: Shown): string {
  return `${down(shown.rows - shown.row)}\r${shown.end === 0 && shown.rows > 0 ? '' : '\n'}`
}

/** What is shown, as it is where the terminal has become another size. */
export function resized(shown: Shown, columns: number): Shown {
  const { cursor, end } = layout(shown.view, columns)
  return { ...shown, columns, row: cursor.row, column: cursor.column, rows: end.row, end: end.column }
}

/** Where a view only differs by what was put at its end, on the same line, that is all to write. */
function appended(from: Shown, to: Shown): string | null {
  const { view, columns } = from
  const next = to.view
  if (columns !== to.columns || view.prompt !== next.prompt || from.rows !== to.rows) return null
  if (view.cursor !== view.text.length || next.cursor !== next.text.length) return null
  if (!next.text.startsWith(view.text)) return null
  const added = next.text.slice(view.text.length)
  // What joins the character before is shown anew with it.
  if (boundaryFrom(next.text, view.text.length) !== view.text.length) return null
  return from.column + widthOf(added) === to.column ? visible(added) : null
}

function move(from: Place, to: Place): string {
  const column = from.column === to.column ? '' : `\r${to.column === 0 ? '' : `${ESCAPE}${to.column}C`}`
  return up(from.row - to.row) + column
}

function up(rows: number): string {
  return rows > 0 ? `${ESCAPE}${rows}A` : ''
}

function down(rows: number): string {
  return rows > 0 ? `${ESCAPE}${rows}B` : ''
}
