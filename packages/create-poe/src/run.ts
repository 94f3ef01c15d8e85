import { relative } from 'node:path'
import { type Settings, settings, USAGE } from './arguments.ts'
import { ask } from './ask.ts'
import { plan, type Wish } from './plan.ts'
import { version, write } from './write.ts'

/** What the command has of its process. */
export interface Surroundings {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean | undefined }
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean | undefined }
  readonly errors: NodeJS.WritableStream
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Exit codes: made; could not be made; not understood; left by whom was asked. */
const [MADE, NOT_MADE, NOT_UNDERSTOOD, LEFT] = [0, 1, 2, 130]

/** Does what the command line says, and gives the exit code. Waits for nobody unless there is a terminal. */
export async function run(args: readonly string[], around: Surroundings): Promise<number> {
  const { output, errors } = around
  let asked: Settings
  try {
    asked = settings(args)
  } catch (error) {
    errors.write(`${plainly(error as Error)}\n\n${USAGE}\n`)
    return NOT_UNDERSTOOD
  }
  if (asked.help || asked.version) {
    output.write(`${asked.help ? USAGE : version()}\n`)
    return MADE
  }
  const wish = await wishOf(asked, around)
  if (wish === 'left') return LEFT
  if (typeof wish === 'object') return make(wish, asked.json, around)
  return refuse(wish, asked.json, around, NOT_UNDERSTOOD)
}

/** Node says more than one wants to know. */
function plainly({ message }: Error): string {
  const [, option] = /^Unknown option '(-[^']*)'/.exec(message) ?? []
  return option === undefined ? message : `There is no option ${option}.`
}

/** The wish, or why there is none. */
async function wishOf({ kind, name, folder, yes, json }: Settings, around: Surroundings): Promise<Wish | string> {
  const { input, output, env } = around
  if (kind !== undefined || yes) return { kind: kind ?? 'server', name, folder }
  const isTerminal = input.isTTY === true && output.isTTY === true
  if (json || !isTerminal) return 'Say what to make by --kind, or take a server by --yes: there is nobody to ask.'
  const colours = env.NO_COLOR === undefined || env.NO_COLOR === ''
  const bold = (text: string): string => (colours ? `\u001b[1m${text}\u001b[0m` : text)
  return (await ask({ input, output, said: { name, folder }, bold })) ?? 'left'
}

function make(wish: Wish, json: boolean, around: Surroundings): number {
  const planned = plan(wish)
  if ('problem' in planned) return refuse(planned.problem, json, around, NOT_MADE)
  try {
    const written = write(planned)
    around.output.write(json ? `${JSON.stringify(written, null, 2)}\n` : farewell(written.folder, written.kind))
    return MADE
  } catch (error) {
    return refuse((error as Error).message, json, around, NOT_MADE)
  }
}

function refuse(problem: string, json: boolean, { output, errors }: Surroundings, code: number): number {
  if (json) output.write(`${JSON.stringify({ problem })}\n`)
  else errors.write(`${problem}\n`)
  return code
}

function farewell(folder: string, kind: string): string {
  const path = relative('', folder) || '.'
  const start = kind === 'server' ? '\n  npm start' : ''
  return `${path} is ready. Next:\n\n  cd ${path}\n  npm install\n  npm test${start}\n`
}
