import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** One of the programs beside this file, run from source in a process of its own. */
export class Program {
  readonly process: ChildProcessWithoutNullStreams
  /** Resolves with the exit status, or the signal that ended it, once all output is there. */
  readonly ended: Promise<number | string>
  stdout = ''
  stderr = ''

  constructor(name: string, env: Readonly<Record<string, string>> = {}, args: readonly string[] = []) {
    const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
    const all = ['--conditions=@poe/source', '--import', 'tsx', file, ...args]
    this.process = spawn(process.execPath, all, { env: { ...process.env, ...env }, stdio: 'pipe' })
    this.process.stdout.setEncoding('utf8').on('data', (text) => {
      this.stdout += text
    })
    this.process.stderr.setEncoding('utf8').on('data', (text) => {
      this.stderr += text
    })
    this.ended = once(this.process, 'close').then(([status, signal]) => status ?? signal)
  }

  /** Waits until what it has printed matches. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.stdout)
      if (match !== null) return match
      const over = await Promise.race([
        once(this.process.stdout, 'data').then(() => false),
        this.ended.then(() => true),
      ])
      if (over && !pattern.test(this.stdout)) throw new Error(`It ended without saying ${pattern}: ${this.stderr}`)
    }
  }
}
