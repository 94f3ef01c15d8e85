import type { StreamHandle } from '@poe/loop'
import type { Rig } from './rig.ts'

/** What was read of a stream, and how it ended. */
export class Reading {
  readonly chunks: Uint8Array[] = []
  /** `ended`, or the code of the failure, each time it was told. */
  readonly endings: string[] = []
  /** How often reading was possible, or said to be. */
  calls = 0
  octets = 0
  /** The longest read. */
  longest = 0
  /** What a test does after each read. */
  after: () => void = () => {}
  readonly #handle: StreamHandle
  readonly #max: number

  constructor(rig: Rig, handle: StreamHandle, max: number) {
    this.#handle = handle
    this.#max = max
    rig.watch(handle, 'read', () => this.#read())
  }

  /** All octets as text. */
  get text(): string {
    return new TextDecoder().decode(this.joined)
  }

  get joined(): Uint8Array {
    const joined = new Uint8Array(this.octets)
    let at = 0
    for (const chunk of this.chunks) {
      joined.set(chunk, at)
      at += chunk.byteLength
    }
    return joined
  }

  #read(): void {
    this.calls++
    const octets = this.#handle.read(this.#max)
    if (octets !== null) {
      // A copy: nobody promises that the octets stay.
      this.chunks.push(octets.slice())
      this.octets += octets.byteLength
      this.longest = Math.max(this.longest, octets.byteLength)
    } else if (this.#handle.state !== 'open') this.endings.push(this.#handle.error?.code ?? this.#handle.state)
    this.after()
  }
}
