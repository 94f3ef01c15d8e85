import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A program of this folder that runs on a display. */
export class Program {
  readonly #child: ChildProcess
  readonly #lines: string[] = []
  readonly #over: Promise<unknown>
  #errors = ''
  #came: () => void = () => {}

  constructor(file: string, display: string, ...words: readonly string[]) {
    const path = fileURLToPath(new URL(file, import.meta.url))
    const loader = ['--conditions=@poe/source', '--import', import.meta.resolve('tsx')]
    // There is no bus for the blind and the deaf on this display; GTK would complain.
    const env = { ...process.env, DISPLAY: display, NO_AT_BRIDGE: '1' }
    this.#child = spawn(process.execPath, [...loader, path, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#over = once(this.#child, 'close')
    this.#child.stderr?.on('data', (text) => {
      this.#errors += text
    })
    const lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream })
    lines.on('line', (line) => {
      this.#lines.push(line)
      this.#came()
    })
    lines.on('close', () => this.#came())
  }

  get id(): number {
    return this.#child.pid ?? 0
  }

  /** The next line that begins so; fails where the program ends before. */
  async line(beginning: string): Promise<string> {
    for (;;) {
      const at = this.#lines.findIndex((line) => line.startsWith(beginning))
      if (at >= 0) return this.#lines.splice(0, at + 1).at(-1) as string
      if (this.#child.exitCode !== null) throw new Error(`No line "${beginning}" came.\n${this.#errors}`)
      await new Promise<void>((resolve) => {
        this.#came = resolve
        this.#child.once('close', () => resolve())
      })
    }
  }

  /** How it ended by itself: its code, and what it complained of. */
  async end(): Promise<{ readonly code: number | null; readonly errors: string }> {
    await this.#over
    return { code: this.#child.exitCode, errors: this.#errors }
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#over
  }
}
