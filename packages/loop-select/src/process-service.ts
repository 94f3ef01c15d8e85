import process from 'node:process'
import type { Child, Exit, ProcessService, SpawnOptions } from '@poe/loop'
import { startProgram } from './program.ts'
import { ProgramChild } from './program-child.ts'
import { checkSpawn } from './spawn-options.ts'
import type { Stage } from './stage.ts'

/**
 * Programs of the host, on pipes. Misuse throws a PoeError; a program that cannot be started is a child without a
 * `pid`, whose exit tells why. No program keeps the process alive, and none ends with it.
 */
export class SelectProcess implements ProcessService {
  readonly pid = process.pid
  readonly #stage: Stage
  readonly #exited: (pid: number, exit: Exit) => void
  /** Ids of those that have not been told as ended. */
  readonly #running = new Set<number>()

  /** @param exited - told of each program that had been started, after its own `onExit` */
  constructor(stage: Stage, exited: (pid: number, exit: Exit) => void) {
    this.#stage = stage
    this.#exited = exited
  }

  get running(): number {
    return this.#running.size
  }

  isRunning(pid: number): boolean {
    return this.#running.has(pid)
  }

  spawn(options: SpawnOptions): Child {
    checkSpawn(options)
    const child = new ProgramChild(this.#stage, startProgram(options), (pid, exit) => this.#told(pid, exit))
    if (child.pid !== undefined) this.#running.add(child.pid)
    return child
  }

  #told(pid: number, exit: Exit): void {
    this.#running.delete(pid)
    this.#exited(pid, exit)
  }
}
