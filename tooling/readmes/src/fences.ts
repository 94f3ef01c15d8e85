/** A fence of code in a Markdown page. */
export interface Fence {
  /** The page, from the root of the repository. */
  readonly page: string
  /** The line of its first line of code, from 1. */
  readonly line: number
  readonly code: string
  /** Whether it is run, or only checked (`ts no-run`). */
  readonly runs: boolean
}

/** The languages that are fences of TypeScript, or are meant to be. */
const TYPESCRIPT = ['ts', 'typescript', 'mts', 'tsx']

/** The ts fences of a page. @throws Error where a fence is marked with a word nobody knows, or never ends */
export function fencesOf(page: string, text: string): Fence[] {
  return fencesIn(page, text, 'ts', TYPESCRIPT)
}

/** The perl fences of a page, likewise. */
export function perlFencesOf(page: string, text: string): Fence[] {
  return fencesIn(page, text, 'perl', ['perl', 'pl'])
}

function fencesIn(page: string, text: string, language: string, languages: readonly string[]): Fence[] {
  const fences: Fence[] = []
  const lines = text.split('\n')
  for (let i = 0; i < lines.length; i++) {
    const start = /^( *)(`{3,}|~{3,})(.*)$/.exec(lines[i]!)
    if (start === null) continue
    const [, indent, ticks, info] = start as unknown as [string, string, string, string]
    const end = lines.findIndex((line, at) => at > i && line.trim() === ticks)
    if (end < 0) throw new Error(`${page}:${i + 1}: a fence that never ends`)
    const code = lines.slice(i + 1, end).map((line) => line.slice(indent.length))
    const words = info.trim().split(/\s+/)
    if (languages.includes(words[0]!))
      fences.push({ page, line: i + 2, code: code.join('\n'), runs: runs(words, language, `${page}:${i + 1}`) })
    i = end
  }
  return fences
}

function runs([given, ...marks]: readonly string[], language: string, place: string): boolean {
  if (given === language && marks.length === 0) return true
  if (given === language && marks.join(' ') === 'no-run') return false
  const wrong = [given, ...marks].join(' ')
  throw new Error(`${place}: a fence is "${language}" or "${language} no-run", not "${wrong}"`)
}

/** The fence as a module whose lines have the numbers they have in the page. */
export function moduleOf({ line, code }: Fence): string {
  return `${'\n'.repeat(line - 1)}${code}\nexport {}\n`
}
