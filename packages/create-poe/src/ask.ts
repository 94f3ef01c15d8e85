import { createInterface, type Interface } from 'node:readline/promises'
import { isKind, KINDS } from './kinds.ts'
import { problemWith } from './names.ts'
import type { Wish } from './plan.ts'

/** Who answers, and what is not asked because it was said. */
export interface Asking {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
  readonly said: Partial<Wish>
  /** Makes a text stand out, or leaves it as it is. */
  readonly bold: (text: string) => string
}

/** What somebody at a terminal wants, or undefined: they left (Ctrl-C, Ctrl-D). */
export async function ask({ input, output, said, bold }: Asking): Promise<Wish | undefined> {
  const lines = createInterface({ input, output })
  const left = new AbortController()
  lines.once('close', () => left.abort())
  lines.once('SIGINT', () => lines.close())
  try {
    const kind = said.kind ?? (await askKind(lines, output, bold, left.signal))
    const name = said.name ?? (await askName(lines, output, bold, kind, said.folder, left.signal))
    return { kind, name, folder: said.folder }
  } catch (error) {
    if (left.signal.aborted) return undefined
    throw error
  } finally {
    lines.close()
  }
}

async function askKind(
  lines: Interface,
  output: NodeJS.WritableStream,
  bold: (text: string) => string,
  signal: AbortSignal,
): Promise<string> {
  const kinds = Object.keys(KINDS)
  output.write(`${bold('What shall it be?')}\n`)
  for (const [i, [kind, { about }]] of Object.entries(KINDS).entries())
    output.write(`  ${i + 1}  ${kind.padEnd(10)} ${about}\n`)
  for (;;) {
    const answer = (await lines.question('A number or a word (1): ', { signal })).trim() || '1'
    const kind = kinds[Number(answer) - 1] ?? answer
    if (isKind(kind)) return kind
    output.write(`There is no "${answer}".\n`)
  }
}

async function askName(
  lines: Interface,
  output: NodeJS.WritableStream,
  bold: (text: string) => string,
  kind: string,
  folder: string | undefined,
  signal: AbortSignal,
): Promise<string> {
  const usual = folder?.replace(/\/+$/, '').replace(/^.*[\\/]/, '') ?? (isKind(kind) ? KINDS[kind].name : '')
  for (;;) {
    const answer = (await lines.question(`${bold('Name of the package?')} (${usual}): `, { signal })).trim() || usual
    const problem = problemWith(answer)
    if (problem === undefined) return answer
    output.write(`${problem}\n`)
  }
}
