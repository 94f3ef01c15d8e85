import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** An example in a process of its own, as a person would run it. */
export interface Running {
  readonly process: ChildProcess
  /** What it has printed so far. */
  readonly output: () => string
  readonly errors: () => string
  /** Its exit status, or the signal that ended it. */
  readonly ended: Promise<number | string>
}

/** Starts an example from its source. */
export function runExample(name: string, env: Readonly<Record<string, string>> = {}): Running {
  const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
  const args = ['--conditions=@poe/source', '--import', 'tsx', file]
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let errors = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const ended = new Promise<number | string>((resolve) =>
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown')),
  )
  return { process: child, output: () => output, errors: () => errors, ended }
}

/** Waits until an example has printed something. */
export async function printed(running: Running, pattern: RegExp): Promise<RegExpExecArray> {
  for (;;) {
    const match = pattern.exec(running.output())
    if (match !== null) return match
    const more = new Promise<'more'>((resolve) => running.process.stdout?.once('data', () => resolve('more')))
    if ((await Promise.race([more, running.ended])) !== 'more')
      throw new Error(`It ended without printing ${pattern}: ${running.output()}${running.errors()}`)
  }
}
