import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { type HandleError, handleError, type SpawnOptions } from '@poe/loop'
import { nodeError } from './node-error.ts'

/** Our ends of a program's pipes. */
interface Pipes {
  readonly stdin: Socket | null
  readonly stdout: Socket | null
  readonly stderr: Socket | null
}

/** A program that the host started. */
export interface Started extends Pipes {
  readonly pid: number
  readonly host: ChildProcess
}

/** What became of starting a program: it runs, or the promise says why it does not. */
export type Start = Started | { readonly pid?: undefined; readonly failed: Promise<HandleError> }

/** Starts a program; it holds nobody. */
export function startProgram(options: SpawnOptions): Start {
  let host: ChildProcess
  try {
    host = begin(options)
  } catch (error) {
    return { failed: Promise.resolve(explain(error)) }
  }
  const { pid } = host
  if (pid === undefined) return { failed: failure(host) }
  host.unref()
  // The host tells a signal that could not be sent as an error, too; kill() answers for that.
  host.on('error', () => {})
  const started = { pid, host, ...pipesOf(host) }
  // The host would let paused output flow when the program has ended, to get rid of it.
  host.stdio.splice(0)
  return started
}

function begin({ command, cwd, env, uid, gid, detached = true, ...ends }: SpawnOptions): ChildProcess {
  const { stdin = 'pipe', stdout = 'pipe', stderr = 'pipe' } = ends
  const [program, ...args] = command
  return spawn(program, args, {
    stdio: [stdin, stdout, stderr],
    shell: false,
    detached,
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  })
}

/** On this host they are sockets. */
function pipesOf({ stdin, stdout, stderr }: ChildProcess): Pipes {
  return { stdin: stdin as Socket | null, stdout: stdout as Socket | null, stderr: stderr as Socket | null }
}

function failure(host: ChildProcess): Promise<HandleError> {
  // Out of descriptors the host has not even made the pipes.
  const { stdin, stdout, stderr } = pipesOf(host)
  for (const pipe of [stdin, stdout, stderr]) pipe?.destroy()
  return new Promise((resolve) => void host.once('error', (error) => resolve(explain(error))))
}

function explain(error: unknown): HandleError {
  const { code, message, errno } = nodeError(error, 'spawn')
  return handleError(code, 'spawn', errno === 0 ? { message } : {})
}
