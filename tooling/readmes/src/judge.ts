import { spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { type Fence, moduleOf } from './fences.ts'

/** Long enough for a fence on a busy machine; one that waits for nothing must not wait for ever. */
const RUN_MS = 60_000
const root = fileURLToPath(new URL('../../..', import.meta.url))

/** A fence written out as a module, in a folder from where every package of the workspace is found. */
export interface Module {
  readonly fence: Fence
  readonly file: string
}

/** Writes fences out; what was there before goes. */
export function writeModules(fences: readonly Fence[], folder: string): Module[] {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return fences.map((fence) => {
    const file = join(folder, `${fence.page.replace(/\.md$/, '').replaceAll('/', '-')}-${fence.line}.ts`)
    writeFileSync(file, moduleOf(fence))
    return { fence, file }
  })
}

/** Type-checks all modules in one program: what is wrong, by file. */
export function checkTypes(modules: readonly Module[]): Map<string, string[]> {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  // An example may name what it does not use.
  const lenient = {
    ...options,
    noUnusedLocals: false,
    noUnusedParameters: false,
    typeRoots: [join(root, 'node_modules/@types')],
  }
  const program = ts.createProgram(
    modules.map(({ file }) => file),
    lenient,
  )
  return new Map(modules.map((module) => [module.file, problemsOf(program, module)]))
}

function problemsOf(program: ts.Program, { file, fence }: Module): string[] {
  const source = program.getSourceFile(file)
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
    ({ start, messageText }) => {
      const line = source === undefined || start === undefined ? 0 : source.getLineAndCharacterOfPosition(start).line
      return `${fence.page}:${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
    },
  )
}

/** Runs a module to its end: what went wrong, if anything. */
export function run({ file, fence }: Module, limit: number = RUN_MS): Promise<string[]> {
  const args = ['--conditions=@poe/source', '--import', import.meta.resolve('tsx'), file]
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limit,
      killSignal: 'SIGKILL',
    })
    const parts: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => parts.push(part))
    child.once('close', (code, signal) => {
      if (code === 0) return resolve([])
      const how = signal === null ? `ended with status ${code}` : killed(signal, limit)
      resolve([`${fence.page}:${fence.line}: ${how}\n${Buffer.concat(parts).toString().replaceAll(file, fence.page)}`])
    })
  })
}

/** SIGKILL is ours, at the limit. */
function killed(signal: string, limit: number): string {
  return signal === 'SIGKILL' ? `did not end within ${limit} ms` : `was ended by ${signal}`
}
