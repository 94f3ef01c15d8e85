import type { Chunk, HandleError, HandleState, Key, KeyHandle, Mode, TerminalHandle } from '@poe/loop'
import { Level, type LevelSource } from './level.ts'
import type { Stage } from './stage.ts'
import { HostKeys } from './terminal-keys.ts'

const PIECE = 65_536

/** The keys of a terminal: reads its octets only when all keys have been read. */
export class NodeKeyHandle implements KeyHandle, LevelSource {
  readonly id: number
  readonly #terminal: TerminalHandle
  readonly #keys: HostKeys
  readonly #decoder = new TextDecoder()
  readonly #reading: Level
  readonly #queue: Key[] = []
  #head = 0
  /** What was decoded, or is about to be, and nobody has read. */
  #text = ''
  #decoding = false
  #over = false
  #told = false

  constructor(stage: Stage, terminal: TerminalHandle, escapeTimeout: number) {
    this.id = terminal.id
    this.#terminal = terminal
    this.#reading = new Level(stage, this)
    this.#keys = new HostKeys(escapeTimeout, (key) => this.#pressed(key))
  }

  get state(): HandleState {
    const { state } = this.#terminal
    return state === 'closed' || this.#told || (state === 'failed' && !this.#over) ? state : 'open'
  }

  get error(): HandleError | null {
    return this.#terminal.error
  }

  get readAhead(): number {
    return this.#terminal.readAhead
  }

  get pending(): number {
    return this.#terminal.pending
  }

  watch(mode: Mode, ready: () => void): void {
    if (mode !== 'read') this.#terminal.watch(mode, ready)
    else if (this.#terminal.state !== 'closed') this.#reading.watch(ready)
  }

  ignore(mode: Mode): void {
    if (mode === 'read') this.#reading.ignore()
    this.#terminal.ignore(mode)
  }

  pause(mode: Mode): void {
    if (mode === 'read') this.#reading.pause()
    this.#terminal.pause(mode)
  }

  resume(mode: Mode): void {
    this.#terminal.resume(mode)
    if (mode === 'read') this.#reading.resume()
  }

  read(): Key | null {
    if (this.#head === this.#queue.length) {
      this.#told = this.#over
      return null
    }
    const key = this.#queue[this.#head++]!
    if (this.#head === this.#queue.length) this.#head = this.#queue.length = 0
    this.#text = this.#text.slice(key.sequence.length)
    return key
  }

  write(chunk: Chunk): Chunk | null {
    return this.#terminal.write(chunk)
  }

  shutdown(): void {
    this.#terminal.shutdown()
  }

  setRaw(raw: boolean): void {
    this.#terminal.setRaw(raw)
  }

  restoreBy(text: string): void {
    this.#terminal.restoreBy(text)
  }

  /** What was decoded and not read is put back for the next use. */
  close(): void {
    this.#reading.ignore()
    this.#terminal.unread(new TextEncoder().encode(this.#text))
    this.#terminal.close()
    this.#queue.length = this.#head = 0
    this.#text = ''
  }

  // The rest is for the level.

  something(): boolean {
    return this.#head < this.#queue.length || (this.#over && !this.#told)
  }

  expect(): void {
    if (!this.#over) this.#terminal.watch('read', this.#pull)
  }

  readonly #pull = (): void => {
    const octets = this.#terminal.read(PIECE)
    if (octets === null) this.#over = this.#terminal.state !== 'open'
    else this.#decode(octets)
    if (this.something()) {
      this.#terminal.ignore('read')
      this.#reading.tell()
    }
  }

  #decode(octets: Uint8Array): void {
    const text = this.#decoder.decode(octets, { stream: true })
    this.#text += text
    this.#decoding = true
    try {
      this.#keys.push(text)
    } finally {
      this.#decoding = false
    }
  }

  #pressed(key: Key): void {
    if (this.#terminal.state === 'closed') return
    this.#queue.push(key)
    // An Escape that nothing follows comes by itself, later.
    if (!this.#decoding) this.#reading.tell()
  }
}
