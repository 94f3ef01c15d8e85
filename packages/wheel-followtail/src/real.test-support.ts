import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { Kernel } from '@poe/kernel'
import { SelectLoop } from '@poe/loop-select'
import { Session, type SessionContext } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { FollowTail, type LastRecord } from './index.ts'

type AnyTail = FollowTail<unknown>

/** A folder of its own, and a session that follows something in it. */
export class RealRig {
  readonly folder = mkdtempSync(join(tmpdir(), 'poe-tail-'))
  readonly path = join(this.folder, 'log')
  readonly loop = new SelectLoop()
  readonly kernel = new Kernel({ loop: this.loop })
  readonly lines: string[] = []
  /** Lines without their ends. */
  readonly cut: string[] = []
  readonly trace: string[] = []
  resets = 0
  wheel!: AnyTail
  readonly #children: ChildProcess[] = []
  #over: Promise<void> = Promise.resolve()
  #changed: () => void = () => {}

  /** Follows until {@link end}. */
  follow(options: object): void {
    const note = (text: string): void => {
      this.trace.push(text)
      this.#changed()
    }
    Session.create({
      kernel: this.kernel,
      inlineStates: {
        _start: (ctx: SessionContext) => {
          const events = { inputEvent: 'input', errorEvent: 'error', resetEvent: 'reset', idleEvent: 'idle' }
          this.wheel = new FollowTail(ctx, { ...events, ...options } as never) as AnyTail
        },
        input: (_ctx, line: string, _id: number, last?: LastRecord) => {
          if (last === undefined) this.lines.push(line)
          else this.cut.push(line)
          note(line)
        },
        error: (_ctx, { operation, code }: WheelError) => note(`${operation} ${code}`),
        reset: () => {
          this.resets++
          note('reset')
        },
        idle: () => note('idle'),
      },
    })
    this.#over = this.kernel.run()
  }

  /** Waits for something to have happened; looks after each event. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#changed = () => {
        if (holds()) resolve()
      }
      this.#changed()
    })
  }

  /** Waits for something to come that was not there yet. */
  async next(text: string): Promise<void> {
    const from = this.trace.length
    await this.until(() => this.trace.indexOf(text, from) >= 0)
  }

  /** Starts a program of the system, or of Node, with the folder as its own; gives how it ends. */
  start(command: string, args: readonly string[]): Promise<number | null> {
    const child = spawn(command, args, { cwd: this.folder, stdio: ['ignore', 'inherit', 'inherit'] })
    this.#children.push(child)
    return new Promise((resolve) => child.on('close', (code) => resolve(code)))
  }

  /** Ends the wheel, and waits for the session and until nothing in the folder is open; in vain, the test fails. */
  async end(): Promise<void> {
    this.wheel?.dispose()
    await this.#over
    for (const child of this.#children) if (child.exitCode === null) child.kill('SIGKILL')
    while (openIn(this.folder).length > 0) await new Promise(setImmediate)
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** What this process has open in a folder; nothing where the system does not tell. */
function openIn(folder: string): string[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc/self/fd').flatMap((descriptor) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${descriptor}`)
      return path.startsWith(folder) ? [path] : []
    } catch {
      return []
    }
  })
}
