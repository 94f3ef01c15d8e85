import process from 'node:process'
import { isMainThread } from 'node:worker_threads'
import { PoeError } from '@poe/errors'
import koffi from 'koffi'

/** An address in memory; null for none. */
export type Pointer = bigint

/** What the process has of libuv and of the system. */
export interface Native {
  uv_default_loop(): Pointer
  uv_backend_timeout(loop: Pointer): number
  uv_handle_size(type: number): number
  uv_prepare_init(loop: Pointer, handle: Pointer): number
  uv_prepare_start(handle: Pointer, callback: Pointer): number
  uv_poll_init(loop: Pointer, handle: Pointer, descriptor: number): number
  uv_poll_start(handle: Pointer, events: number, callback: Pointer): number
  uv_unref(handle: Pointer): void
  uv_close(handle: Pointer, closed: Pointer): void
  calloc(count: number, size: number): Pointer
  epoll_create1(flags: number): number
  epoll_ctl(epoll: number, operation: number, descriptor: number, event: Uint8Array): number
  close(descriptor: number): number
  /** The address of the function `free`. */
  readonly free: Pointer
  readonly errno: () => number
}

const FUNCTIONS: Readonly<Record<string, readonly [result: string, ...takes: string[]]>> = {
  uv_default_loop: ['void *'],
  uv_backend_timeout: ['int', 'void *'],
  uv_handle_size: ['size_t', 'int'],
  uv_prepare_init: ['int', 'void *', 'void *'],
  uv_prepare_start: ['int', 'void *', 'void *'],
  uv_poll_init: ['int', 'void *', 'void *', 'int'],
  uv_poll_start: ['int', 'void *', 'int', 'void *'],
  uv_unref: ['void', 'void *'],
  uv_close: ['void', 'void *', 'void *'],
  calloc: ['void *', 'size_t', 'size_t'],
  epoll_create1: ['int', 'int'],
  epoll_ctl: ['int', 'int', 'int', 'int', 'void *'],
  close: ['int', 'int'],
}

/** What of a process decides whether its libuv can be used. */
export interface Host {
  readonly platform: string
  readonly versions: Readonly<Record<string, string | undefined>>
  readonly isMainThread: boolean
}

const HOST: Host = { platform: process.platform, versions: process.versions, isMainThread }

let known: Native | undefined

/** @throws PoeError `ERR_POE_RUNTIME` where there is no libuv to ride, or another thread has it */
export function native(host: Host = HOST): Native {
  const lacking = lackOf(host)
  if (lacking !== undefined)
    throw new PoeError(
      'ERR_POE_RUNTIME',
      `A foreign loop needs ${lacking}. Use @poe/loop-select, which has no windows.`,
    )
  known ??= bind()
  return known
}

/** What a host lacks, if anything. */
function lackOf({ platform, versions, isMainThread }: Host): string | undefined {
  const other = ['bun', 'deno'].find((name) => versions[name] !== undefined)
  if (other !== undefined) return `Node: ${other} has no libuv that could be watched`
  if (platform !== 'linux') return `Linux, and this is ${platform}`
  return isMainThread ? undefined : 'the main thread, and this is a worker'
}

function bind(): Native {
  const program = koffi.load(null)
  const functions = Object.entries(FUNCTIONS).map(([name, [result, ...takes]]) => [
    name,
    program.func(name, result, takes),
  ])
  return { ...Object.fromEntries(functions), free: program.symbol('free'), errno: () => koffi.errno() }
}
