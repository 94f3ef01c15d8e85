/** What a page has of a channel, and Node as well. */
interface Channel {
  readonly port1: { onmessage: (() => void) | null }
  readonly port2: { postMessage(message: null): void }
}

// Taken when this is loaded, so that a test's false timers do not stop the world.
const { setImmediate: immediate, MessageChannel: PageChannel } = globalThis as unknown as {
  readonly setImmediate?: (call: () => void) => unknown
  readonly MessageChannel?: new () => Channel
}

/**
 * Makes what lets every promise settle, however long the chain: one hop through the host's own queue, which the
 * host serves only when no promise is left to do. Microtasks alone would let time jump under a longer chain.
 *
 * A hop takes about a microsecond, so one is made after each callback.
 */
export function hostHop(): () => Promise<void> {
  if (immediate !== undefined) return () => new Promise((resolve) => void immediate(resolve))
  return PageChannel === undefined
    ? () => new Promise((resolve) => void setTimeout(resolve, 0))
    : channelHop(new PageChannel())
}

function channelHop({ port1, port2 }: Channel): () => Promise<void> {
  const waiting: (() => void)[] = []
  port1.onmessage = () => waiting.shift()?.()
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve)
      port2.postMessage(null)
    })
}
