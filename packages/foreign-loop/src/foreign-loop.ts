import { check, checkOptions } from '@poe/errors'
import { SelectLoop, type SelectLoopOptions } from '@poe/loop-select'
import type { Foreign } from './foreign.ts'
import { Guest } from './guest.ts'

/** What a {@link ForeignLoop} takes: what a `SelectLoop` does. */
export type ForeignLoopOptions = SelectLoopOptions

const foreignLoop = check.having('a foreign loop', 'prepare', 'serve')

/**
 * A loop for a kernel that serves an event loop of native code besides: that of a window system, of a game, of a database.
 * Node's own loop goes on, with all that `SelectLoop` has: sockets, programs, files, signals, the terminal.
 *
 * Node on Linux only, in the main thread. Outside {@link run} the foreign loop is not served.
 */
export class ForeignLoop extends SelectLoop {
  override readonly name: string
  readonly #guest: Guest

  /** @throws PoeError `ERR_POE_RUNTIME` where the host is not Node on Linux, or a worker; `ERR_POE_BAD_OPTION` */
  constructor(foreign: Foreign, options: ForeignLoopOptions = {}) {
    checkOptions('ForeignLoop', { foreign }, { foreign: foreignLoop }, ['foreign'])
    super(options)
    this.name = foreign.name
    this.#guest = new Guest(foreign, this.stage)
  }

  /**
   * Makes a function that native code may call back: what `callback` throws does not pass through native code, which it
   * would break, but ends the run, and native code is given `otherwise`.
   */
  guard<A extends readonly unknown[], R>(callback: (...args: A) => R, otherwise: R): (...args: A) => R {
    return (...args) => {
      try {
        return callback(...args)
      } catch (error) {
        this.#guest.fail(error)
        return otherwise
      }
    }
  }

  override async run(): Promise<void> {
    this.#guest.start()
    return super.run()
  }

  override halt(): void {
    super.halt()
    this.#guest.stop()
  }
}
