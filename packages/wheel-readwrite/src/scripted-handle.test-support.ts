import { type Chunk, type HandleError, type HandleState, handleError, type Mode, type StreamHandle } from '@poe/loop'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export const octets = (text: string): Uint8Array => encoder.encode(text)

/** What a write does: how much is taken, and what of that the handle still has to hand on. */
export interface Take {
  readonly take: number
  readonly pending?: number
}

export const ALL: Take = { take: Number.POSITIVE_INFINITY }

/** A stream that does what it is told, and fails on any read or write that nobody scripted. */
export class ScriptedHandle implements StreamHandle {
  static #last = 0
  readonly id = ++ScriptedHandle.#last
  readonly readAhead = 0
  /** What was written, write by write. */
  readonly written: string[] = []
  readonly writtenOctets: Uint8Array[] = []
  pending = 0
  error: HandleError | null = null
  state: HandleState = 'open'
  shutdowns = 0
  /** Called at `shutdown()`: how the peer answers. */
  onShutdown: () => void = () => {}
  /** Asked for what a write does, once the script has come to its end. */
  otherwise: (() => Take) | undefined
  readonly #wake: () => void
  readonly #takes: Take[] = []
  readonly #watches = new Map<Mode, { ready: () => void; paused: boolean }>()
  readonly #input: Uint8Array[] = []
  #untold: HandleError | 'end' | null = null
  #announcing = false

  constructor(wake: () => void) {
    this.#wake = wake
  }

  // For tests

  /** What the next writes do, in order. */
  expects(...takes: Take[]): this {
    this.#takes.push(...takes)
    return this
  }

  get unusedTakes(): number {
    return this.#takes.length
  }

  feed(...chunks: (string | Uint8Array)[]): this {
    for (const chunk of chunks) this.#input.push(typeof chunk === 'string' ? octets(chunk) : chunk)
    this.#wake()
    return this
  }

  /** The peer ends its output, or the connection fails. */
  finish(failure: HandleError | 'end' = 'end'): this {
    this.#untold = failure
    this.#wake()
    return this
  }

  /** What was pending has been handed on, or so much of it. */
  handOn(octetsGone = this.pending): void {
    this.pending -= octetsGone
    this.#wake()
  }

  /** What nobody has read. */
  get unreadText(): string {
    return this.#input.map((chunk) => decoder.decode(chunk)).join('')
  }

  get text(): string {
    return decoder.decode(Uint8Array.from(this.writtenOctets.flatMap((chunk) => [...chunk])))
  }

  isWatched(mode: Mode): boolean {
    return this.#watches.get(mode)?.paused === false
  }

  /** Calls who watches, as a loop would, if there is something to tell. */
  announce(): boolean {
    const readable = this.#input.length > 0 || this.#untold !== null
    return (readable && this.#call('read')) || ((this.pending === 0 || this.state === 'failed') && this.#call('write'))
  }

  // StreamHandle

  read(max: number): Uint8Array | null {
    if (!this.#announcing) throw new Error('unscripted read')
    const head = this.#input.shift()
    if (head === undefined) {
      this.#tellEnd()
      return null
    }
    if (head.length > max) this.#input.unshift(head.subarray(max))
    return head.subarray(0, max)
  }

  unread(chunk: Uint8Array): void {
    this.#input.unshift(chunk)
  }

  write(chunk: Chunk): Chunk | null {
    const step = this.#takes.shift() ?? this.otherwise?.()
    if (this.state === 'closed' || step === undefined) throw new Error(`unscripted write of ${JSON.stringify(chunk)}`)
    const taken = chunk.slice(0, safeCut(chunk, step.take))
    if (taken.length > 0) {
      this.writtenOctets.push(typeof taken === 'string' ? octets(taken) : taken)
      this.written.push(typeof taken === 'string' ? taken : decoder.decode(taken))
    }
    this.pending = step.pending ?? 0
    return taken.length === chunk.length ? null : chunk.slice(taken.length)
  }

  /** The next write finds the connection gone. */
  breakWriting(code: string): void {
    this.otherwise = () => {
      this.error = handleError(code, 'write')
      this.state = 'failed'
      return ALL
    }
  }

  shutdown(): void {
    this.shutdowns++
    this.onShutdown()
  }

  watch(mode: Mode, ready: () => void): void {
    this.#watches.set(mode, { ready, paused: false })
    this.#wake()
  }

  ignore(mode: Mode): void {
    this.#watches.delete(mode)
  }

  pause(mode: Mode): void {
    const watch = this.#watches.get(mode)
    if (watch !== undefined) watch.paused = true
  }

  resume(mode: Mode): void {
    const watch = this.#watches.get(mode)
    if (watch !== undefined) watch.paused = false
    this.#wake()
  }

  close(): void {
    this.state = 'closed'
    this.#watches.clear()
  }

  #call(mode: Mode): boolean {
    const watch = this.#watches.get(mode)
    if (watch === undefined || watch.paused) return false
    this.#announcing = true
    watch.ready()
    this.#announcing = false
    return true
  }

  #tellEnd(): void {
    if (this.#untold === 'end') this.state = 'ended'
    else if (this.#untold !== null) {
      this.state = 'failed'
      this.error = this.#untold
    }
    this.#untold = null
  }
}

/** A handle that gives back text does not cut a pair in two. */
function safeCut(chunk: Chunk, at: number): number {
  return typeof chunk === 'string' && /[\ud800-\udbff]$/.test(chunk.slice(0, at)) ? at - 1 : at
}
