import { closeSync } from 'node:fs'
import { Socket } from 'node:net'
import process from 'node:process'
import { isatty, ReadStream, WriteStream } from 'node:tty'
import type { StreamFlags, StreamHandle } from '@poe/loop'
import { FileInput } from './files-input.ts'
import { addressOf, type Descriptor, refuse } from './files-open.ts'
import { FileOutput } from './files-output.ts'
import { NetSocketHandle, type SocketFacts } from './socket-handle.ts'
import type { Stage } from './stage.ts'

/** Other hosts open a named pipe's descriptor as a socket that never reads: there the pipe is asked again and again. */
const WAITS_FOR_PIPES = process.versions.bun === undefined && process.versions.deno === undefined

/** A stream of what was opened: the host waits for pipes, sockets and terminals, and reads files when it is asked to. */
export function streamOf(stage: Stage, opened: Descriptor, path: string | number, flags: StreamFlags): StreamHandle {
  const { descriptor } = opened
  const { kind } = opened.stat
  const reads = flags === 'r'
  if (kind === 'directory') refuse(opened, path, 'EISDIR')
  if (kind === 'socket' || (kind === 'pipe' && (WAITS_FOR_PIPES || !reads))) return hosted(stage, opened, path, reads)
  if (isatty(descriptor)) return terminal(stage, opened, reads)
  return reads ? new FileInput(stage, descriptor, addressOf(path)) : new FileOutput(stage, descriptor, addressOf(path))
}

/** A socket goes both ways, however it is opened. */
function hosted(stage: Stage, opened: Descriptor, path: string | number, reads: boolean): StreamHandle {
  const { descriptor } = opened
  const both = opened.stat.kind === 'socket'
  const facts: SocketFacts = both ? {} : { only: reads ? 'read' : 'write' }
  const options = { fd: descriptor, readable: both || reads, writable: both || !reads, allowHalfOpen: true }
  let socket: Socket
  try {
    // A host that is not told so begins to read at once.
    socket = new Socket({ ...options, manualStart: true } as typeof options)
  } catch {
    // A socket of packets.
    return refuse(opened, path, 'ENOTSUP')
  }
  return new NetSocketHandle(stage, socket.pause(), facts)
}

/** A terminal the host opens once more for itself, so as to read it without waiting; ours is of no use then. */
function terminal(stage: Stage, { descriptor }: Descriptor, reads: boolean): StreamHandle {
  const socket = reads ? new ReadStream(descriptor, { allowHalfOpen: true }) : new WriteStream(descriptor)
  const theirs = (socket as { _handle?: { readonly fd?: number } })._handle?.fd
  if (theirs !== undefined && theirs !== descriptor) closeSync(descriptor)
  return new NetSocketHandle(stage, socket.pause(), { only: reads ? 'read' : 'write' })
}
