import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Installed } from './fetch.ts'
import type { Line } from './harness/report.ts'
import { ROOT, type Suite } from './suites.ts'

const HARNESS = fileURLToPath(new URL('./harness', import.meta.url))

/** As long as a file may say nothing: far more than one test may take. */
const PATIENCE = 90_000

/** Milliseconds after which what a test file has left behind is ended. */
const GRACE = 200

/** What became of a test. `crash`: it was under way when the process ended, or hung. `lost`: it was never begun. */
export type State = 'pass' | 'fail' | 'skip' | 'crash' | 'lost'

/** A test and what became of it. */
export interface Outcome {
  readonly test: string
  readonly state: State
  readonly errors: readonly string[]
}

/** Runs one test file in a process of its own. */
export async function runFile(runtime: Installed, suite: Suite, file: string): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'poe-runtimes-'))
  const report = join(folder, 'report')
  try {
    const said = await run(runtime, join(ROOT, suite.folder), file, report)
    return outcomes(linesOf(report), file, said)
  } finally {
    rmSync(folder, { recursive: true, force: true })
    forgetPrograms(join(ROOT, suite.folder, '.test-results'))
  }
}

/** What `deno-as-node.sh` has left. */
function forgetPrograms(folder: string): void {
  const names = existsSync(folder) ? readdirSync(folder) : []
  for (const name of names) if (name.startsWith('.poe-program-')) rmSync(join(folder, name), { force: true })
}

/** Those that run now. */
const running = new Set<ChildProcess>()

/** Ends what runs now, when nobody wants to know any more. */
export function endAll(): void {
  for (const child of running) killAll(child)
}

/** A test file and the programs its tests have left behind: they are a process group of their own. */
function killAll({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Nobody is left.
  }
}

function run(runtime: Installed, cwd: string, file: string, report: string): Promise<string> {
  const args = [...runtime.options(HARNESS), join(HARNESS, 'main.ts'), join(cwd, file), report]
  const child = spawn(runtime.program, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: environment(runtime, report),
  })
  running.add(child)
  let said = ''
  let size = -1
  const watch = setInterval(() => {
    const now = linesOf(report).length
    if (now === size) killAll(child)
    size = now
  }, PATIENCE)
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      said = (said + text).slice(-4000)
    })
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', () => setTimeout(() => killAll(child), GRACE))
    child.once('close', (code, signal) => {
      clearInterval(watch)
      running.delete(child)
      killAll(child)
      resolve(`${said}\nended with ${signal ?? code}`)
    })
  })
}

function environment(runtime: Installed, report: string): NodeJS.ProcessEnv {
  const own = runtime.env?.(runtime.program, HARNESS)
  const shown = {
    NO_COLOR: '1',
    FORCE_COLOR: undefined,
    NODE_OPTIONS: undefined,
    POE_EVENT_LOOP: undefined,
    POE_NODE: undefined,
  }
  return { ...process.env, ...shown, ...own, POE_PROGRAMS: dirname(report) }
}

function linesOf(report: string): Line[] {
  try {
    const text = readFileSync(report, 'utf8')
    return text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line)
  } catch {
    return []
  }
}

/** What a report says of a file's tests; what is wrong with the file itself is an outcome named after the file. */
export function outcomes(lines: readonly Line[], file: string, said: string): Outcome[] {
  const found = new Map<string, Outcome>()
  const broken: string[] = []
  let over = false
  for (const line of lines) {
    if (line.kind === 'collected') for (const test of line.tests) found.set(test, { test, state: 'lost', errors: [] })
    else if (line.kind === 'began') found.set(line.test, { test: line.test, state: 'crash', errors: [said] })
    else if (line.kind === 'done') found.set(line.test, line)
    else if (line.kind === 'broken') broken.push(...line.errors)
    else over = true
  }
  const all = [...found.values()].map(({ test, state, errors }) => ({ test, state, errors }))
  if (broken.length > 0) return [...all, { test: file, state: 'fail', errors: broken }]
  if (over || all.some(({ state }) => state === 'crash')) return all
  return [...all, { test: file, state: 'crash', errors: [said] }]
}
