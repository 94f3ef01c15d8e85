import { chownSync, closeSync, openSync } from 'node:fs'
import { ReadStream } from 'node:tty'
import type { ProgramTerminal, Ptys, SpawnOptions } from '@poe/loop'
import type { HostStream, HostStreams } from './program-streams.ts'

/** A terminal for a program, while it is started. */
export interface HostTerminal extends HostStreams {
  /** Our end. */
  readonly descriptor: number
  readonly socket: ReadStream
  readonly path: string
  readonly raw: boolean
  resize(rows: number, columns: number): void
}

/** Our ends of all terminals. The host would let every program inherit them. */
const ends = new Set<number>()

/** Opens a terminal; throws the host's error, with nothing left open. */
export function openTerminal(terminal: ProgramTerminal, { stderr, uid }: SpawnOptions, ptys: Ptys): HostTerminal {
  const { rows, columns, raw = true } = terminal
  const { ours, theirs, path } = ptys.open(rows, columns)
  try {
    if (uid !== undefined) chownSync(path, uid, -1)
    const socket = new ReadStream(ours)
    ends.add(ours)
    socket.once('close', () => ends.delete(ours))
    return {
      descriptor: ours,
      socket,
      path,
      raw,
      stdio: [theirs, theirs, stderr === 'pipe' ? 'pipe' : theirs],
      close: () => closeSync(theirs),
      resize: (newRows, newColumns) => {
        if (!socket.destroyed) ptys.resize(ours, newRows, newColumns)
      },
    }
  } catch (error) {
    closeSync(theirs)
    closeSync(ours)
    throw error
  }
}

/**
 * Keeps a program from inheriting our ends of terminals, which would stay open for as long as it runs: it has nothing
 * where they are. Gives what is to be called when it has been started.
 */
export function coverTerminals(stdio: HostStream[]): () => void {
  if (ends.size === 0) return () => {}
  const nothing = openSync('/dev/null', 'r+')
  const last = Math.max(...ends)
  for (let descriptor = stdio.length; descriptor <= last; descriptor++)
    stdio[descriptor] = ends.has(descriptor) ? nothing : 'ignore'
  return () => closeSync(nothing)
}
