import type { Listener, SocketHandle, StreamHandle } from '@poe/loop'
import { VirtualLoop, type VirtualLoopOptions } from './index.ts'

/** A paced loop that runs, with what tests do with it. */
export class Rig {
  readonly loop: VirtualLoop
  readonly over: Promise<void>

  constructor(options: VirtualLoopOptions = {}) {
    this.loop = new VirtualLoop({ paced: true, ...options })
    this.over = this.loop.run()
    // A test that expects a rejection looks at `over`.
    this.over.catch(() => {})
  }

  /** What a promise comes to while the world goes on for so long. */
  async within<T>(promise: Promise<T>, milliseconds = 1000): Promise<T> {
    promise.catch(() => {})
    let settled = false
    const done = (): void => void (settled = true)
    promise.then(done, done)
    await this.loop.advanceUntil(() => settled, { limit: milliseconds })
    return promise
  }

  /** What a promise is rejected with. */
  async failure(promise: Promise<unknown>, milliseconds = 1000): Promise<unknown> {
    return this.within(
      promise.then(
        () => 'no failure',
        (error: unknown) => error,
      ),
      milliseconds,
    )
  }

  listen(options: object = { port: 80 }): Promise<Listener> {
    return this.within(this.loop.net.listen(options))
  }

  /** Two ends of a connection. */
  async pair(options: object = { port: 80 }): Promise<Pair> {
    const listener = await this.listen(options)
    const to = listener.local.family === 'unix' ? { path: listener.local.address } : { port: listener.local.port }
    const ours = await this.within(this.loop.net.connect(to), 10_000)
    return { listener, ours, theirs: await this.accept(listener) }
  }

  async accept(listener: Listener): Promise<SocketHandle> {
    let socket: SocketHandle | null = null
    await this.loop.advanceUntil(() => (socket ??= listener.accept()) !== null)
    return socket!
  }
}

/** Two ends of a connection. */
export interface Pair {
  readonly listener: Listener
  readonly ours: SocketHandle
  readonly theirs: SocketHandle
}

/** What a handle told, in order: octets as text, then `ended` or the failure's code. */
export function follow(handle: StreamHandle, max = 65_536): string[] {
  const trace: string[] = []
  handle.watch('read', () => {
    const octets = handle.read(max)
    if (octets !== null) trace.push(new TextDecoder().decode(octets))
    else if (handle.state !== 'open') trace.push(handle.error?.code ?? handle.state)
  })
  return trace
}

/** Writes chunks until the handle refuses, and answers with the octets it took. */
export function fill(handle: StreamHandle): number {
  const chunk = new Uint8Array(10_000)
  let taken = 0
  for (;;) {
    const rest = handle.write(chunk)
    if (rest !== null) return taken + chunk.byteLength - rest.length
    taken += chunk.byteLength
  }
}
