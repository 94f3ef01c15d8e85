import type { TestLoopOptions } from './options.ts'
import { ReferenceLoop } from './reference-loop.test-kit.ts'

let folders = 0

/** What the kit needs to test a {@link ReferenceLoop}, or a broken one. */
export function referenceOptions(create: () => ReferenceLoop): TestLoopOptions {
  return {
    name: 'reference',
    create,
    lacks: ['datagrams', 'TLS', 'unix sockets', 'terminal'],
    raise: (loop, signal) => reference(loop).raise(signal),
    stepWallClock: (loop, milliseconds) => {
      reference(loop).offset += milliseconds
    },
    connectToReset: async (loop, { port }) => {
      const [end] = reference(loop).net.link(port)
      return () => end.reset()
    },
    folder: () => `/tmp/${++folders}`,
    descriptorPair: (loop) => reference(loop).descriptors.pair(),
    programs: { cat: ['cat'], exit: (code) => ['exit', `${code}`] },
  }
}

function reference(loop: unknown): ReferenceLoop {
  if (loop instanceof ReferenceLoop) return loop
  throw new TypeError('not a reference loop')
}
