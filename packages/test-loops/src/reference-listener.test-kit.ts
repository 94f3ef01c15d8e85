import { PoeError } from '@poe/errors'
import type { Address, HandleState, Listener, Mode } from '@poe/loop'
import { ReferenceLevel } from './reference-level.test-kit.ts'
import type { ReferenceLoop } from './reference-loop.test-kit.ts'
import type { ReferenceStream } from './reference-stream.test-kit.ts'

/** A listening socket in memory. */
export class ReferenceListener implements Listener {
  readonly id: number
  readonly local: Address
  readonly error = null
  readonly readAhead = 0
  state: HandleState = 'open'
  readonly #waiting: ReferenceStream[] = []
  readonly #level: ReferenceLevel
  readonly #closed: () => void

  constructor(loop: ReferenceLoop, local: Address, closed: () => void) {
    this.id = ++loop.ids
    this.local = local
    this.#closed = closed
    this.#level = new ReferenceLevel(loop, () => this.#waiting.length > 0)
  }

  watch(mode: Mode, ready: () => void): void {
    if (mode !== 'read') throw new PoeError('ERR_POE_NO_MODE', 'A listener has the mode "read".')
    this.#level.watch(ready)
  }

  ignore(): void {
    this.#level.watch(null)
  }

  pause(): void {
    this.#level.pause(true)
  }

  resume(): void {
    this.#level.pause(false)
  }

  accept(): ReferenceStream | null {
    return this.#waiting.shift() ?? null
  }

  close(): void {
    this.state = 'closed'
    this.ignore()
    this.#closed()
  }

  arrived(stream: ReferenceStream): void {
    this.#waiting.push(stream)
    this.#level.tell()
  }
}
