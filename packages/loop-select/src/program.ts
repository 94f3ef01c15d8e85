import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { type HandleError, handleError, type Ptys, type SpawnOptions } from '@poe/loop'
import { nodeError } from './node-error.ts'
import { greet, keeperOf } from './program-keeper.ts'
import { type HostCall, hostCall } from './program-module.ts'
import { socketOf } from './program-pipes.ts'
import { type HostStream, openStreams } from './program-streams.ts'
import { coverTerminals, type HostTerminal, openTerminal } from './program-terminal.ts'

/** Our ends of a program's pipes, or of its terminal. */
interface Pipes {
  readonly stdin: Socket | null
  readonly stdout: Socket | null
  readonly stderr: Socket | null
}

/** A program that the host started. */
export interface Started extends Pipes {
  readonly pid: number
  readonly host: ChildProcess
  readonly terminal: StartedTerminal | null
}

/** The terminal of a started program, and the line to its keeper. */
export interface StartedTerminal extends HostTerminal {
  readonly keeper: Socket
  /** What the program had said before it could be listened to. */
  readonly rest: Uint8Array
}

/** What became of starting a program: it runs, or the promise says why it does not. */
export type Start = Started | { readonly pid?: undefined; readonly failed: Promise<HandleError> }

/** A program with its streams open, ready to be started. */
interface Prepared {
  readonly command: readonly [string, ...string[]]
  readonly stdio: HostStream[]
  readonly terminal: HostTerminal | null
  /** Closes what is the program's alone. */
  close(): void
}

/** Starts a program; it holds nobody. The options have been checked: there are ptys where a terminal is asked for. */
export function startProgram(options: SpawnOptions, ptys: Ptys | undefined): Start {
  const call = options.module === undefined ? null : hostCall(options.module)
  let terminal: HostTerminal | null = null
  try {
    const prepared = prepare(options, call, ptys)
    terminal = prepared.terminal
    const host = begin(prepared, options)
    if (host.pid !== undefined) return started(host, host.pid, call, terminal)
    terminal?.socket.destroy()
    return { failed: failure(host) }
  } catch (error) {
    terminal?.socket.destroy()
    return { failed: Promise.resolve(explain(error)) }
  }
}

function prepare(options: SpawnOptions, call: HostCall | null, ptys: Ptys | undefined): Prepared {
  const command = call?.command ?? options.command!
  const terminal = options.terminal === undefined ? null : openTerminal(options.terminal, options, ptys!)
  const streams = terminal ?? openStreams(options)
  const stdio: HostStream[] = call === null ? streams.stdio : [...streams.stdio, 'pipe']
  const close = () => streams.close()
  if (terminal === null) return { command, stdio, terminal, close }
  return {
    command: keeperOf(terminal.path, terminal.raw, stdio.length, command),
    stdio: [...stdio, 'pipe'],
    terminal,
    close,
  }
}

function begin(prepared: Prepared, { cwd, env, uid, gid, detached = true }: SpawnOptions): ChildProcess {
  const [program, ...args] = prepared.command
  const { stdio, terminal } = prepared
  let uncover = (): void => {}
  try {
    uncover = coverTerminals(stdio)
    return spawn(program, args, {
      stdio,
      shell: false,
      detached: detached || terminal !== null,
      ...(cwd === undefined ? {} : { cwd }),
      ...(env === undefined ? {} : { env }),
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    })
  } finally {
    uncover()
    prepared.close()
  }
}

function started(host: ChildProcess, pid: number, call: HostCall | null, terminal: HostTerminal | null): Started {
  host.unref()
  // The host tells a signal that could not be sent as an error, too; kill() answers for that.
  host.on('error', () => {})
  const pipes = pipesOf(host)
  const extra = host.stdio.slice(3).filter((stream) => stream !== null) as Socket[]
  // The host would let paused output flow when the program has ended, to get rid of it.
  host.stdio.splice(0)
  if (call !== null) send(extra.shift()!, call.input)
  if (terminal === null) return { pid, host, terminal, ...pipes }
  const { pid: told, rest } = greet(terminal.descriptor)
  return { pid: told ?? pid, host, terminal: { ...terminal, keeper: extra.shift()!, rest }, ...pipes }
}

/** A program that ends before it has read all does so for a reason of its own. */
function send(socket: Socket, input: Uint8Array): void {
  socket.on('error', () => {})
  socket.unref()
  socket.end(input, () => socket.destroy())
}

function pipesOf({ stdin, stdout, stderr }: ChildProcess): Pipes {
  return { stdin: socketOf(stdin), stdout: socketOf(stdout), stderr: socketOf(stderr) }
}

function failure(host: ChildProcess): Promise<HandleError> {
  // Out of descriptors the host has not even made the pipes.
  const { stdin, stdout, stderr } = pipesOf(host)
  for (const pipe of [stdin, stdout, stderr, ...(host.stdio ?? [])]) pipe?.destroy()
  return new Promise((resolve) => void host.once('error', (error) => resolve(explain(error))))
}

function explain(error: unknown): HandleError {
  const { code, message, errno } = nodeError(error, 'spawn')
  const syscall = (error as NodeJS.ErrnoException).syscall === 'open' ? 'open' : 'spawn'
  return handleError(code, syscall, errno === 0 ? { message } : {})
}
