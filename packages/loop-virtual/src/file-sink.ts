import type { Chunk } from '@poe/loop'
import type { Sink } from './child-output.ts'
import type { VirtualFiles } from './files-service.ts'

/** A file a program writes to: emptied first, and never full. */
export class FileSink implements Sink {
  readonly state = 'open'
  readonly #files: VirtualFiles
  readonly #path: string

  constructor(files: VirtualFiles, path: string) {
    this.#files = files
    this.#path = path
    files.write(path, '')
  }

  write(chunk: Chunk): null {
    this.#files.append(this.#path, chunk)
    return null
  }

  watch(): void {}

  ignore(): void {}

  shutdown(): void {}

  close(): void {}
}
