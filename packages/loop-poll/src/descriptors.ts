import { PoeError, show } from '@poe/errors'
import type { DescriptorService, HandleStage, Mode, StreamHandle, Watchable } from '@poe/loop'
import { type Parts, refused } from './descriptor.ts'
import { DescriptorStream } from './descriptor-stream.ts'
import { native } from './native.ts'
import { Poller } from './poller.ts'
import { WatchedDescriptor } from './watched-descriptor.ts'

const [GET_FLAGS, SET_FLAGS, DUPLICATE] = [3, 4, 1030]
const NONBLOCK = 0o4000
const ACCESS = 3
const MODES: readonly (readonly Mode[])[] = [['read'], ['write'], ['read', 'write', 'expedite']]

/** The service of a loop. Nothing is loaded and nothing opened before it is first asked for something. */
export class PolledDescriptors implements DescriptorService {
  readonly #stage: HandleStage
  #parts: Parts | null = null

  constructor(stage: HandleStage) {
    this.#stage = stage
  }

  watch(descriptor: number): Watchable {
    const parts = this.#ready(descriptor)
    const duplicate = parts.native.fcntl(descriptor, DUPLICATE, 0)
    if (duplicate < 0) throw refused(descriptor, parts.native.failure('fcntl'))
    try {
      return new WatchedDescriptor(parts, duplicate)
    } catch (error) {
      parts.native.close(duplicate)
      throw error
    }
  }

  stream(descriptor: number): StreamHandle {
    const parts = this.#ready(descriptor)
    const flags = parts.native.fcntl(descriptor, GET_FLAGS, 0)
    if (flags < 0) throw refused(descriptor, parts.native.failure('fcntl'))
    const stream = new DescriptorStream(parts, descriptor, MODES[flags & ACCESS] ?? [])
    parts.native.fcntl(descriptor, SET_FLAGS, flags | NONBLOCK)
    return stream
  }

  /** The loop runs. */
  start(): void {
    this.#parts?.poller.start()
  }

  /** The loop does not run any more. */
  stop(): void {
    this.#parts?.poller.stop()
  }

  #ready(descriptor: number): Parts {
    if (!Number.isInteger(descriptor) || descriptor < 0)
      throw new PoeError('ERR_POE_DESCRIPTOR', `A descriptor is a whole number from 0, not ${show(descriptor)}.`)
    if (this.#parts !== null) return this.#parts
    const system = native()
    this.#parts = { native: system, poller: new Poller(system), stage: this.#stage }
    if (this.#stage.running) this.#parts.poller.start()
    return this.#parts
  }
}
