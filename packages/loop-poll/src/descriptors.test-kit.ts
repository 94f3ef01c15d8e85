import { createRequire } from 'node:module'
import type { DescriptorPair } from '@poe/test-loops'

interface Koffi {
  load(path: null): { func(name: string, result: string, takes: readonly string[]): (...args: unknown[]) => number }
}

const libc = (createRequire(import.meta.url)('koffi') as Koffi).load(null)

/** Calls of the system that tests make by themselves. */
export const system = {
  socketpair: libc.func('socketpair', 'int', ['int', 'int', 'int', 'void *']),
  eventfd: libc.func('eventfd', 'int', ['uint32_t', 'int']),
  inotifyInit: libc.func('inotify_init1', 'int', ['int']),
  inotifyAdd: libc.func('inotify_add_watch', 'int', ['int', 'str', 'uint32_t']),
  read: libc.func('read', 'int64_t', ['int', 'void *', 'size_t']),
  write: libc.func('write', 'int64_t', ['int', 'void *', 'size_t']),
  socket: libc.func('socket', 'int', ['int', 'int', 'int']),
  send: libc.func('send', 'int64_t', ['int', 'void *', 'size_t', 'int']),
  ioctl: libc.func('ioctl', 'int', ['int', 'uint64_t', 'void *']),
  close: libc.func('close', 'int', ['int']),
}

const [UNIX, STREAM, NONBLOCK_CLOEXEC] = [1, 1, 0o2004000]

/** All that can be read of a descriptor now, and whether its end came. */
export function drain(descriptor: number): { octets: Uint8Array; ended: boolean } {
  const parts: Buffer[] = []
  for (;;) {
    const part = Buffer.alloc(65_536)
    const count = system.read(descriptor, part, part.byteLength)
    if (count <= 0) return { octets: Buffer.concat(parts), ended: count === 0 }
    parts.push(part.subarray(0, count))
  }
}

/** Two connected sockets by their descriptors. */
export function socketPair(type = STREAM): [number, number] {
  const both = new Int32Array(2)
  if (system.socketpair(UNIX, type | NONBLOCK_CLOEXEC, 0, both) !== 0) throw new Error('socketpair failed')
  return [both[0]!, both[1]!]
}

/** A descriptor for the kit, and its other end. */
export function descriptorPair(): DescriptorPair {
  const [ours, theirs] = socketPair()
  const open = new Set([theirs])
  const hangUp = (): void => {
    if (open.delete(theirs)) system.close(theirs)
  }
  return {
    descriptor: ours,
    take: () => drain(ours).octets,
    send: (octets) => void system.write(theirs, octets, octets.byteLength),
    heard: () => drain(theirs).octets,
    hangUp,
    isClosed: () => drain(theirs).ended,
    end: () => {
      hangUp()
      system.close(ours)
    },
  }
}
