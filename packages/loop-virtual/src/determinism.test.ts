import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FaultOptions, VirtualLoop } from './index.ts'

const WILD: FaultOptions = {
  latency: 2,
  jitter: 9,
  bandwidth: 50,
  window: 64,
  shortReads: 0.4,
  shortWrites: 0.4,
  resets: 0.01,
  vanishes: 0.005,
  refusals: 0.1,
  hangs: 0.05,
  acceptFailures: 0.2,
  loss: 0.1,
  duplicates: 0.1,
  reorders: 0.2,
}

/** What a run left behind. */
interface Outcome {
  readonly journal: readonly string[]
  readonly faults: readonly unknown[]
  readonly told: readonly string[]
}

/** Some clients that talk to an echo server through a wild network, and a program, for a minute. */
async function world(seed: number, disturb: () => void = () => {}, traceLimit = 100_000): Promise<Outcome> {
  const programs = {
    async clock(child: { sleep(ms: number): Promise<void>; write(text: string): Promise<void> }): Promise<void> {
      for (let i = 0; i < 5; i++) {
        await child.sleep(1000)
        await child.write(`tick ${i}\n`)
      }
    },
  }
  const loop = new VirtualLoop({ seed, faults: WILD, programs, traceLimit })
  const told: string[] = []
  const listener = await loop.net.listen({ port: 7 })
  listener.watch('read', () => {
    const socket = listener.accept()
    socket?.watch('read', () => {
      disturb()
      const octets = socket.read(50)
      if (octets !== null) socket.write(octets)
      else if (socket.state !== 'open') socket.close()
    })
  })
  const client = async (name: number): Promise<void> => {
    const socket = await loop.net.connect({ port: 7 })
    socket.write(`hello from ${name}, ${loop.random()}`.repeat(3))
    socket.shutdown()
    let octets = 0
    socket.watch('read', () => {
      const got = socket.read(1000)
      octets += got?.byteLength ?? 0
      if (got !== null || socket.state === 'open') return
      told.push(`${name} ${octets} ${socket.error?.code ?? socket.state}`)
      socket.close()
    })
  }
  for (let i = 0; i < 10; i++)
    loop.at(i * 100, () => void client(i).catch((error: { code: string }) => told.push(`${i} ${error.code}`)))
  const { stdout } = loop.process.spawn({ command: ['clock'] })
  stdout!.watch('read', () => {
    const octets = stdout!.read(100)
    if (octets !== null) loop.trace(new TextDecoder().decode(octets).trim())
    else if (stdout!.state !== 'open') stdout!.close()
  })
  loop.at(200_000, () => loop.halt())
  await loop.run()
  return { journal: loop.journal, faults: loop.faultLog, told }
}

describe('one seed', () => {
  it('gives one journal, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const [one, other] = [await world(seed), await world(seed)]
        expect(one.journal.length).toBeGreaterThan(20)
        expect(other).toEqual(one)
      }),
      { numRuns: 30 },
    )
  })

  it('gives that journal on any machine', async () => {
    const { journal } = await world(2026)
    const digest = createHash('sha256').update(journal.join('\n')).digest('hex')
    expect([journal.length, digest]).toEqual([164, '4528300f90bb5d89f430f0e5d2b179a90399a6233b18660a15a7a66be746bb65'])
  })

  it('gives another journal than another seed', async () => {
    expect((await world(1)).journal).not.toEqual((await world(2)).journal)
  })

  it('gives the same journal however busy the real machine is', async () => {
    const busy = (): void => {
      const until = performance.now() + Math.random() * 0.5
      while (performance.now() < until);
    }
    const timers = Array.from({ length: 20 }, () => setInterval(busy, 1))
    const disturbed = await world(3, busy)
    for (const timer of timers) clearInterval(timer)
    expect(disturbed).toEqual(await world(3))
  })

  it('gives the same journal beside other worlds', async () => {
    const together = await Promise.all([4, 5, 6].map((seed) => world(seed)))
    const alone = [await world(4), await world(5), await world(6)]
    expect(together).toEqual(alone)
  })

  it('tells each client one ending, unless the peer vanished or never answered', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const { told } = await world(seed)
      const names = told.map((line) => line.split(' ')[0])
      expect(new Set(names).size).toBe(names.length)
    }
  })
})

describe('any faults', () => {
  it('leave octets in order, before one ending', async () => {
    const chance = fc.constantFrom(0, 0.05, 0.5)
    const faults = fc.record({
      resets: chance,
      shortReads: chance,
      jitter: fc.constantFrom(0, 30),
      window: fc.integer({ min: 1, max: 500 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.integer(), faults, fc.boolean(), async (seed, faults, paused) => {
        const loop = new VirtualLoop({ seed, faults })
        const listener = await loop.net.listen({ port: 1 })
        const ours = await loop.net.connect({ port: 1 })
        const told: string[] = []
        const decoder = new TextDecoder()
        listener.watch('read', () => {
          const theirs = listener.accept()!
          theirs.watch('read', () => {
            const octets = theirs.read(7)
            if (octets !== null) told.push(decoder.decode(octets))
            else if (theirs.state !== 'open') told.push(`<${theirs.error?.code ?? theirs.state}>`)
            if (!paused) return
            theirs.pause('read')
            loop.at(loop.now() + 1, () => theirs.resume('read'))
          })
        })
        const said = 'abcdefghij'.repeat(20)
        ours.write(said)
        ours.shutdown()
        loop.at(10_000, () => loop.halt())
        await loop.run()
        const [, text, ending] = /^([a-j]*)(<\w+>)$/.exec(told.join('')) ?? []
        expect(said.startsWith(text!)).toBe(true)
        expect(ending === '<ended>' ? text : ending).toBe(ending === '<ended>' ? said : '<ECONNRESET>')
      }),
      { numRuns: 150 },
    )
  })
})
