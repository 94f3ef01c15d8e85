import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const DEADLINE = 20_000

/** A program under test, run from source in a process of its own. */
export class Program {
  readonly process: ChildProcess
  /** Resolves with exit status, or the signal that ended it. */
  readonly ended: Promise<number | string>
  stdout = ''
  stderr = ''
  #changed: () => void = () => {}

  constructor(file: URL, env: Readonly<Record<string, string>>) {
    const args = ['--conditions=@poe/source', '--import', 'tsx', fileURLToPath(file)]
    this.process = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    this.process.stdout?.setEncoding('utf8').on('data', (text: string) => this.#add('stdout', text))
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => this.#add('stderr', text))
    this.ended = new Promise((resolve) =>
      this.process.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown')),
    )
  }

  /** Waits until the output matches; gives the match. */
  async says(pattern: RegExp, stream: 'stdout' | 'stderr' = 'stdout'): Promise<RegExpExecArray> {
    const late = AbortSignal.timeout(DEADLINE)
    for (;;) {
      const match = pattern.exec(this[stream])
      if (match !== null) return match
      if (late.aborted || this.process.exitCode !== null)
        throw new Error(
          `The program never said ${pattern}; it said: ${this.stdout.slice(-500)}${this.stderr.slice(-500)}`,
        )
      await this.#change()
    }
  }

  /** Resident memory in MiB. */
  get resident(): number {
    const status = readFileSync(`/proc/${this.process.pid}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
  }

  /** As `ulimit -n` would, but from now on: loading a program's sources takes many descriptors at once. */
  limitDescriptors(most: number): void {
    execFileSync('prlimit', [`--nofile=${most}`, '--pid', String(this.process.pid)])
  }

  /** Ends the program as Ctrl-C would; gives its exit status. */
  interrupt(): Promise<number | string> {
    this.process.kill('SIGINT')
    return this.ended
  }

  #add(stream: 'stdout' | 'stderr', text: string): void {
    this[stream] += text
    this.#changed()
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, 100)
      this.#changed = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

/** The echo server of the examples, listening. */
export async function echoServer(): Promise<{ program: Program; port: number }> {
  const program = new Program(new URL('../../../examples/src/echo-server.ts', import.meta.url), { PORT: '0' })
  const [, port] = await program.says(/Listening on port (\d+)/)
  return { program, port: Number(port) }
}

/** The server that reports every error event as a line `error <code> <operation>`. */
export async function reportingServer(env: Readonly<Record<string, string>> = {}) {
  const program = new Program(new URL('./reporting-server.ts', import.meta.url), env)
  const [, port] = await program.says(/listening (\d+)/)
  return { program, port: Number(port) }
}

/** The server whose options come from the test; gives where it listens, a port or a path. */
export async function socketServer(
  options: object = {},
  env: Readonly<Record<string, string>> = {},
): Promise<{ program: Program; port: number; path: string }> {
  const file = new URL('./socket-server.ts', import.meta.url)
  const program = new Program(file, { SERVER: JSON.stringify(options), ...env })
  const [, where = ''] = await program.says(/listening (\S+)/)
  return { program, port: Number(where), path: where }
}
