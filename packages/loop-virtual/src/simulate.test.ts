import type { SocketHandle } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { parseReplay, writeReplay } from './replay.ts'
import { shrink } from './shrink.ts'
import { type SimulateOptions, simulate } from './simulate.ts'
import type { VirtualLoop } from './virtual-loop.ts'

/** Sends a text and gives what arrived of it; one that breaks off is given as far as it came. */
async function transfer(loop: VirtualLoop): Promise<string> {
  let heard = ''
  loop.attach({ turn() {}, signal() {}, exited() {} })
  const text = 'the quick brown fox jumps over the lazy dog'
  const work = async () => {
    const listener = await loop.net.listen({ host: 'server', port: 7 })
    listener.watch('read', () => {
      const peer = listener.accept()
      if (peer !== null)
        readAll(
          peer,
          (more) => (heard += more),
          () => loop.halt(),
        )
    })
    const client = await loop.net.connect({ host: 'server', port: 7 })
    send(client, text)
  }
  const started = loop.run()
  await Promise.all([work(), started])
  return heard
}

function readAll(handle: SocketHandle, got: (text: string) => void, ended: () => void): void {
  handle.watch('read', () => {
    const octets = handle.read(1000)
    if (octets !== null) got(new TextDecoder().decode(octets))
    else if (handle.state !== 'open') {
      handle.close()
      ended()
    }
  })
}

/** Forgets what was not taken: the mistake that is to be found. */
function send(handle: SocketHandle, text: string): void {
  handle.write(text)
  handle.shutdown()
}

const faults = { latency: 1, jitter: 5, shortReads: 0.3, shortWrites: 0.02, shortMost: 7 }
const check = (heard: string) => {
  if (!heard.endsWith('dog')) throw new Error(`heard only "${heard}"`)
}

const failing = async (more: Partial<SimulateOptions<string>> = {}) =>
  simulate(transfer, { seeds: 500, faults, check, ...more }).then(
    () => undefined,
    (error: Error & { code?: string }) => error,
  )

describe('simulate', () => {
  it('gives how many seeds have run, each a world of its own', async () => {
    const seen = new Set<string>()
    const count = await simulate(transfer, {
      seeds: 20,
      faults: { latency: 1, jitter: 5 },
      check: (_heard, loop) => void seen.add(loop.journal.join('\n')),
    })
    expect([count, seen.size > 5]).toEqual([20, true])
  })

  it('tells the seed, the fewest faults, what the world did, and how to run that again', async () => {
    const error = await failing({ command: 'npx vitest run simulate' })
    expect(error?.code).toBe('ERR_POE_SIMULATION')
    expect(error?.message).toMatch(/^Seed \d+ fails: heard only "/)
    expect(error?.message).toMatch(
      /The fewest faults with which it fails \(1 of \d+\):\n {2}[\d.]+ ms .*: short write \(\d+\)\n/,
    )
    expect(error?.message).toMatch(/What the world did last/)
    expect(error?.message).toMatch(/POE_SIMULATE='\d+:\d+' npx vitest run simulate$/)
    expect(String((error as Error).cause)).toMatch(/^Error: heard only/)
  })

  it('runs again, alone, what a failure says, and finds the same', async () => {
    const first = await failing()
    const replay = /POE_SIMULATE='(.*?)'/.exec(first?.message ?? '')?.[1]
    const second = await failing({ replay })
    expect(second?.message).toBe(first?.message?.replace(/\(1 of \d+\)/, '(1 of 1)'))
    const [seed] = String(replay).split(':')
    expect(await failing({ replay: `${seed}:` })).toBeUndefined()
    expect((await failing({ replay: seed }))?.code).toBe('ERR_POE_SIMULATION')
  })

  it('is the same twice', async () => {
    expect((await failing())?.message).toBe((await failing())?.message)
  })

  it('needs no fault for what fails without', async () => {
    const error = await failing({
      check: () => {
        throw new Error('always')
      },
    })
    expect(error?.message).toContain('Seed 1 fails: always\nNo fault is needed for it.\n')
  })

  it('fails a program that goes on for ever, or waits for nothing', async () => {
    const endless = (loop: VirtualLoop) => {
      loop.attach({ turn: () => loop.setTimer(loop.now() + 1000), signal() {}, exited() {} })
      loop.setTimer(0)
      return loop.run()
    }
    await expect(simulate(endless, { seeds: 1, limit: 60_000 })).rejects.toThrow(
      'Seed 1 fails: The program still runs after 60000 simulated milliseconds.',
    )
    const waiting = async (loop: VirtualLoop) => {
      loop.attach({ turn() {}, signal() {}, exited() {} })
      const listening = loop.net.listen({ port: 7 })
      await Promise.all([listening, loop.run()])
    }
    await expect(simulate(waiting, { seeds: 1, limit: 1000 })).rejects.toThrow(/still runs after 1000 .*:7/s)
  })

  it('takes faults by seed, and refuses what cannot be meant', async () => {
    const seeds: number[] = []
    await simulate(transfer, { seeds: 3, from: 7, faults: (seed) => ({ latency: seeds.push(seed) }) })
    expect(seeds).toEqual([7, 8, 9])
    await expect(simulate(transfer, { seeds: 0 })).rejects.toThrow('seeds')
    await expect(simulate(transfer, { seed: 1 } as never)).rejects.toThrow('seed')
    await expect(simulate(transfer, { replay: 'x' })).rejects.toThrow('A replay is a seed and the ids of faults')
  })
})

describe('a replay', () => {
  it.each([
    [{ seed: 17, faults: null }, '17'],
    [{ seed: 17, faults: [] }, '17:'],
    [{ seed: 17, faults: [3, 12] }, '17:3,12'],
  ])('%j is written %j', (replay, text) => {
    expect([writeReplay(replay), parseReplay(text)]).toEqual([text, replay])
  })
})

describe('shrink', () => {
  const numbers = Array.from({ length: 64 }, (_, i) => i)
  const needing =
    (...needed: number[]) =>
    async (part: readonly number[]) =>
      needed.every((each) => part.includes(each))

  it('finds what is needed, together', async () => {
    expect(await shrink(numbers, needing(7), 300)).toEqual([7])
    expect(await shrink(numbers, needing(3, 40, 41), 300)).toEqual([3, 40, 41])
    expect(await shrink(numbers, needing(), 300)).toEqual([])
    expect(await shrink(numbers, needing(...numbers), 300)).toEqual(numbers)
  })

  it('asks no more often than it may', async () => {
    let asked = 0
    await shrink(
      numbers,
      async () => {
        asked++
        return false
      },
      10,
    )
    expect(asked).toBe(10)
  })
})
