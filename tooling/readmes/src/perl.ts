import { spawnSync } from 'node:child_process'
import type { Fence } from './fences.ts'

/** Long enough for a program that waits some milliseconds, on a busy machine. */
const RUN_MS = 30_000

/** Compiles a perl fence, and runs it where it is to be run: what went wrong, if anything, by page and line. */
export function judgePerl({ page, line, code, runs }: Fence): string[] {
  // `-` and not a file: so the lines of errors are those of the page.
  const input = `# line ${line} "${page}"\n${code}\n`
  const { stderr, status, signal } = spawnSync('perl', runs ? ['-'] : ['-c', '-'], {
    input,
    encoding: 'utf8',
    timeout: RUN_MS,
    killSignal: 'SIGKILL',
  })
  if (status === 0 && !/ at docs\/\S+ line \d+/.test(stderr)) return []
  const how = signal === null ? `ended with status ${status}` : `did not end within ${RUN_MS} ms`
  return [`${page}:${line}: ${how}\n${stderr}`]
}

/** Whether a fence uses a module of CPAN, POE's apart, that is not installed. */
export function lacksModules({ code }: Fence): boolean {
  const modules = [...code.matchAll(/^\s*use ((?!POE\b)[A-Z]\w*(?:::\w+)*)/gm)].map(([, name]) => `-M${name}`)
  return modules.length > 0 && spawnSync('perl', [...modules, '-e', '1'], { stdio: 'ignore' }).status !== 0
}
