import { badOption, check, checkOptions } from '@poe/errors'
import type { Child, Exit, ProcessService, SpawnOptions } from '@poe/loop'
import type { Program } from './program.ts'
import { failedStart, RunningProgram } from './running-program.ts'
import type { World } from './world.ts'

/** The id of the program itself; those it starts follow. */
const PID = 1000

const stdio = check.oneOf('pipe', 'inherit', 'ignore')

const CHECKS = {
  command: check.list,
  cwd: check.name,
  env: check.object,
  terminal: check.object,
  stdin: stdio,
  stdout: stdio,
  stderr: stdio,
  detached: check.flag,
  uid: check.integer(0),
  gid: check.integer(0),
}

/** Starts scripted programs. */
export class VirtualProcess implements ProcessService {
  readonly pid = PID
  readonly #world: World
  readonly #programs: Readonly<Record<string, Program>>
  readonly #exited: (pid: number, exit: Exit) => void
  readonly #running = new Set<number>()
  #started = 0
  #starts = 0

  constructor(world: World, programs: Readonly<Record<string, Program>>, exited: (pid: number, exit: Exit) => void) {
    this.#world = world
    this.#programs = programs
    this.#exited = exited
  }

  get running(): number {
    return this.#running.size
  }

  isRunning(pid: number): boolean {
    return this.#running.has(pid)
  }

  /**
   * A name nobody gave a program to fails by ENOENT; a folder in the name is left out. What is written to an output
   * that is inherited or ignored is dropped.
   */
  spawn(options: SpawnOptions): Child {
    checkOptions('process.spawn', options, CHECKS, ['command'])
    const [name] = options.command
    if (typeof name !== 'string' || name === '')
      throw badOption('process.spawn', 'command', name, 'a program and its arguments')
    const program = this.#find(name)
    if (program === undefined) return failedStart(this.#world, 'ENOENT')
    const subject = this.#world.faults.subject(`start ${++this.#starts}`)
    if (subject.happens('spawn failure')) return failedStart(this.#world, 'EAGAIN')
    return this.#start(program, options)
  }

  #start(program: Program, options: SpawnOptions): Child {
    const child = new RunningProgram(this.#world, PID + ++this.#started, options, ({ pid }, exit) => {
      this.#running.delete(pid)
      this.#exited(pid, exit)
    })
    this.#running.add(child.pid)
    this.#world.after(0, () => child.run(program))
    return child
  }

  #find(name: string): Program | undefined {
    const programs = this.#programs
    if (Object.hasOwn(programs, name)) return programs[name]
    const base = name.slice(name.lastIndexOf('/') + 1)
    return Object.hasOwn(programs, base) ? programs[base] : undefined
  }
}
