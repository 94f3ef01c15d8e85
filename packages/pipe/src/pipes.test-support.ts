import type { Announced, HandleStage, StreamHandle } from '@poe/loop'

/** A loop that calls back one by one, when it is told to. */
export class StepLoop implements HandleStage {
  readonly name = 'step'
  readonly stage: HandleStage = this
  running = true
  readonly waiting: Announced[] = []
  #ids = 0

  nextId(): number {
    return ++this.#ids
  }

  announceLater(announced: Announced): void {
    this.waiting.push(announced)
  }

  /** One callback of the host. */
  step(): void {
    if (this.running) this.waiting.shift()?.announce()
  }

  /** Callbacks until there are no more, or too many. */
  settle(): void {
    for (let steps = 0; this.running && this.waiting.length > 0; steps++) {
      if (steps > 5000) throw new Error('There is no end of callbacks.')
      this.step()
    }
  }
}

/** Follows a handle: what is read, and how it ends. */
export function follow(handle: StreamHandle, max = 65_536): { text(): string; told: string[]; sizes: number[] } {
  const read: Uint8Array[] = []
  const told: string[] = []
  handle.watch('read', () => {
    const octets = handle.read(max)
    if (octets !== null) read.push(octets)
    else if (handle.state !== 'open') told.push(handle.state)
  })
  return {
    told,
    text: () => Buffer.concat(read).toString(),
    get sizes() {
      return read.map(({ length }) => length)
    },
  }
}
