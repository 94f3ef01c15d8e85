import type { Loop } from '@poe/loop'
import { testLoop } from '@poe/test-loops'
import { describe, it } from 'vitest'
import { VirtualLoop, type VirtualLoopOptions } from './index.ts'

let paths = 0

/** The published tests of loops. They wait by the host's clock, which does not hold simulated time up. */
function test(name: string, options: VirtualLoopOptions): void {
  const programs: VirtualLoopOptions['programs'] = {
    async cat(child) {
      for (let octets = await child.read(); octets !== null; octets = await child.read()) await child.write(octets)
    },
    exit: (child) => child.exit(Number(child.args[0])),
  }
  testLoop(
    { describe, it },
    {
      name,
      timeout: 28_000,
      lacks: ['descriptors'],
      create: () => new VirtualLoop({ onStuck: 'wait', programs, ...options }),
      raise: (loop, signal) => void virtual(loop).raise(signal),
      stepWallClock: (loop, milliseconds) => virtual(loop).stepWallClock(milliseconds),
      async connectToReset(loop, { address, port }) {
        const { net } = virtual(loop)
        const socket = await net.connect({ host: address, port })
        const { name } = net.connections.at(-1)!
        return () => {
          net.resetAll((connection) => connection.name === name)
          socket.close()
        }
      },
      unixPath: () => `/run/test-${++paths}`,
      tls: { key: 'key', cert: 'localhost', otherCert: 'elsewhere' },
      folder: (loop) => {
        const folder = `/tmp/test-${++paths}`
        // A folder is there while a file is in it; this one stays empty.
        virtual(loop).files.folder(folder)
        return folder
      },
      namedPipe: (loop, path) => virtual(loop).files.pipe(path),
      fullDisk: (loop) => {
        virtual(loop).files.capacity = 0
        return '/full'
      },
      programs: { cat: ['cat'], exit: (code) => ['exit', String(code)] },
      terminal: {
        type: (loop, text) => virtual(loop).terminal.type(text),
        end: (loop) => virtual(loop).terminal.end(),
        output: (loop) => virtual(loop).terminal.output,
      },
    },
  )
}

function virtual(loop: Loop): VirtualLoop {
  return loop as VirtualLoop
}

test('VirtualLoop', {})
test('VirtualLoop, slow', { faults: { latency: 3, jitter: 5, bandwidth: 10_000 } })
test('VirtualLoop, in small pieces', { faults: { shortReads: 0.3, window: 4096 } })
