import {
  type Chunk,
  type HandleError,
  type HandleState,
  type Key,
  type KeyHandle,
  Level,
  type Mode,
  type TerminalHandle,
} from '@poe/loop'
import type { Happening } from './agenda.ts'
import { KeyDecoder } from './terminal-keys.ts'
import type { World } from './world.ts'

const PIECE = 65_536

/** The keys of the simulated terminal. */
export class VirtualKeyHandle implements KeyHandle {
  readonly id: number
  readonly #world: World
  readonly #terminal: TerminalHandle
  readonly #escapeTimeout: number
  readonly #text = new TextDecoder()
  readonly #decoder = new KeyDecoder((key) => void this.#queue.push(key))
  readonly #reading: Level
  readonly #queue: Key[] = []
  /** The characters of an unfinished key. */
  #unfinished = ''
  #escape: Happening | null = null
  #over = false
  #told = false

  constructor(world: World, terminal: TerminalHandle, escapeTimeout: number) {
    this.id = terminal.id
    this.#world = world
    this.#terminal = terminal
    this.#escapeTimeout = escapeTimeout
    this.#reading = new Level(world, () => this.#queue.length > 0 || (this.#over && !this.#told))
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
    else if (this.#terminal.state !== 'closed') {
      this.#reading.watch(ready)
      this.#refill()
    }
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
    if (mode !== 'read') return
    this.#reading.resume()
    this.#refill()
  }

  read(): Key | null {
    const key = this.#queue.shift()
    if (this.#queue.length === 0) this.#refill()
    if (key === undefined) this.#told = this.#over
    return key ?? null
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
    const unread = this.#queue.splice(0).map(({ sequence }) => sequence)
    this.#reading.ignore()
    this.#escape?.cancel()
    this.#terminal.unread(new TextEncoder().encode(unread.join('') + this.#unfinished))
    this.#terminal.close()
  }

  /** Octets are decoded only when all keys have been read and somebody waits for more. */
  #refill(): void {
    if (this.#queue.length === 0 && !this.#over && this.#reading.watched === 'watched')
      this.#terminal.watch('read', this.#pull)
  }

  readonly #pull = (): void => {
    const octets = this.#terminal.read(PIECE)
    if (octets === null) this.#over = this.#terminal.state !== 'open'
    else this.#decode(this.#text.decode(octets, { stream: true }))
    if (this.#queue.length > 0 || this.#over) this.#terminal.ignore('read')
    this.#reading.tell()
  }

  #decode(text: string): void {
    this.#escape?.cancel()
    const before = this.#queue.length
    this.#decoder.push(text)
    const decoded = this.#queue.slice(before).reduce((length, { sequence }) => length + sequence.length, 0)
    this.#unfinished = (this.#unfinished + text).slice(decoded)
    if (this.#decoder.escaped) this.#escape = this.#world.after(this.#escapeTimeout, () => this.#escaped())
  }

  #escaped(): void {
    this.#unfinished = ''
    this.#decoder.flush()
    this.#reading.tell()
  }
}
