import type { Loop, ProgramStream, RedirectedStream, SpawnOptions } from '@poe/loop'
import { commandOf } from './command.ts'
import type { AnyRunOptions, Redirection } from './options.ts'

/** What a loop's process service is asked for. */
export function spawnOptionsOf(options: AnyRunOptions, loop: Loop): SpawnOptions {
  const { cwd, env, user, group, noSetPgrp } = options
  return {
    ...commandOf(options.program, options.programArgs ?? []),
    ...(isOnTerminal(options) ? terminal(options, loop) : streams(options)),
    detached: noSetPgrp !== true,
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    ...(user === undefined ? {} : { uid: user }),
    ...(group === undefined ? {} : { gid: group }),
  }
}

/** Whether the program has a terminal. */
export function isOnTerminal({ conduit }: AnyRunOptions): boolean {
  return conduit === 'pty' || conduit === 'pty-pipe'
}

function terminal(options: AnyRunOptions, loop: Loop): Pick<SpawnOptions, 'terminal' | 'stderr'> {
  const [rows, columns] = options.winsize ?? windowOf(loop)
  return {
    terminal: { rows, columns, raw: options.raw !== false },
    ...(options.conduit === 'pty-pipe' ? { stderr: 'pipe' } : {}),
  }
}

function windowOf({ terminal: ours }: Loop): readonly [number, number] {
  return ours?.interactive === true ? [ours.rows, ours.columns] : [24, 80]
}

function streams(options: AnyRunOptions): Pick<SpawnOptions, 'stdin' | 'stdout' | 'stderr'> {
  const both = redirected(options.redirectOutput)
  const output = (event: unknown, alone: Redirection | undefined): ProgramStream =>
    both ?? redirected(alone) ?? (event !== undefined || options.capture === true ? 'pipe' : 'inherit')
  return {
    stdin: options.noStdin === true ? 'inherit' : (redirected(options.redirectStdin) ?? 'pipe'),
    stdout: output(options.stdoutEvent, options.redirectStdout),
    stderr: output(options.stderrEvent, options.redirectStderr),
  }
}

function redirected(to: Redirection | undefined): RedirectedStream | undefined {
  if (to === undefined) return undefined
  if (typeof to === 'string') return { file: to }
  return typeof to === 'number' ? { descriptor: to } : { handle: to }
}
