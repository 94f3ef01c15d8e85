import { createRequire } from 'node:module'
import { constants } from 'node:os'
import process from 'node:process'
import { PoeError } from '@poe/errors'
import { type HandleError, handleError } from '@poe/loop'
import type * as koffi from 'koffi'

type Koffi = Pick<typeof koffi, 'load' | 'errno'>

/** The calls of the system, by `koffi`. They answer -1 for a failure, which {@link Native.failure} then tells. */
export interface Native {
  poll(waiting: Uint8Array, count: number, timeout: number): number
  epollCreate(flags: number): number
  epollControl(epoll: number, operation: number, descriptor: number, event: Uint8Array): number
  /** On a thread of the host's pool. */
  epollWait(epoll: number, events: Uint8Array, room: number, timeout: number, done: (count: number) => void): void
  eventfd(initial: number, flags: number): number
  fcntl(descriptor: number, command: number, value: number): number
  read(descriptor: number, octets: Uint8Array, length: number): number
  write(descriptor: number, octets: Uint8Array, length: number): number
  shutdown(descriptor: number, how: number): number
  close(descriptor: number): number
  /** Why the last call failed. */
  failure(syscall: string): HandleError
}

const require = createRequire(import.meta.url)

let bound: Native | undefined

/** What of a process decides whether its descriptors can be waited for. */
export interface Host {
  readonly platform: string
  readonly versions: Readonly<Record<string, string | undefined>>
}

/** @throws PoeError `ERR_POE_RUNTIME` where there is no epoll, descriptors are not the system's, or `koffi` has no binary */
export function native(host: Host = process): Native {
  const lack = lackOf(host)
  if (lack !== undefined)
    throw new PoeError('ERR_POE_RUNTIME', `PollLoop ${lack}; use what files.stream() and net of @poe/loop-select open.`)
  bound ??= bind(load())
  return bound
}

function lackOf({ platform, versions }: Host): string | undefined {
  if (platform !== 'linux') return `waits for descriptors by epoll, which only Linux has, and this is ${platform}`
  const isDeno = versions.deno !== undefined
  return isDeno ? 'needs Node or Bun: the descriptors Deno gives are numbers of its own, not the system’s' : undefined
}

/** @throws PoeError `ERR_POE_RUNTIME` */
export function load(from: (name: string) => unknown = require): Koffi {
  try {
    return from('koffi') as Koffi
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new PoeError(
      'ERR_POE_RUNTIME',
      `PollLoop cannot load koffi on ${process.platform} ${process.arch}: ${why}; install it with its optional packages, which hold the binary.`,
      { cause },
    )
  }
}

function bind({ load: open, errno }: Koffi): Native {
  const libc = open(null)
  const wait = libc.func('epoll_wait', 'int', ['int', 'void *', 'int', 'int'])
  return {
    poll: libc.func('poll', 'int', ['void *', 'size_t', 'int']),
    epollCreate: libc.func('epoll_create1', 'int', ['int']),
    epollControl: libc.func('epoll_ctl', 'int', ['int', 'int', 'int', 'void *']),
    epollWait: (epoll, events, room, timeout, done) =>
      wait.async(epoll, events, room, timeout, (error: unknown, count: number) => done(error === null ? count : -1)),
    eventfd: libc.func('eventfd', 'int', ['uint32_t', 'int']),
    fcntl: libc.func('fcntl', 'int', ['int', 'int', 'int']),
    read: libc.func('read', 'int64_t', ['int', 'void *', 'size_t']),
    write: libc.func('write', 'int64_t', ['int', 'void *', 'size_t']),
    shutdown: libc.func('shutdown', 'int', ['int', 'int']),
    close: libc.func('close', 'int', ['int']),
    failure: (syscall) => handleError(CODES.get(errno()) ?? 'UNKNOWN', syscall),
  }
}

/** The first name of a number counts: EAGAIN, not EWOULDBLOCK. */
const CODES = new Map(
  Object.entries(constants.errno)
    .reverse()
    .map(([code, errno]) => [errno, code]),
)
CODES.set(constants.errno.EAGAIN, 'EAGAIN')
