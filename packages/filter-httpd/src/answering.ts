import type { Chunk } from '@poe/filter'
import type { Asked, HttpdPut } from './response.ts'
import { bad } from './response-head.ts'
import { type Fate, ResponseWriter } from './response-writer.ts'

/** The writing side: responses leave in the order of the requests they answer. */
export class Answering {
  readonly #date: (() => string) | undefined
  /** One for each request that has not been answered wholly, the oldest first. */
  #writers: ResponseWriter[] = []
  /** What has been written by a put that then failed; it leaves with the next one. */
  #unsent: Chunk[] = []
  /** What becomes of the connection behind the last of them. */
  #fate: Fate = 'open'

  constructor(date: (() => string) | undefined) {
    this.#date = date
  }

  /** What the connection is, or will be once everything before that has been answered. */
  get fate(): Fate {
    return this.#fate
  }

  /** A request was given out. */
  expect(asked: Asked): ResponseWriter {
    const writer = new ResponseWriter(asked, this.#date)
    if (this.#fate !== 'open') asked.keepAlive = false
    else if (this.#writers.length > 0) this.#writers.push(writer)
    // A list made with its only member is smaller than one it is put into.
    else this.#writers = [writer]
    return writer
  }

  /** A request that was given out turns out to be malformed: what answers it, or has begun to, is the last response. */
  refuse(writer: ResponseWriter): void {
    writer.refused = true
    if (!writer.begun) return
    writer.cut()
    if (this.#writers.includes(writer)) this.#endBehind(writer)
    else this.#fate = 'closing'
  }

  put(records: readonly HttpdPut[]): Chunk[] {
    const chunks = this.#unsent
    for (const record of records) {
      const writer = this.#writerFor(record)
      if (writer === undefined) continue
      // Nothing waits in front of the first, so it need not wait itself.
      if (writer === this.#writers[0]) writer.write(record, chunks)
      else writer.write(record, (writer.held ??= []))
      if (writer.fate !== 'open' && this.#fate === 'open') this.#endBehind(writer)
      if (writer.done) this.#release(chunks)
    }
    this.#unsent = []
    return chunks
  }

  reset(): void {
    this.#writers.length = 0
    this.#unsent = []
    this.#fate = 'open'
  }

  /** Undefined for what is put behind the end. */
  #writerFor({ to }: HttpdPut): ResponseWriter | undefined {
    const first = this.#writers[0]
    const isFirst = first !== undefined && !first.done && (to === undefined || first.asked === to)
    const writer = isFirst ? first : this.#find(to)
    if (writer !== undefined) return writer
    if (this.#fate === 'closing') return undefined
    if (this.#fate === 'switched') throw bad('the connection speaks another protocol now, and needs its filter')
    if (to !== undefined) throw bad('the request it is put to has been answered, or is none of this filter')
    const unasked = new ResponseWriter({ method: '', version: '1.1', keepAlive: false }, this.#date)
    this.#writers.push(unasked)
    return unasked
  }

  #find(to: Asked | undefined): ResponseWriter | undefined {
    return this.#writers.find(({ done, asked }) => !done && (to === undefined || asked === to))
  }

  /** The client waits for nothing behind this response. */
  #endBehind(writer: ResponseWriter): void {
    this.#fate = writer.fate
    for (const { asked } of this.#writers.splice(this.#writers.indexOf(writer) + 1)) asked.keepAlive = false
  }

  /** Everything up to the first response that is not complete. */
  #release(chunks: Chunk[]): void {
    for (let first = this.#writers[0]; first?.done === true; first = this.#writers[0]) {
      this.#writers.shift()
      const next = this.#writers[0]
      if (next === undefined || next.held === null) continue
      for (const chunk of next.held) chunks.push(chunk)
      next.held = null
    }
  }
}
