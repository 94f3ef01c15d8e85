import type { Chunk, Driver, DriverHandle } from '@poe/driver'
import { joined, octetsOf } from './octets.ts'

/** The plainest right driver, all octets and in one write, made of small steps for mutants to get wrong. */
export class ListDriver implements Driver {
  readonly blockSize: number
  /** What is to be written. */
  protected pieces: Uint8Array[] = []
  /** The octets that are left of each chunk that was put. */
  protected sizes: number[] = []

  constructor(blockSize = 4096) {
    this.blockSize = blockSize
  }

  get(handle: DriverHandle): Uint8Array | null {
    return handle.read(this.blockSize)
  }

  put(chunks: readonly Chunk[]): void {
    for (const chunk of chunks) if (chunk.length > 0) this.putOne(chunk)
  }

  flush(handle: DriverHandle): number {
    while (this.pieces.length > 0) {
      const head = this.head()
      const rest = handle.write(head)
      this.written(head, rest)
      if (rest !== null) break
    }
    return this.outOctets + handle.pending
  }

  get empty(): boolean {
    return this.pieces.length === 0
  }

  get outOctets(): number {
    return this.pieces.reduce((sum, piece) => sum + piece.length, 0)
  }

  get outMessages(): number {
    return this.sizes.length
  }

  clone(): Driver {
    return new (this.constructor as typeof ListDriver)(this.blockSize)
  }

  protected putOne(chunk: Chunk): void {
    const octets = octetsOf(chunk)
    this.pieces.push(octets)
    this.sizes.push(octets.length)
  }

  protected head(): Chunk {
    if (this.pieces.length > 1) this.pieces = [joined(this.pieces)]
    return this.pieces[0] as Chunk
  }

  protected written(head: Chunk, rest: Chunk | null): void {
    this.pieces.shift()
    if (rest !== null) this.pieces.unshift(octetsOf(rest))
    this.drop(octetsOf(head).length - (rest === null ? 0 : octetsOf(rest).length))
  }

  protected drop(octets: number): void {
    let left = octets
    while (left > 0 && left >= (this.sizes[0] as number)) left -= this.sizes.shift() as number
    if (left > 0) this.sizes[0] = (this.sizes[0] as number) - left
  }
}
