import { type FSWatcher, watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { Stage, Waiting } from './stage.ts'

/**
 * Watches what has a path. Names come and go in its folder; what is written to a file a link leads to shows at the file alone, so
 * that is watched too, and again when the name leads elsewhere. Where the host cannot watch, nothing is ever told.
 */
export class FileWatch implements Disposable, Waiting {
  readonly #stage: Stage
  readonly #path: string
  readonly #name: string
  readonly #changed: () => void
  #folder: FSWatcher | null
  #file: FSWatcher | null
  #announced = false
  #over = false

  constructor(stage: Stage, path: string, changed: () => void) {
    this.#stage = stage
    this.#path = path
    this.#name = basename(path)
    this.#changed = changed
    this.#folder = begin(dirname(path), this.#inFolder, () => this.#end('folder'))
    this.#file = this.#watchFile()
  }

  announce(): void {
    this.#announced = false
    if (!this.#over) this.#changed()
  }

  [Symbol.dispose](): void {
    this.#over = true
    this.#end('folder')
    this.#end('file')
  }

  readonly #inFolder = (event: string, name: string | null): void => {
    if (name !== null && name !== this.#name) return
    if (event === 'rename') {
      this.#end('file')
      this.#file = this.#watchFile()
    }
    this.#tell()
  }

  readonly #tell = (): void => {
    if (this.#announced || this.#over) return
    this.#announced = true
    this.#stage.announceLater(this)
  }

  #watchFile(): FSWatcher | null {
    return this.#over ? null : begin(this.#path, this.#tell, () => this.#end('file'))
  }

  #end(which: 'folder' | 'file'): void {
    const watcher = which === 'folder' ? this.#folder : this.#file
    if (which === 'folder') this.#folder = null
    else this.#file = null
    watcher?.close()
  }
}

function begin(
  path: string,
  changed: (event: string, name: string | null) => void,
  failed: () => void,
): FSWatcher | null {
  try {
    return watch(path, { persistent: false }, changed).on('error', failed)
  } catch {
    return null
  }
}
