import { badOption } from '@poe/errors'
import {
  type Child,
  type Exit,
  type HandleError,
  isHandleError,
  type ModuleCall,
  type ProcessService,
  type SpawnOptions,
} from '@poe/loop'
import { ChildStreams } from './child-streams.ts'
import type { VirtualFiles } from './files-service.ts'
import type { Program } from './program.ts'
import { failedStart, RunningProgram } from './running-program.ts'
import { checkSpawn } from './spawn-options.ts'
import type { World } from './world.ts'

/** The id of the program itself; those it starts follow. */
const PID = 1000

/** Starts scripted programs. */
export class VirtualProcess implements ProcessService {
  /** The number of the simulated process. */
  readonly pid = PID
  readonly #world: World
  readonly #files: VirtualFiles
  readonly #programs: Readonly<Record<string, Program>>
  readonly #exited: (pid: number, exit: Exit) => void
  readonly #running = new Set<number>()
  #started = 0
  #starts = 0

  constructor(
    world: World,
    files: VirtualFiles,
    programs: Readonly<Record<string, Program>>,
    exited: (pid: number, exit: Exit) => void,
  ) {
    this.#world = world
    this.#files = files
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
    checkSpawn(options)
    const given = options.module === undefined ? options : { ...options, module: copied(options.module) }
    const program = this.#find(namesOf(given))
    if (program === undefined) return failedStart(this.#world, 'ENOENT')
    const subject = this.#world.faults.subject(`start ${++this.#starts}`)
    if (subject.happens('spawn failure')) return failedStart(this.#world, 'EAGAIN')
    return this.#start(program, given)
  }

  #start(program: Program, options: SpawnOptions): Child {
    const pid = PID + this.#started + 1
    const streams = this.#open(pid, options)
    if (isHandleError(streams)) return failedStart(this.#world, streams.code, 'open')
    this.#started++
    const child = new RunningProgram(this.#world, pid, options, streams, (exit) => {
      this.#running.delete(pid)
      this.#exited(pid, exit)
    })
    this.#running.add(pid)
    this.#world.after(0, () => child.run(program))
    return child
  }

  #open(pid: number, options: SpawnOptions): ChildStreams | HandleError {
    try {
      return new ChildStreams(this.#world, this.#files, nameOf(pid, options), options)
    } catch (error) {
      if (!isHandleError(error)) throw error
      return error
    }
  }

  #find(names: readonly string[]): Program | undefined {
    const name = names.find((known) => Object.hasOwn(this.#programs, known))
    return name === undefined ? undefined : this.#programs[name]
  }
}

/** By what names a program is looked for. */
function namesOf({ command = [''], module }: SpawnOptions): string[] {
  const whole = module === undefined ? command[0] : `${module.url}#${module.export}`
  return [whole, whole.slice(whole.lastIndexOf('/') + 1)]
}

function nameOf(pid: number, options: SpawnOptions): string {
  return `program ${pid} ${options.command?.[0] ?? namesOf(options)[1]}`
}

/** A process of its own gets copies. @throws PoeError `ERR_POE_BAD_OPTION` for what cannot be copied */
function copied(module: ModuleCall): ModuleCall {
  try {
    return { ...module, args: structuredClone(module.args) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw badOption('process.spawn, option "module"', 'args', module.args, `values that can be copied (${why})`)
  }
}
