import type { Chunk, Driver, DriverHandle } from '@poe/driver'

const ENCODER = new TextEncoder()

function octetsOf(chunk: Chunk): Uint8Array {
  return typeof chunk === 'string' ? ENCODER.encode(chunk) : chunk
}

/** The plainest driver that is right; mutants get one thing wrong. */
export class PlainDriver implements Driver {
  protected queue: Uint8Array[] = []

  get(handle: DriverHandle): Uint8Array | null {
    return handle.read(65_536)
  }

  put(chunks: readonly Chunk[]): void {
    for (const chunk of chunks) if (chunk.length > 0) this.queue.push(octetsOf(chunk))
  }

  flush(handle: DriverHandle): number {
    for (let head = this.queue[0]; head !== undefined; head = this.queue[0]) {
      const rest = handle.write(head)
      this.queue.shift()
      if (rest === null || rest.length === 0) continue
      this.kept(octetsOf(rest), head)
      break
    }
    return this.left(handle)
  }

  /** The handle did not take all of a chunk. */
  protected kept(rest: Uint8Array, _head: Uint8Array): void {
    this.queue.unshift(rest)
  }

  protected left(handle: DriverHandle): number {
    return this.outOctets + handle.pending
  }

  get empty(): boolean {
    return this.queue.length === 0
  }

  get outOctets(): number {
    return this.queue.reduce((sum, { length }) => sum + length, 0)
  }

  get outMessages(): number {
    return this.queue.length
  }

  clone(): Driver {
    return new (this.constructor as new () => Driver)()
  }
}

export class DropsTheRest extends PlainDriver {
  protected override kept(): void {}
}

export class WritesTheChunkAgain extends PlainDriver {
  protected override kept(_rest: Uint8Array, head: Uint8Array): void {
    this.queue.unshift(head)
  }
}

export class PutsTheRestLast extends PlainDriver {
  protected override kept(rest: Uint8Array): void {
    this.queue.push(rest)
  }
}

export class DropsWhatIsBehindTheRest extends PlainDriver {
  protected override kept(rest: Uint8Array): void {
    this.queue = [rest]
  }
}

export class LosesAnOctetOfTheRest extends PlainDriver {
  protected override kept(rest: Uint8Array): void {
    this.queue.unshift(rest.subarray(1))
  }
}

export class SaysThatAllIsFlushed extends PlainDriver {
  protected override left(): number {
    return 0
  }
}

export class ForgetsWhatTheHandleHolds extends PlainDriver {
  override get empty(): boolean {
    return true
  }
}

export class ReadsTwice extends PlainDriver {
  #again: Uint8Array | null = null

  override get(handle: DriverHandle): Uint8Array | null {
    const before = this.#again
    this.#again = null
    if (before !== null) return before
    const octets = super.get(handle)
    if (octets !== null && octets.length === 3) this.#again = octets
    return octets
  }
}

export class LosesShortReads extends PlainDriver {
  override get(handle: DriverHandle): Uint8Array | null {
    const octets = super.get(handle)
    return octets !== null && octets.length === 1 ? super.get(handle) : octets
  }
}
