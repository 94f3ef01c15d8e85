import { closeSync, constants, openSync } from 'node:fs'
import type { Socket } from 'node:net'
import type { ProgramStream, SpawnOptions } from '@poe/loop'
import { NetSocketHandle } from './socket-handle.ts'

/** What the host takes for a stream of a program. */
export type HostStream = 'pipe' | 'inherit' | 'ignore' | number | Socket

/** Streams for a program; `close` is for when it has them, or could not be started. */
export interface HostStreams {
  readonly stdio: HostStream[]
  close(): void
}

const { O_RDONLY, O_WRONLY, O_CREAT, O_TRUNC } = constants
/** A FIFO nobody has at its other end must not hold the whole process up; the program gets a stream that blocks. */
const CAREFUL = (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0)
const READ = O_RDONLY | CAREFUL
const WRITE = O_WRONLY | O_CREAT | O_TRUNC | CAREFUL

/** Opens what a program is to have; throws the host's error, with nothing left open. */
export function openStreams({ stdin = 'pipe', stdout = 'pipe', stderr = 'pipe' }: SpawnOptions): HostStreams {
  const files = new Map<object, number>()
  const close = (): void => {
    for (const descriptor of files.values()) closeSync(descriptor)
  }
  const open = (stream: ProgramStream, flags: number): HostStream => {
    if (typeof stream === 'string') return stream
    if ('handle' in stream) return (stream.handle as NetSocketHandle).socket
    if ('descriptor' in stream) return stream.descriptor
    const descriptor = files.get(stream) ?? openSync(stream.file, flags, 0o666)
    files.set(stream, descriptor)
    return descriptor
  }
  try {
    return { stdio: [open(stdin, READ), open(stdout, WRITE), open(stderr, WRITE)], close }
  } catch (error) {
    close()
    throw error
  }
}

/** Whether a handle is one a program of this loop can be given. */
export function canBeGiven(handle: unknown): boolean {
  return handle instanceof NetSocketHandle && handle.state === 'open'
}
