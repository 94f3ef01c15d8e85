import { Delivery } from './delivery.ts'
import type { Feeder } from './feeder.ts'
import type { FollowedFile } from './followed-file.ts'
import type { TailFilter } from './options.ts'
import type { Side } from './side.ts'

/** The most files that were left and are still read. */
const MOST = 8

/** A file that was left, and may still be written to. */
interface Left<Rec> {
  readonly file: FollowedFile
  readonly until: number
  /** Made when something comes: the filter is the new file's. */
  delivery: Delivery<Rec> | null
}

/** Files that were rotated away, read for a while longer: whoever writes may notice late. */
export class LeftFiles<Rec> {
  readonly #side: Side
  readonly #feeder: Feeder
  readonly #linger: number
  readonly #filter: () => TailFilter<Rec>
  readonly #files = new Set<Left<Rec>>()

  /** @param filter - the one in use, to be cloned */
  constructor(side: Side, feeder: Feeder, linger: number, filter: () => TailFilter<Rec>) {
    this.#side = side
    this.#feeder = feeder
    this.#linger = linger
    this.#filter = filter
  }

  /** When the first one is closed; Infinity for none. */
  get until(): number {
    const [first] = this.#files
    return first?.until ?? Number.POSITIVE_INFINITY
  }

  add(file: FollowedFile): void {
    this.#files.add({ file, until: this.#now + this.#linger, delivery: null })
    const [first] = this.#files
    if (first === undefined || (this.#linger > 0 && this.#files.size <= MOST)) return
    first.file.close()
    this.#files.delete(first)
  }

  /** Whether there was something. Those whose time is over are looked at for the last time. */
  async look(max: number): Promise<boolean> {
    let found = false
    for (const left of [...this.#files]) {
      const isLast = left.until <= this.#now
      const octets = await left.file.look(max)
      if (this.#side.over) return false
      if (octets !== undefined && octets.byteLength > 0) {
        found = true
        left.delivery ??= new Delivery(this.#side, this.#filter().clone() as TailFilter<Rec>)
        await this.#feeder.feed(left.file, left.delivery, octets)
      } else if (isLast) await this.#end(left)
    }
    return found
  }

  close(): void {
    for (const { file } of this.#files) file.close()
  }

  async #end(left: Left<Rec>): Promise<void> {
    if (left.delivery !== null) await this.#feeder.finish(left.delivery)
    left.file.close()
    this.#files.delete(left)
  }

  get #now(): number {
    return this.#side.host.loop.now()
  }
}
