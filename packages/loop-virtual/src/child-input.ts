import type { StreamHandle } from '@poe/loop'

/** Reads a stream by promises: one that awaits at a time. */
export class ChildInput {
  readonly #stream: StreamHandle | null

  /** @param stream - null for an input that is empty */
  constructor(stream: StreamHandle | null) {
    this.#stream = stream
  }

  /** Octets, or null at the end. Never settles once the stream is closed. */
  read(): Promise<Uint8Array | null> {
    const stream = this.#stream
    if (stream === null || stream.state === 'ended') return Promise.resolve(null)
    return new Promise((resolve) => {
      stream.watch('read', () => {
        const octets = stream.read(65_536)
        if (octets === null && stream.state === 'open') return
        stream.pause('read')
        resolve(octets)
      })
    })
  }

  /** Lines without their ends. */
  async *lines(): AsyncGenerator<string> {
    const decoder = new TextDecoder()
    let rest = ''
    for (let octets = await this.read(); octets !== null; octets = await this.read()) {
      const lines = (rest + decoder.decode(octets, { stream: true })).split(/\r?\n/)
      rest = lines.pop()!
      yield* lines
    }
    if (rest !== '') yield rest
  }
}
