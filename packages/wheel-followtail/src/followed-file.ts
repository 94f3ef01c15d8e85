import type { FileHandle, Stat } from '@poe/loop'

/** Octets before the place where reading goes on that have to be the same still. */
const KNOWN = 256

const NOTHING = new Uint8Array(0)

/** An open file, how far it has been read, and what was there. */
export class FollowedFile {
  readonly handle: FileHandle
  readonly #stat: Stat
  #at = 0
  /** The last octets before `#at`. */
  #known: Uint8Array = NOTHING

  constructor(handle: FileHandle, stat: Stat) {
    this.handle = handle
    this.#stat = stat
  }

  /** How far it has been read. */
  get at(): number {
    return this.#at
  }

  /** What was known of it when it was opened. */
  get stat(): Stat {
    return this.#stat
  }

  /** Whether that is the same file; certain, as this one is open. */
  is({ device, inode }: Stat): boolean {
    return device === this.#stat.device && inode === this.#stat.inode
  }

  /** Reading goes on here. */
  async begin(at: number): Promise<void> {
    const from = Math.max(0, at - KNOWN)
    this.#known = await this.#readAll(from, at - from)
    this.#at = from + this.#known.byteLength
  }

  /** The file has been emptied. */
  rewind(): void {
    this.#at = 0
    this.#known = NOTHING
  }

  /**
   * What has been added, at most so much; none; or undefined: the file is not what it was, but shorter, or with other octets
   * where the last ones were.
   */
  async look(max: number): Promise<Uint8Array | undefined> {
    const octets = await this.handle.read(this.#at, max)
    // Afterwards: as what was there is there still, so was what was read behind it.
    const known = this.#known
    const there = await this.#readAll(this.#at - known.byteLength, known.byteLength)
    const isSame = there.byteLength === known.byteLength && known.every((octet, index) => octet === there[index])
    return isSame ? octets : undefined
  }

  /** So much of what {@link look} gave has been taken. */
  took(octets: Uint8Array): void {
    const { byteLength } = octets
    this.#at += byteLength
    if (byteLength >= KNOWN) this.#known = octets.slice(byteLength - KNOWN)
    else this.#known = joined(this.#known, octets).slice(-KNOWN)
  }

  close(): void {
    // What a disk had to say of what was read is nobody's concern any more.
    this.handle.close().catch(() => {})
  }

  /** A read may give fewer octets than there are. */
  async #readAll(from: number, count: number): Promise<Uint8Array> {
    let octets: Uint8Array = NOTHING
    while (octets.byteLength < count) {
      const more = await this.handle.read(from + octets.byteLength, count - octets.byteLength)
      if (more.byteLength === 0) break
      octets = octets.byteLength === 0 ? more : joined(octets, more)
    }
    return octets
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.byteLength + second.byteLength)
  both.set(first)
  both.set(second, first.byteLength)
  return both
}
