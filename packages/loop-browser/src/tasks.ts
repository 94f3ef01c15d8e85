/**
 * Callbacks in tasks of their own, by messages to oneself: the page paints and hears its user between any two, and they are
 * not held back in the background, as timers are.
 */
export class Tasks {
  readonly #calls: (() => void)[] = []
  #port: MessagePort | null = null
  #held = false

  /** Calls once, in a later task. */
  soon(call: () => void): void {
    this.#calls.push(call)
    this.#port ??= this.#open()
    this.#port.postMessage(null)
  }

  /** There will be calls. */
  hold(): void {
    this.#held = true
  }

  /** No more calls are wanted; those that were asked for are still made. */
  release(): void {
    this.#held = false
    this.#closeUnused()
  }

  #open(): MessagePort {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = this.#next
    return port2
  }

  readonly #next = (): void => {
    const call = this.#calls.shift()
    try {
      call?.()
    } finally {
      this.#closeUnused()
    }
  }

  #closeUnused(): void {
    if (this.#held || this.#calls.length > 0) return
    this.#port?.close()
    this.#port = null
  }
}
