import { fileURLToPath } from 'node:url'
import { type IPty, spawn } from '@lydell/node-pty'
import { EmulatedScreen } from './screen.test-support.ts'

const PATIENCE = 20_000

/** Runs a program, and says how it ended and what it has made of the terminal. */
const AFTERWARDS = `"$@"; code=$?; set -- $(stty -a | tr -s ' ;' '\\n\\n' | grep -xE -- '-?(isig|icanon|echo)'); echo "after $code: $*"`

/** A program on a terminal of its own: keys go in, and what its user sees is what a terminal emulator shows. */
export class Pty {
  readonly screen: EmulatedScreen
  readonly #pty: IPty
  #output = ''
  #over = false

  /** @param program - a file beside this one. Once it has ended, the screen says `after` and the terminal's mode. */
  constructor(program: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
    this.screen = new EmulatedScreen(60, 20)
    const file = fileURLToPath(new URL(program, import.meta.url))
    const command = ['--conditions=@poe/source', '--import', 'tsx', file, ...args]
    this.#pty = spawn('sh', ['-c', AFTERWARDS, 'sh', process.execPath, ...command], {
      cols: 60,
      rows: 20,
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      env: { PATH: process.env.PATH, HOME: '/nonexistent', TERM: 'xterm-256color', ...env },
    })
    this.#pty.onData((text) => void (this.#output += text))
    this.#pty.onExit(() => void (this.#over = true))
  }

  type(keys: string): void {
    this.#pty.write(keys)
  }

  resize(columns: number, rows: number): void {
    this.screen.resize(columns, rows)
    this.#pty.resize(columns, rows)
  }

  /** Waits until the user sees something. */
  async sees(wanted: string | RegExp | ((screen: EmulatedScreen) => boolean)): Promise<void> {
    await this.#until(() => {
      const text = this.screen.lines.join('\n')
      if (typeof wanted === 'function') return wanted(this.screen)
      return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)
    }, String(wanted))
  }

  /** Ends the program, whatever it does. */
  end(): void {
    if (!this.#over) this.#pty.kill('SIGKILL')
  }

  async #until(holds: () => boolean, what: string): Promise<void> {
    const deadline = Date.now() + PATIENCE
    for (;;) {
      await this.screen.show(this.#output)
      if (holds()) return
      if (Date.now() > deadline) throw new Error(`gave up waiting for ${what}; seen:\n${this.screen.lines.join('\n')}`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
}
