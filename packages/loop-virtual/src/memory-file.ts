/** The octets of a file, whatever it is called and whoever has it open. */
export class MemoryFile {
  readonly inode: bigint
  /** What is written to a pipe is gone when it has been read. */
  readonly kind: 'file' | 'pipe'
  /** Names it has. */
  links = 1
  /** Unix milliseconds. */
  modified: number
  changed: number
  /** Told when something was written: who reads a pipe that is empty. */
  readonly readers = new Set<() => void>()
  #octets: Uint8Array
  #size: number

  constructor(inode: bigint, octets: Uint8Array, modified: number, kind: 'file' | 'pipe' = 'file') {
    this.inode = inode
    this.kind = kind
    this.changed = modified
    this.#octets = octets.slice()
    this.#size = octets.byteLength
    this.modified = modified
  }

  get size(): number {
    return this.#size
  }

  /** A copy of what is there; fewer octets than asked for at the end. */
  read(at: number, max: number): Uint8Array {
    return this.#octets.slice(at, Math.min(this.#size, at + max))
  }

  /** As {@link read}, from the front, which it takes away. */
  take(max: number): Uint8Array {
    const taken = this.read(0, max)
    this.#octets.copyWithin(0, taken.byteLength, this.#size)
    this.truncate(this.#size - taken.byteLength)
    return taken
  }

  write(at: number, octets: Uint8Array): void {
    const end = at + octets.byteLength
    if (end > this.#octets.byteLength) this.#grow(end)
    this.#octets.set(octets, at)
    this.#size = Math.max(this.#size, end)
    for (const tell of this.readers) tell()
  }

  /** Cuts off, or fills up with zeros. */
  truncate(size: number): void {
    if (size > this.#octets.byteLength) this.#grow(size)
    if (size < this.#size) this.#octets.fill(0, size, this.#size)
    this.#size = size
  }

  #grow(least: number): void {
    const larger = new Uint8Array(Math.max(least, 2 * this.#octets.byteLength))
    larger.set(this.#octets.subarray(0, this.#size))
    this.#octets = larger
  }
}
