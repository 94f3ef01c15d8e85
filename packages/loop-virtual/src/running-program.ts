import { badOption, check } from '@poe/errors'
import {
  type Child,
  type Chunk,
  type Exit,
  type HandleError,
  handleError,
  type SpawnOptions,
  type StreamHandle,
} from '@poe/loop'
import { ChildInput } from './child-input.ts'
import { ChildOutput } from './child-output.ts'
import type { ChildStreams } from './child-streams.ts'
import type { Program, ScriptedChild } from './program.ts'
import type { Resident, World } from './world.ts'

/** Signals that do nothing to a program that does not catch them. */
const HARMLESS = new Set(['CHLD', 'CONT', 'URG', 'WINCH'])

/** A scripted program that was started: `child` for who started it, and the script's own side. */
export class RunningProgram implements Child, ScriptedChild, Resident {
  readonly pid: number
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly stdin?: StreamHandle
  readonly stdout?: StreamHandle
  readonly stderr?: StreamHandle
  readonly terminal?: StreamHandle
  size: { readonly rows: number; readonly columns: number } | null
  readonly resize?: (rows: number, columns: number) => void
  readonly values: readonly unknown[]
  niceness = 0
  readonly #isFunction: boolean
  readonly #world: World
  readonly #name: string
  readonly #streams: ChildStreams
  readonly #input: ChildInput
  readonly #output: ChildOutput
  readonly #complaints: ChildOutput
  readonly #caught = new Map<string, () => void>()
  readonly #ended: (exit: Exit) => void
  #exit: Exit | null = null
  #reported = false
  /** Who is to be told of the end. */
  readonly #watchers: ((exit: Exit) => void)[] = []

  constructor(world: World, pid: number, options: SpawnOptions, streams: ChildStreams, ended: (exit: Exit) => void) {
    const { command = [], module, cwd = '/', env = {}, terminal } = options
    this.pid = pid
    this.args = command.slice(1)
    this.values = module?.args ?? []
    this.#isFunction = module !== undefined
    this.env = env
    this.cwd = cwd
    this.size = terminal === undefined ? null : { rows: terminal.rows, columns: terminal.columns }
    if (terminal !== undefined) this.resize = (rows, columns) => this.#resize(rows, columns)
    this.#world = world
    this.#streams = streams
    this.#name = streams.name
    this.#ended = ended
    const { stdin, stdout, stderr, terminal: tty } = streams
    Object.assign(this, given({ stdin, stdout, stderr, terminal: tty }))
    const broken = (): void => this.die('PIPE')
    this.#input = new ChildInput(streams.input)
    this.#output = new ChildOutput(streams.output, broken)
    const { complaints } = streams
    this.#complaints = complaints === streams.output ? this.#output : new ChildOutput(complaints, broken)
    world.residents.add(this)
    world.note(`${this.#name} starts`)
  }

  // For who started it.

  kill(signal: string): boolean {
    if (this.#exit !== null) return false
    const name = signal.startsWith('-') ? signal.slice(1) : signal
    this.#world.note(`${this.#name} gets ${name}`)
    this.#world.soon(() => this.#signalled(name))
    return true
  }

  renice(by: number): HandleError | null {
    if (this.#exit !== null) return handleError('ESRCH', 'setpriority')
    this.niceness += by
    return null
  }

  onExit(exited: (exit: Exit) => void): void {
    this.#watchers.push(exited)
    if (this.#reported) this.#tell()
  }

  // For the script.

  read(): Promise<Uint8Array | null> {
    return this.#input.read()
  }

  lines(): AsyncIterable<string> {
    return this.#input.lines()
  }

  write(chunk: Chunk): Promise<void> {
    return this.#output.write(chunk)
  }

  complain(chunk: Chunk): Promise<void> {
    return this.#complaints.write(chunk)
  }

  sleep(milliseconds: number): Promise<void> {
    const wrong = check.milliseconds(milliseconds)
    if (wrong !== undefined) throw badOption('child.sleep', 'milliseconds', milliseconds, wrong)
    return new Promise((resolve) => {
      this.#world.after(milliseconds, () => {
        if (this.#exit === null) resolve()
      })
    })
  }

  onSignal(name: string, caught: () => void): void {
    this.#caught.set(name, caught)
  }

  exit(code = 0): void {
    this.#end({ code, signal: null, error: null }, (output) => output.end())
  }

  die(signal: string): void {
    this.#end({ code: null, signal, error: null }, (output) => output.close())
  }

  // For the service.

  /** Runs the script. Called from the host. */
  run(program: Program): void {
    if (this.#exit !== null) return
    let outcome: void | Promise<void>
    try {
      outcome = program(this)
    } catch (error) {
      this.#crashed(error)
      return
    }
    if (outcome instanceof Promise)
      outcome.then(
        () => this.exit(0),
        (error: unknown) => this.#crashed(error),
      )
  }

  describe(): string {
    return `${this.#name} runs`
  }

  /** A function that throws ends its process as POE ends one. */
  #crashed(error: unknown): void {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    this.#world.note(`${this.#name} crashes: ${text}`)
    void this.complain(`${text}\n`)
    this.exit(this.#isFunction ? 255 : 1)
  }

  #resize(rows: number, columns: number): void {
    if (this.#exit !== null) return
    this.size = { rows, columns }
    this.kill('WINCH')
  }

  #signalled(signal: string): void {
    if (this.#exit !== null) return
    const caught = signal === 'KILL' ? undefined : this.#caught.get(signal)
    if (caught !== undefined) caught()
    else if (!HARMLESS.has(signal)) this.die(signal)
  }

  #end(exit: Exit, finish: (output: ChildOutput) => void): void {
    if (this.#exit !== null) return
    this.#exit = exit
    this.#world.residents.delete(this)
    this.#world.note(`${this.#name} ends: ${exit.signal ?? exit.code}`)
    finish(this.#output)
    if (this.#complaints !== this.#output) finish(this.#complaints)
    this.#streams.ownInput?.close()
    this.#world.after(0, () => this.#report(exit))
  }

  #report(exit: Exit): void {
    this.#reported = true
    this.#tell()
    // After `onExit`, as a callback of its own.
    this.#world.soon(() => this.#ended(exit))
  }

  #tell(): void {
    const exit = this.#exit!
    for (const exited of this.#watchers.splice(0)) this.#world.soon(() => exited(exit))
  }
}

function given<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>
}

/** A program that could not be started. */
export function failedStart(world: World, code: string, syscall = 'spawn'): Child {
  const exit: Exit = { code: null, signal: null, error: handleError(code, syscall) }
  return {
    pid: undefined,
    kill: () => false,
    onExit: (exited) => void world.after(0, () => exited(exit)),
  }
}
