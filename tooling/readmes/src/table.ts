/** A section of a page: what is under one heading, down to the next of its rank or above. */
export interface Section {
  readonly heading: string
  readonly rank: number
  readonly text: string
}

/** The sections of a page, code blocks left out, each with those below it. */
export function sectionsOf(text: string): Section[] {
  const lines = withoutBlocks(text).split('\n')
  const starts = lines.flatMap((line, at) => {
    const found = /^(#+) (.*)$/.exec(line)
    return found === null ? [] : [{ at, rank: found[1]!.length, heading: found[2]! }]
  })
  return starts.map(({ at, rank, heading }) => {
    const end = starts.find((other) => other.at > at && other.rank <= rank)?.at ?? lines.length
    return { heading, rank, text: lines.slice(at + 1, end).join('\n') }
  })
}

/** A page without its fenced blocks of code. */
export function withoutBlocks(text: string): string {
  return text.replace(/^( *)(`{3,}|~{3,}).*\n[\s\S]*?^\1\2$/gm, '')
}

/** The words within the code spans of a text: `a_name` of `` `a_name(b)` ``, and b. */
export function codeWords(text: string): Set<string> {
  const spans = [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code as string)
  return new Set(spans.flatMap((code) => code.match(/[A-Za-z_]\w*/g) ?? []))
}

/** The cells of the rows of a text's tables, heads left out. */
export function rowsOf(text: string): string[][] {
  const lines = text.split('\n')
  const isRow = (at: number) => lines[at]?.startsWith('|') === true
  const isHead = (at: number) => /^\|[-|: ]+\|$/.test(lines[at + 1] ?? '') || /^\|[-|: ]+\|$/.test(lines[at] ?? '')
  return lines.flatMap((line, at) => (isRow(at) && !isHead(at) ? [cellsOf(line)] : []))
}

function cellsOf(line: string): string[] {
  const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim())
  return cells.slice(1, -1)
}
