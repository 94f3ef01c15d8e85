import { badOption, check } from '@poe/errors'
import { type Child, type Chunk, type Exit, handleError, type SpawnOptions, type StreamHandle } from '@poe/loop'
import { ChildInput } from './child-input.ts'
import { ChildOutput } from './child-output.ts'
import { Connection } from './connection.ts'
import type { Program, ScriptedChild } from './program.ts'
import { VirtualStream } from './stream-handle.ts'
import type { Resident, World } from './world.ts'

/** Signals that do nothing to a program that does not catch them. */
const HARMLESS = new Set(['CHLD', 'CONT', 'URG', 'WINCH'])

/** A pipe's two ends: ours, and the program's. */
interface Pipe {
  readonly ours: VirtualStream
  readonly theirs: VirtualStream
}

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
  readonly #world: World
  readonly #name: string
  readonly #input: ChildInput
  readonly #output: ChildOutput
  readonly #complaints: ChildOutput
  readonly #theirInput: VirtualStream | null
  readonly #caught = new Map<string, () => void>()
  readonly #ended: (program: RunningProgram, exit: Exit) => void
  #exit: Exit | null = null
  #reported = false
  /** Who is to be told of the end. */
  readonly #watchers: ((exit: Exit) => void)[] = []

  constructor(world: World, pid: number, options: SpawnOptions, ended: (program: RunningProgram, exit: Exit) => void) {
    const { command, cwd = '/', env = {}, terminal } = options
    this.pid = pid
    this.args = command.slice(1)
    this.env = env
    this.cwd = cwd
    this.size = terminal ?? null
    this.#world = world
    this.#name = `program ${pid} ${command[0]}`
    this.#ended = ended
    const tty = terminal === undefined ? null : this.#pipe('terminal', true, true)
    const stdin = tty ?? (wants(options.stdin) ? this.#pipe('stdin', true, false) : null)
    const stdout = tty ?? (wants(options.stdout) ? this.#pipe('stdout', false, true) : null)
    const stderr = tty ?? (wants(options.stderr) ? this.#pipe('stderr', false, true) : null)
    if (tty !== null) this.terminal = tty.ours
    else {
      if (stdin !== null) this.stdin = stdin.ours
      if (stdout !== null) this.stdout = stdout.ours
      if (stderr !== null) this.stderr = stderr.ours
    }
    const broken = (): void => this.die('PIPE')
    this.#theirInput = stdin?.theirs ?? null
    this.#input = new ChildInput(this.#theirInput)
    this.#output = new ChildOutput(stdout?.theirs ?? null, broken)
    this.#complaints = tty === null ? new ChildOutput(stderr?.theirs ?? null, broken) : this.#output
    world.residents.add(this)
    world.note(`${this.#name} starts`)
  }

  // For who started it.

  kill(signal: string): boolean {
    if (this.#exit !== null) return false
    this.#world.note(`${this.#name} gets ${signal}`)
    this.#world.soon(() => this.#signalled(signal))
    return true
  }

  resize(rows: number, columns: number): void {
    if (this.size === null || this.#exit !== null) return
    this.size = { rows, columns }
    this.kill('WINCH')
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

  #crashed(error: unknown): void {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    this.#world.note(`${this.#name} crashes: ${text}`)
    void this.complain(`${text}\n`)
    this.exit(1)
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
    if (this.terminal === undefined) this.#theirInput?.close()
    this.#world.after(0, () => this.#report(exit))
  }

  #report(exit: Exit): void {
    this.#reported = true
    this.#tell()
    // After `onExit`, as a callback of its own.
    this.#world.soon(() => this.#ended(this, exit))
  }

  #tell(): void {
    const exit = this.#exit!
    for (const exited of this.#watchers.splice(0)) this.#world.soon(() => exited(exit))
  }

  /** @param inward - whether the program reads from it, and `outward` whether it writes to it */
  #pipe(what: string, inward: boolean, outward: boolean): Pipe {
    const name = `${this.#name} ${what}`
    const connection = new Connection(this.#world, { kind: 'pipe', name, hosts: ['localhost', 'localhost'] })
    const input = inward ? connection.there : null
    const output = outward ? connection.back : null
    return {
      ours: new VirtualStream(this.#world, { connection, input: output, output: input }),
      theirs: new VirtualStream(this.#world, { connection, input, output }),
    }
  }
}

function wants(how: 'pipe' | 'inherit' | 'ignore' | undefined): boolean {
  return (how ?? 'pipe') === 'pipe'
}

/** A program that could not be started. */
export function failedStart(world: World, code: string): Child {
  const exit: Exit = { code: null, signal: null, error: handleError(code, 'spawn') }
  return {
    pid: undefined,
    kill: () => false,
    onExit: (exited) => void world.after(0, () => exited(exit)),
  }
}
