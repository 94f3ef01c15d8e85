import type { Chunk, StreamHandle } from '@poe/loop'

/** One write under way. */
interface Write {
  chunk: Chunk
  readonly done: () => void
}

/** What a program writes to. */
export type Sink = Pick<StreamHandle, 'state' | 'write' | 'watch' | 'ignore' | 'shutdown' | 'close'>

/** Writes to a stream by promises, in order. */
export class ChildOutput {
  readonly #stream: Sink | null
  readonly #broken: () => void
  readonly #writes: Write[] = []
  #ending = false

  /**
   * @param stream - null for one that nobody reads
   * @param broken - called when who read has gone
   */
  constructor(stream: Sink | null, broken: () => void) {
    this.#stream = stream
    this.#broken = broken
  }

  /** Settles when all is taken. */
  write(chunk: Chunk): Promise<void> {
    const stream = this.#stream
    if (stream === null || this.#ending) return Promise.resolve()
    return new Promise((done) => {
      this.#writes.push({ chunk, done })
      if (this.#writes.length === 1) this.#go(stream)
    })
  }

  /** Ends the stream after all that was written. */
  end(): void {
    this.#ending = true
    if (this.#writes.length === 0) this.#stream?.shutdown()
  }

  /** Ends the stream now. */
  close(): void {
    this.#ending = true
    this.#writes.length = 0
    this.#stream?.close()
  }

  #go(stream: Sink): void {
    while (this.#writes.length > 0) {
      const write = this.#writes[0]!
      const rest = stream.write(write.chunk)
      if (stream.state === 'failed') return void this.#broken()
      if (rest !== null) {
        write.chunk = rest
        stream.watch('write', () => this.#go(stream))
        return
      }
      this.#writes.shift()
      write.done()
    }
    stream.ignore('write')
    if (this.#ending) stream.shutdown()
  }
}
