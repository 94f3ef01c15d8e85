import { readdir, rename, unlink } from 'node:fs'
import { isatty } from 'node:tty'
import type { FileHandle, FilesService, OpenFlags, Stat, StreamFlags, StreamHandle } from '@poe/loop'
import { NodeFileHandle } from './files-handle.ts'
import { addressOf, checkFlags, openDescriptor, refuse } from './files-open.ts'
import { lookAt } from './files-stat.ts'
import { streamOf } from './files-streams.ts'
import { FileWatch } from './files-watch.ts'
import { nodeError } from './node-error.ts'
import type { Stage } from './stage.ts'

/** What has no positions. */
const SEQUENTIAL = new Set<Stat['kind']>(['pipe', 'socket'])

/** Files of the host. Misuse rejects with a PoeError, a failure with a HandleError. */
export class SelectFiles implements FilesService {
  readonly #stage: Stage

  constructor(stage: Stage) {
    this.#stage = stage
  }

  async open(path: string | number, flags: OpenFlags): Promise<FileHandle> {
    checkFlags('files.open', flags, true)
    const opened = await openDescriptor(path, flags)
    const { kind } = opened.stat
    if (kind === 'directory') refuse(opened, path, 'EISDIR')
    if (SEQUENTIAL.has(kind) || isatty(opened.descriptor)) refuse(opened, path, 'ESPIPE')
    return new NodeFileHandle(opened.descriptor, addressOf(path))
  }

  async stream(path: string | number, flags: StreamFlags = 'r'): Promise<StreamHandle> {
    checkFlags('files.stream', flags, false)
    const opened = await openDescriptor(path, flags)
    return streamOf(this.#stage, opened, path, flags)
  }

  async stat(path: string): Promise<Stat> {
    try {
      return await lookAt(path)
    } catch (error) {
      throw nodeError(error, 'stat', { address: path })
    }
  }

  list(folder: string): Promise<string[]> {
    return named('list', folder, (done) => readdir(folder, done))
  }

  rename(from: string, to: string): Promise<void> {
    return named('rename', from, (done) => rename(from, to, done))
  }

  unlink(path: string): Promise<void> {
    return named('unlink', path, (done) => unlink(path, done))
  }

  watch(path: string, changed: () => void): Disposable {
    return new FileWatch(this.#stage, path, changed)
  }
}

function named<T>(
  operation: string,
  address: string,
  start: (done: (error: Error | null, value?: T) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, value) => {
      if (error === null) resolve(value as T)
      else reject(nodeError(error, operation, { address }))
    })
  })
}
