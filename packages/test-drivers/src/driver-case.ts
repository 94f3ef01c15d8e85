import type { Driver } from '@poe/driver'

/** The two functions of a test runner that a kit needs; those of vitest, jest, mocha and `node:test` will do. */
export interface Runner {
  /** Names a group of tests. */
  describe(name: string, body: () => void): unknown
  /** Names a test; it fails where the body throws, or what it promises rejects. */
  it(name: string, body: () => void | Promise<void>): unknown
}

/** A driver to be tested. */
export interface DriverCase {
  /** How it is called in the names of tests. */
  readonly name: string
  /** Makes a driver with nothing queued, a new one at each call. */
  readonly create: () => Driver
  /**
   * The most octets one `get` reads, of the drivers that {@link create} makes. Make it another than the driver's default, so
   * that a clone that forgets it is found.
   * @defaultValue not known: it need only be the same at every read, and in clones
   */
  readonly blockSize?: number | undefined
  /**
   * Whether neighbouring texts, and neighbouring small chunks of octets, leave in one write. A driver that cannot, for its
   * handles want every chunk by itself, says false.
   * @defaultValue true
   */
  readonly joins?: boolean | undefined
  /**
   * What the random runs begin with, whole numbers; the same seed is the same run on every host.
   * @defaultValue 1, 2 and 3
   */
  readonly seeds?: readonly number[] | undefined
  /**
   * How many times a random run puts and flushes.
   * @defaultValue 3000
   */
  readonly rounds?: number | undefined
}

/** What a driver promises, by the name of its test. */
export type Promises = Readonly<Record<string, (given: DriverCase) => void | Promise<void>>>
