import type { Driver } from '@poe/driver'
import type { Watch } from '@poe/kernel'
import type { StreamHandle } from '@poe/loop'
import { endOfInput, wheelError } from '@poe/wheel'
import type { Delivery } from './delivery.ts'
import type { Side } from './side.ts'

/** Follows what is read in sequence: the loop tells when there is more. */
export class StreamTail<Rec> {
  readonly #side: Side
  readonly #driver: Pick<Driver, 'get'>
  readonly #delivery: Delivery<Rec>
  readonly #handle: StreamHandle
  readonly #watch: Watch

  /** @throws PoeError `ERR_POE_NO_MODE` where the handle cannot be read */
  constructor(side: Side, driver: Pick<Driver, 'get'>, delivery: Delivery<Rec>, handle: StreamHandle) {
    this.#side = side
    this.#driver = driver
    this.#delivery = delivery
    this.#handle = handle
    this.#watch = side.host.watch(handle, 'read', `${side.label} -> select read`, { ready: () => this.#readable() })
    if (side.paused) this.pause()
  }

  pause(): void {
    this.#watch.pause()
  }

  resume(): void {
    this.#watch.resume()
  }

  stop(): void {
    this.#watch.dispose()
    this.#handle.close()
  }

  #readable(): void {
    const octets = this.#driver.get(this.#handle)
    if (octets !== null) this.#delivery.accept(octets)
    else if (this.#handle.state === 'ended') this.#ended()
    else if (this.#handle.state === 'failed' && this.#handle.error !== null)
      this.#side.fail(wheelError('read', this.#handle.error, this.#side.id))
  }

  /** The end is told behind the last record. */
  #ended(): void {
    this.#watch.pause()
    this.#delivery.finish()
    void this.#delivery.emptied().then(() => this.#tellEnd())
  }

  #tellEnd(): void {
    const { host, label, id } = this.#side
    host.enter(`${label} -> select read`, () => {
      if (!this.#side.over) this.#side.fail(endOfInput(id))
    })
  }
}
