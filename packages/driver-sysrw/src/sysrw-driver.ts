import type { Chunk, Driver, DriverHandle } from '@poe/driver'
import { check, checkOptions } from '@poe/errors'
import { OutputQueue } from './output-queue.ts'

/** What a {@link SysRWDriver} may be told. */
export interface SysRWDriverOptions {
  /**
   * The most octets one `get` reads.
   * @defaultValue 65536
   */
  readonly blockSize?: number | undefined
}

/**
 * Reads and writes a stream handle (POE: `POE::Driver::SysRW`). All text queued is written at once, and so are
 * small neighbouring chunks of octets; what the handle does not take stays in front.
 */
export interface SysRWDriver extends Driver {
  readonly outOctetsAtMost: number
  clone(): SysRWDriver
}

const CHECKS = { blockSize: check.integer(1) }

/** Empty queues. Few of many drivers have something queued at the same time, so they share what they are not using. */
const SPARE: OutputQueue[] = []
const MOST_SPARE = 64

class SysRWDriverImpl implements SysRWDriver {
  readonly #blockSize: number
  /** There while something is queued. */
  #queue: OutputQueue | null = null

  constructor(options?: SysRWDriverOptions) {
    if (options !== undefined) checkOptions('SysRWDriver', options, CHECKS)
    this.#blockSize = options?.blockSize ?? 65_536
  }

  get(handle: DriverHandle): Uint8Array | null {
    return handle.read(this.#blockSize)
  }

  put(chunks: readonly Chunk[]): void {
    for (const chunk of chunks)
      if (chunk.length > 0) {
        this.#queue ??= SPARE.pop() ?? new OutputQueue()
        this.#queue.put(chunk)
      }
  }

  flush(handle: DriverHandle): number {
    const queue = this.#queue
    if (queue === null) return handle.pending
    while (!queue.empty) {
      const head = queue.head()
      const rest = handle.write(head)
      // A handle that had the driver flushed meanwhile has had everything, and the queue may be another's by now.
      if (this.#queue !== queue) break
      queue.written(head, rest)
      if (rest !== null && rest.length > 0) return queue.octets + handle.pending
    }
    if (this.#queue === queue) this.#lend(queue)
    return this.outOctets + handle.pending
  }

  get empty(): boolean {
    return this.#queue === null
  }

  get outOctets(): number {
    return this.#queue?.octets ?? 0
  }

  get outOctetsAtMost(): number {
    return this.#queue?.octetsAtMost ?? 0
  }

  get outMessages(): number {
    return this.#queue?.messages ?? 0
  }

  #lend(queue: OutputQueue): void {
    this.#queue = null
    if (SPARE.length < MOST_SPARE) SPARE.push(queue)
  }

  clone(): SysRWDriver {
    return new SysRWDriverImpl({ blockSize: this.#blockSize })
  }
}

/** Makes a {@link SysRWDriver}. @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_OPTIONS` */
export const SysRWDriver: new (options?: SysRWDriverOptions) => SysRWDriver = SysRWDriverImpl
