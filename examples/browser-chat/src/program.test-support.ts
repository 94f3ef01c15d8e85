import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'

/** A program that is run by a test. */
export class Program {
  readonly process: ChildProcessWithoutNullStreams
  /** Resolves with the exit status, or the signal that ended it. */
  readonly ended: Promise<number | string>
  output = ''
  errors = ''

  constructor(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.process = spawn(command, args, { env: { ...process.env, ...env }, stdio: 'pipe' })
    this.process.stdout.setEncoding('utf8').on('data', (text) => {
      this.output += text
    })
    this.process.stderr.setEncoding('utf8').on('data', (text) => {
      this.errors += text
    })
    this.ended = once(this.process, 'close').then(([status, signal]) => status ?? signal)
  }

  /** A program of this repository, from source. */
  static of(file: URL, env: Readonly<Record<string, string>>): Program {
    return new Program(process.execPath, ['--conditions=@poe/source', '--import', 'tsx', file.pathname], env)
  }

  /** Waits until what it has printed matches. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.output)
      if (match !== null) return match
      const over = await Promise.race([
        once(this.process.stdout, 'data').then(() => false),
        this.ended.then(() => true),
      ])
      if (over && !pattern.test(this.output)) throw new Error(`It ended without saying ${pattern}: ${this.errors}`)
    }
  }

  type(line: string): void {
    this.process.stdin.write(`${line}\n`)
  }
}
