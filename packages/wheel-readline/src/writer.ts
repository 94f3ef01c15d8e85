import type { SessionHost, Watch } from '@poe/kernel'
import type { Chunk, KeyHandle } from '@poe/loop'

/** Writes to a terminal all of what it is given, in order, however little it takes at once. */
export class Writer {
  readonly #host: SessionHost
  readonly #handle: KeyHandle
  readonly #label: string
  #rest: Chunk[] = []
  #watch: Watch | null = null

  constructor(host: SessionHost, handle: KeyHandle, label: string) {
    this.#host = host
    this.#handle = handle
    this.#label = label
  }

  write(text: string): void {
    if (text === '') return
    this.#rest.push(text)
    if (this.#watch === null) this.flush()
  }

  /** Writes what it can; the rest when there is room. */
  flush(): void {
    while (this.#rest.length > 0) {
      const left = this.#handle.write(this.#rest[0]!)
      if (left === null) this.#rest.shift()
      else {
        this.#rest[0] = left
        this.#watch ??= this.#host.watch(this.#handle, 'write', `${this.#label} -> select write`, {
          ready: () => this.flush(),
        })
        return
      }
    }
    this.#watch?.dispose()
    this.#watch = null
  }

  dispose(): void {
    this.#watch?.dispose()
  }
}
