import type { Chunk } from '@poe/filter'
import type { Asked, HttpdPut } from './response.ts'
import { bad } from './response-head.ts'
import { ResponseWriter } from './response-writer.ts'

/** Nobody asked. */
const NOBODY: Asked = { method: '', version: '1.1', keepAlive: false }

/** The writing side: responses leave in the order of the requests they answer. */
export class Answering {
  readonly #date: (() => string) | undefined
  /** One for each request that has not been answered wholly, the oldest first. */
  readonly #writers: ResponseWriter[] = []

  constructor(date: (() => string) | undefined) {
    this.#date = date
  }

  /** A request was given out. */
  expect(asked: Asked): void {
    this.#writers.push(new ResponseWriter(asked, this.#date))
  }

  put(records: readonly HttpdPut[]): Chunk[] {
    const chunks: Chunk[] = []
    for (const record of records) {
      const writer = this.#writerFor(record)
      // Nothing waits in front of the first, so it need not wait itself.
      if (writer === this.#writers[0]) writer.write(record, chunks)
      else writer.write(record, writer.held)
      this.#release(chunks)
    }
    return chunks
  }

  reset(): void {
    this.#writers.length = 0
  }

  #writerFor({ to }: HttpdPut): ResponseWriter {
    const writer =
      to === undefined ? this.#writers.find(({ done }) => !done) : this.#writers.find(({ asked }) => asked === to)
    if (writer !== undefined && !writer.done) return writer
    if (to !== undefined) throw bad('the request it is put to has been answered, or is none of this filter')
    const own = new ResponseWriter(NOBODY, this.#date)
    this.#writers.push(own)
    return own
  }

  /** Everything up to the first response that is not complete. */
  #release(chunks: Chunk[]): void {
    for (let first = this.#writers[0]; first?.done === true; first = this.#writers[0]) {
      this.#writers.shift()
      const held = this.#writers[0]?.held.splice(0) ?? []
      for (const chunk of held) chunks.push(chunk)
    }
  }
}
