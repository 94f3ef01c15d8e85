import type { Socket } from 'node:net'
import { type Readable, Writable } from 'node:stream'

const NOT_READ = { pause: self, resume: self, read: () => null, unref: self }

function self<T>(this: T): T {
  return this
}

/**
 * A pipe to or from a program as a socket, which it is on Node and Deno. On Bun it is a stream of one way, which holds nobody,
 * and one that is written to says nothing of what it still has: a stream over it counts that.
 */
export function socketOf(pipe: Writable | Readable | null | undefined): Socket | null {
  // Out of descriptors there is not even a null.
  if (pipe === null || pipe === undefined) return null
  if ('unref' in pipe) return pipe as Socket
  const socket = 'write' in pipe ? Object.assign(counting(pipe), NOT_READ) : Object.assign(pipe, { unref: self })
  return socket as unknown as Socket
}

function counting(pipe: Writable): Writable {
  const over = new Writable({
    decodeStrings: true,
    write: (chunk, _encoding, done) => void pipe.write(chunk, done),
    final: (done) => void pipe.end(done),
    destroy(error, done) {
      pipe.destroy()
      done(error)
    },
  })
  pipe.on('error', (error) => over.destroy(error))
  pipe.on('close', () => over.destroy())
  return over
}
