import process from 'node:process'
import type { Child, Exit, ProcessService, Ptys, SpawnOptions } from '@poe/loop'
import { startProgram } from './program.ts'
import { ProgramChild } from './program-child.ts'
import { checkSpawn } from './spawn-options.ts'
import type { Stage } from './stage.ts'

/**
 * Programs of the host, on pipes or, with a plug-in, on terminals. Misuse throws a PoeError; a program that cannot be started is a child without a
 * `pid`, whose exit tells why. No program keeps the process alive, and none ends with it.
 */
export class SelectProcess implements ProcessService {
  readonly pid = process.pid
  readonly #stage: Stage
  readonly #exited: (pid: number, exit: Exit) => void
  readonly #ptys: Ptys | undefined
  /** Ids of those that have not been told as ended. */
  readonly #running = new Set<number>()

  /** @param exited - told of each program that had been started, after its own `onExit` */
  constructor(stage: Stage, exited: (pid: number, exit: Exit) => void, ptys?: Ptys) {
    this.#stage = stage
    this.#exited = exited
    this.#ptys = ptys
  }

  get running(): number {
    return this.#running.size
  }

  isRunning(pid: number): boolean {
    return this.#running.has(pid)
  }

  spawn(options: SpawnOptions): Child {
    checkSpawn(options, this.#ptys)
    const child = new ProgramChild(this.#stage, startProgram(options, this.#ptys), (pid, exit) => this.#told(pid, exit))
    if (child.pid !== undefined) this.#running.add(child.pid)
    return child
  }

  #told(pid: number, exit: Exit): void {
    this.#running.delete(pid)
    this.#exited(pid, exit)
  }
}
