/**
 * Octets of memory allocated by one unit of work, `node --expose-gc --max-semi-space-size=… allocations.mjs`: a figure that does
 * not depend on how busy the machine is. Prints `NAME OCTETS` lines.
 */
import { LineFilter } from '@poe/filter-line'
import { VirtualLoop } from '@poe/loop-virtual'
import { Kernel, SelectLoop, Session, TcpClient, TcpServer } from '@poe/poe'

/** @typedef {import('@poe/poe').SessionKernel} SessionKernel */

const collect = /** @type {() => void} */ (globalThis.gc)

/**
 * Runs some work until it is optimized, then counts what so many units of it allocate: the least of some runs, since whatever
 * else a host does adds to it. Nothing is collected meanwhile: the young generation is larger than all of it.
 * @param {string} name @param {number} units @param {(units: number) => unknown} work
 */
async function count(name, units, work) {
  for (let i = 0; i < 5; i++) await work(units)
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < 5; i++) {
    collect()
    const before = process.memoryUsage().heapUsed
    await work(units)
    least = Math.min(least, process.memoryUsage().heapUsed - before)
  }
  console.log(`${name} ${(least / units).toFixed(1)}`)
}

/** Runs a session of its own kernel to its end. @param {(kernel: SessionKernel) => void} begin @param {Record<string, (context: any, ...args: any[]) => unknown>} states */
async function run(begin, states) {
  const kernel = new Kernel({ loop: new SelectLoop() })
  Session.create({ kernel, inlineStates: { _start: ({ kernel }) => begin(kernel), ...states } })
  await kernel.run()
}

await count('event', 100_000, (units) =>
  run((kernel) => kernel.yield('next', units), {
    next({ kernel }, /** @type {number} */ left) {
      if (left > 0) kernel.yield('next', left - 1)
    },
  }),
)

await count('call', 100_000, (units) =>
  run(
    (kernel) => {
      for (let i = 0; i < units; i++) kernel.call(1, 'next', i)
    },
    { next: () => {} },
  ),
)

await count('timer', 50_000, (units) =>
  run(
    (kernel) => {
      for (let i = 0; i < units; i++) kernel.alarmRemove(kernel.delaySet('late', 100_000))
    },
    { late: () => {} },
  ),
)

await count('session', 5_000, (units) =>
  run((kernel) => {
    for (let i = 0; i < units; i++) Session.create({ kernel, inlineStates: { _start() {} } })
  }, {}),
)

await count('line', 50_000, (units) => {
  const filter = new LineFilter()
  const line = new TextEncoder().encode('a line of text\r\n'.repeat(100))
  let seen = 0
  while (seen < units) {
    filter.getOneStart([line])
    while (filter.getOne() !== undefined) seen++
  }
})

/** Lines to an echo server and back, on a simulated network. @param {number} lines @param {number} connections */
async function echo(lines, connections) {
  const kernel = new Kernel({ loop: new VirtualLoop() })
  const server = new TcpServer({ kernel, clientInput: ({ heap }, line) => void heap.client.put(line) })
  let left = connections
  void server.listening().then(({ port }) => {
    for (let i = 0; i < connections; i++)
      new TcpClient({
        kernel,
        remotePort: port,
        connected: ({ heap }) => void heap.server.put('line'),
        serverInput({ heap, kernel }, line) {
          if (--lines > 0 && connections === 1) heap.server.put(line)
          else kernel.yield('shutdown')
        },
        disconnected: () => {
          if (--left === 0) void server.close()
        },
      })
  })
  await kernel.run()
}

await count('echoed-line', 5_000, (units) => echo(units, 1))
await count('connection', 500, (units) => echo(1, units))
