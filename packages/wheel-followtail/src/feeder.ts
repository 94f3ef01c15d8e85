import type { Driver, DriverHandle } from '@poe/driver'
import type { Delivery } from './delivery.ts'
import type { FollowedFile } from './followed-file.ts'
import type { Rest } from './rest.ts'
import type { Side } from './side.ts'

/** Brings what was read to the session. */
export class Feeder {
  readonly #side: Side
  readonly #rest: Rest
  readonly #driver: Pick<Driver, 'get'>

  constructor(side: Side, rest: Rest, driver: Pick<Driver, 'get'>) {
    this.#side = side
    this.#rest = rest
    this.#driver = driver
  }

  /** Does something with the session active, once nothing is paused. */
  async inside(what: string, act: () => void): Promise<void> {
    const side = this.#side
    while (side.paused && !side.over) await this.#rest.for(Number.POSITIVE_INFINITY)
    if (side.over) return
    await new Promise<void>((resolve) => {
      side.host.enter(`${side.label} -> ${what}`, () => {
        try {
          if (!side.over) act()
        } finally {
          resolve()
        }
      })
    })
  }

  /** Has the driver take what was read, and delivers it. */
  async feed<Rec>(file: FollowedFile, delivery: Delivery<Rec>, octets: Uint8Array): Promise<void> {
    const source = new Source(octets)
    await this.inside('read', () => {
      for (let taken = this.#take(source); taken !== null && !this.#side.over; taken = this.#take(source)) {
        file.took(taken)
        delivery.accept(taken)
      }
    })
    await delivery.emptied()
  }

  /** Delivers what a file ends with, and has its octets followed by others. */
  async finish<Rec>(delivery: Delivery<Rec>): Promise<void> {
    await this.inside('end', () => delivery.finish())
    await delivery.emptied()
  }

  #take(source: Source): Uint8Array | null {
    return this.#driver.get(source)
  }
}

/** What was read, for a driver to take. */
class Source implements DriverHandle {
  readonly pending = 0
  #octets: Uint8Array

  constructor(octets: Uint8Array) {
    this.#octets = octets
  }

  read(max: number): Uint8Array | null {
    if (this.#octets.byteLength === 0) return null
    const taken = this.#octets.subarray(0, max)
    this.#octets = this.#octets.subarray(max)
    return taken
  }

  write(): null {
    return null
  }
}
