import type { DescriptorService } from '@poe/loop'
import { SelectLoop, type SelectLoopOptions } from '@poe/loop-select'
import { PolledDescriptors } from './descriptors.ts'

/**
 * POE::Loop::IO_Poll: the default loop with one more service, `descriptors`, which watches any descriptor of the system and makes streams of
 * them. The host's own loop stays the one that runs: a thread of its pool waits for the descriptors while somebody watches
 * them, and wakes it.
 */
export class PollLoop extends SelectLoop {
  override readonly name: string = 'poll'
  /** Any descriptor of the system, on Linux. */
  readonly descriptors: DescriptorService
  readonly #descriptors: PolledDescriptors

  /** @throws PoeError for options it cannot mean */
  constructor(options: SelectLoopOptions = {}) {
    super(options)
    this.#descriptors = new PolledDescriptors(this.stage)
    this.descriptors = this.#descriptors
  }

  override async run(): Promise<void> {
    if (this.stage.running) return super.run()
    const over = super.run()
    this.#descriptors.start()
    try {
      await over
    } finally {
      // Another run may have begun meanwhile.
      if (!this.stage.running) this.#descriptors.stop()
    }
  }

  override halt(): void {
    super.halt()
    this.#descriptors.stop()
  }
}
