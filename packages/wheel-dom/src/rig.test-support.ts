import { Kernel, type Untyped } from '@poe/kernel'
import { TimeLoop } from '@poe/loop'
import { Session, type SessionContext } from '@poe/session'

/** A kernel on simulated time, and a session that notes what it is told. */
export class Rig {
  readonly kernel: Kernel = new Kernel({ loop: new TimeLoop({ settle: () => new Promise(setImmediate) }) })
  readonly trace: unknown[] = []
  ctx!: SessionContext

  constructor(
    start: (ctx: SessionContext) => void,
    states: Record<string, (ctx: Untyped, ...args: Untyped[]) => unknown> = {},
  ) {
    Session.create({
      kernel: this.kernel,
      inlineStates: {
        _start: (ctx) => {
          this.ctx = ctx
          start(ctx)
        },
        _stop: () => void this.trace.push('_stop'),
        note: (_ctx, ...args: unknown[]) => void this.trace.push(...args),
        ...states,
      },
    })
  }

  /** Runs until the session has stopped; `act` is done meanwhile, in a turn of the host. */
  async run(act: () => void): Promise<void> {
    setImmediate(act)
    await this.kernel.run()
  }
}

/** Frames that come when a test says so. */
export class Frames {
  readonly asked = new Map<number, (time: number) => void>()
  #ids = 0

  requestAnimationFrame(draw: (time: number) => void): number {
    this.asked.set(++this.#ids, draw)
    return this.#ids
  }

  cancelAnimationFrame(id: number): void {
    this.asked.delete(id)
  }

  draw(time: number): void {
    const asked = [...this.asked.values()]
    this.asked.clear()
    for (const draw of asked) draw(time)
  }
}
