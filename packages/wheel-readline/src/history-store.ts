import type { SessionHost } from '@poe/kernel'
import type { History } from './history.ts'
import { readLines, writeLines } from './history-file.ts'

/** The history in files: each method answers whether the file could be read and written. */
export class HistoryStore {
  readonly #host: SessionHost
  readonly #history: History
  readonly #label: string

  constructor(host: SessionHost, history: History, label: string) {
    this.#host = host
    this.#history = history
    this.#label = label
  }

  write(path: string | undefined): Promise<boolean> {
    return this.#held(() => writeLines(this.#host.service('files'), this.#path(path), this.#history.lines))
  }

  read(path: string | undefined, from: number, to: number): Promise<boolean> {
    return this.#held(async () => {
      const lines = await readLines(this.#host.service('files'), this.#path(path))
      if (lines === undefined) return false
      this.#history.add(lines.slice(from, to < from ? lines.length : to + 1))
      return true
    })
  }

  truncate(path: string | undefined, count: number): Promise<boolean> {
    return this.#held(async () => {
      const files = this.#host.service('files')
      const lines = await readLines(files, this.#path(path))
      if (lines === undefined) return false
      if (lines.length <= count) return true
      const left = count === 0 ? [] : lines.slice(-count)
      this.#history.replace(left)
      return writeLines(files, this.#path(path), left)
    })
  }

  #path(path: string | undefined): string {
    return path ?? `${this.#host.loop.env?.HOME ?? '.'}/.history`
  }

  /** The session lives until the file is closed. */
  async #held(act: () => Promise<boolean>): Promise<boolean> {
    const hold = this.#host.hold('history', this.#label)
    try {
      return await act()
    } finally {
      hold.dispose()
    }
  }
}
