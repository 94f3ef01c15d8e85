import { isPoeError } from '@poe/errors'
import { Kernel } from '@poe/kernel'
import { TimeLoop } from '@poe/loop'

/** A kernel under simulated time, and a trace of what happens on it. */
export function stage() {
  const loop = new TimeLoop({ settle: () => new Promise(setImmediate) })
  return { loop, kernel: new Kernel({ loop }), trace: [] as unknown[] }
}

/** Code and message of what a function throws. */
export function thrown(run: () => unknown): string | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    return isPoeError(error) ? `${error.code}: ${error.message}` : `not ours: ${String(error)}`
  }
}
