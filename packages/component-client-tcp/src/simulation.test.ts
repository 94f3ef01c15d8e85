import { Kernel } from '@poe/kernel'
import { type FaultOptions, simulate, type VirtualLoop } from '@poe/loop-virtual'
import { expect, it } from 'vitest'
import { TcpClient } from './index.ts'

const MINUTE = 60_000

/** A world in which everything goes wrong at times. */
const faults: FaultOptions = {
  latency: 20,
  jitter: 30,
  shortReads: 0.3,
  shortWrites: 0.3,
  resets: 0.02,
  vanishes: 0.005,
  refusals: 0.2,
  hangs: 0.1,
}

/** An echo server that ends some connections itself; a client that numbers its lines and starts anew with each connection. */
async function program(loop: VirtualLoop) {
  const listener = await loop.net.listen({ host: 'server', port: 7 })
  listener.watch('read', () => {
    const socket = listener.accept()
    socket?.watch('read', () => {
      const octets = socket.read(65_536)
      if (octets === null) return void (socket.state === 'open' || socket.close())
      socket.write(octets)
      if (loop.random() < 0.05) socket.shutdown()
    })
  })
  const kernel = new Kernel({ loop })
  const trace: string[] = []
  const wrong: string[] = []
  let next = 0
  const client = new TcpClient({
    kernel,
    remoteAddress: 'server',
    remotePort: 7,
    connectTimeout: 500,
    stallTimeout: 2000,
    reconnect: { initial: 50, max: 1000, resetAfter: 500 },
    connected({ heap }) {
      trace.push('connected')
      next = 0
      heap.server.put('0')
    },
    connectError: () => trace.push('failed'),
    serverInput({ heap, kernel: mine }, line) {
      // The server's end may cut the line short.
      if (line !== String(next) && !String(next).startsWith(line)) wrong.push(`${line}, not ${next}`)
      next++
      mine.delay('say', 100, heap.server.id)
    },
    serverError: () => {},
    disconnected: () => trace.push('disconnected'),
    inlineStates: {
      say({ heap }, id: number) {
        if (heap.connected && heap.server.id === id) heap.server.put(String(next))
      },
    },
  })
  // A connection that has vanished is noticed by nobody who only listens.
  const drop = (at: number) => loop.at(at, () => client.reconnect())
  for (let at = 5000; at < MINUTE; at += 5000) drop(at)
  loop.at(MINUTE, () => void client.close({ timeout: 20_000 }))
  await kernel.run()
  return { trace, wrong, left: kernel.ledger(), warnings: loop.warnings }
}

it('tells each connection once that it is there and once that it is gone, whatever goes wrong', async () => {
  let connections = 0
  let failures = 0
  const seeds = await simulate(program, {
    seeds: 60,
    faults,
    check({ trace, wrong, left, warnings }) {
      expect([wrong, left, warnings]).toEqual([[], [], []])
      const turns = trace.filter((line) => line !== 'failed')
      expect(turns).toEqual(turns.map((_, n) => (n % 2 === 0 ? 'connected' : 'disconnected')))
      expect(turns.length % 2).toBe(0)
      connections += turns.length / 2
      failures += trace.length - turns.length
    },
  })
  expect(seeds).toBe(60)
  expect(connections).toBeGreaterThan(600)
  expect(failures).toBeGreaterThan(100)
})
