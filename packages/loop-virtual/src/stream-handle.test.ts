import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VirtualLoop } from './index.ts'
import { fill, follow, Rig } from './rig.test-kit.ts'

describe('a stream', () => {
  it('gives octets in order, then the end, once', async () => {
    const rig = new Rig()
    const { ours, theirs } = await rig.pair()
    const trace = follow(theirs)
    ours.write('one ')
    ours.write(new TextEncoder().encode('twö'))
    ours.write('')
    ours.shutdown()
    await rig.loop.advance(100)
    expect([trace, theirs.state]).toEqual([['one ', 'twö', 'ended'], 'ended'])
  })

  it('repeats readiness until all is taken, at most as much as asked for', async () => {
    const rig = new Rig()
    const { ours, theirs } = await rig.pair()
    const trace = follow(theirs, 2)
    ours.write('hello')
    await rig.loop.advance(0)
    expect(trace).toEqual(['he', 'll', 'o'])
  })

  it('copies what it takes', async () => {
    const rig = new Rig()
    const { ours, theirs } = await rig.pair()
    const trace = follow(theirs)
    const octets = new TextEncoder().encode('mine')
    ours.write(octets)
    octets.fill(0)
    await rig.loop.advance(0)
    expect(trace).toEqual(['mine'])
  })

  it('leaves writing open when reading has ended, and reading when it was shut down', async () => {
    const rig = new Rig()
    const { ours, theirs } = await rig.pair()
    const [one, other] = [follow(ours), follow(theirs)]
    ours.shutdown()
    await rig.loop.advance(0)
    expect(other).toEqual(['ended'])
    expect(theirs.write('answer')).toBeNull()
    theirs.shutdown()
    await rig.loop.advance(0)
    expect(one).toEqual(['answer', 'ended'])
  })

  it('tells nothing while paused; then octets, then the end', async () => {
    const rig = new Rig()
    const { ours, theirs } = await rig.pair()
    const trace = follow(theirs)
    theirs.pause('read')
    ours.write('late')
    ours.shutdown()
    await rig.loop.advance(10)
    expect([trace, theirs.state]).toEqual([[], 'open'])
    theirs.resume('read')
    await rig.loop.advance(0)
    expect(trace).toEqual(['late', 'ended'])
  })

  it('brings a peer to a standstill while nobody reads, and lets it go on', async () => {
    const rig = new Rig()
    const { ours, theirs } = await rig.pair()
    const taken = fill(ours)
    await rig.loop.advance(10)
    expect([taken, ours.pending, fill(ours), theirs.readAhead]).toEqual([131_072, 65_536, 0, 65_536])
    let written = false
    let read = 0
    ours.watch('write', () => {
      written = true
      ours.ignore('write')
    })
    theirs.watch('read', () => {
      read += theirs.read(5000)?.byteLength ?? 0
    })
    await rig.loop.advance(0)
    expect([written, read, ours.pending]).toEqual([true, 131_072, 0])
  })

  it('gives back what it did not take, text as octets', async () => {
    const rig = new Rig({ faults: { window: 100 } })
    const { ours } = await rig.pair()
    const rest = ours.write('ä'.repeat(40_000))
    expect(rest).toBeInstanceOf(Uint8Array)
    expect(rest!.length).toBe(80_000 - 65_536 - 100)
    expect(ours.write('more')).toBe('more')
  })

  it('gives octets that were put back first, without counting them twice', async () => {
    const rig = new Rig({ faults: { window: 4 } })
    const { ours, theirs } = await rig.pair()
    ours.write('abcdefgh')
    const trace: string[] = []
    theirs.watch('read', () => {
      const octets = theirs.read(3)!
      const text = new TextDecoder().decode(octets)
      trace.push(text)
      if (trace.length === 1) theirs.unread(octets)
    })
    await rig.loop.advance(0)
    expect(trace.slice(1).join('')).toBe('abcdefgh')
  })

  it('is ready to write when nothing is pending, again and again, and told from the host', async () => {
    const rig = new Rig()
    const { ours } = await rig.pair()
    let count = 0
    ours.watch('write', () => {
      if (++count === 3) ours.pause('write')
    })
    expect(count).toBe(0)
    await rig.loop.advance(0)
    expect(count).toBe(3)
    ours.resume('write')
    ours.ignore('write')
    await rig.loop.advance(0)
    expect(count).toBe(3)
  })

  it('resets the peer when closed with octets unread', async () => {
    const rig = new Rig()
    const { ours, theirs } = await rig.pair()
    const trace = follow(ours)
    ours.write('for nobody')
    await rig.loop.advance(0)
    theirs.close()
    await rig.loop.advance(0)
    expect([trace, ours.state]).toEqual([['ECONNRESET'], 'failed'])
  })

  it('ends the peer when closed with nothing unread; what the peer then writes fails', async () => {
    const rig = new Rig()
    const { ours, theirs } = await rig.pair()
    const trace = follow(ours)
    theirs.write('bye')
    theirs.close()
    theirs.close()
    await rig.loop.advance(0)
    expect(trace).toEqual(['bye', 'ended'])
    expect(ours.write('anybody?')).toBeNull()
    let ready = 0
    await rig.loop.advance(0)
    ours.watch('write', () => {
      ready++
      ours.write('really?')
      ours.ignore('write')
    })
    await rig.loop.advance(0)
    expect([ready, ours.state, ours.error?.code, ours.pending]).toEqual([1, 'failed', 'EPIPE', 0])
  })

  it('drops what is written after shutdown or close', async () => {
    const rig = new Rig()
    const { ours, theirs } = await rig.pair()
    ours.shutdown()
    expect([ours.write('x'), ours.error?.code]).toEqual([null, 'EPIPE'])
    theirs.close()
    expect([theirs.write('x'), theirs.error, theirs.state, theirs.read(1)]).toEqual([null, null, 'closed', null])
  })

  it('calls nothing after close, even inside its own callback', async () => {
    const rig = new Rig()
    const { ours, theirs } = await rig.pair()
    let calls = 0
    const ready = (): void => {
      calls++
      theirs.close()
    }
    theirs.watch('read', ready)
    theirs.watch('write', ready)
    ours.write('x')
    ours.shutdown()
    await rig.loop.advance(100)
    expect(calls).toBe(1)
    theirs.watch('read', () => expect.fail('closed'))
    theirs.watch('write', () => expect.fail('closed'))
    await rig.loop.advance(100)
  })

  it('calls nothing inside watch, resume, read, unread and write', async () => {
    const rig = new Rig()
    const { ours, theirs } = await rig.pair()
    let inside = false
    const guard = (act: () => unknown): void => {
      inside = true
      act()
      inside = false
    }
    theirs.watch('read', () => {
      expect(inside).toBe(false)
      guard(() => {
        const octets = theirs.read(3)
        if (octets?.byteLength === 3) theirs.unread(octets.subarray(2))
        theirs.pause('read')
        theirs.resume('read')
        ours.write('')
      })
    })
    let calls = 0
    ours.watch('write', () => {
      expect(inside).toBe(false)
      if (++calls === 100) ours.ignore('write')
    })
    guard(() => ours.write('hello world'))
    await rig.loop.advance(1)
    expect([calls, theirs.read(100)]).toEqual([100, null])
  })

  it('calls nothing outside of run, and catches up', async () => {
    const rig = new Rig()
    const { ours, theirs } = await rig.pair()
    const trace = follow(theirs)
    rig.loop.halt()
    await rig.over
    ours.write('wait')
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(trace).toEqual([])
    rig.loop.run().catch(() => {})
    await rig.loop.advance(0)
    expect(trace).toEqual(['wait'])
  })

  it('rejects run with what a watcher threw, and goes on in the next run', async () => {
    const rig = new Rig()
    const { ours, theirs } = await rig.pair()
    let calls = 0
    theirs.watch('read', () => {
      if (++calls === 1) throw new Error('watcher')
      theirs.read(100)
    })
    ours.write('x')
    await rig.loop.advance(0)
    await expect(rig.over).rejects.toThrow('watcher')
    rig.loop.run().catch(() => {})
    await rig.loop.advance(0)
    expect(calls).toBe(2)
  })

  it('has no urgent data', async () => {
    const { ours } = await new Rig().pair()
    expect(() => ours.watch('expedite', () => {})).toThrow('"read" and "write"')
  })

  it('carries what it is given, whatever the window, the line, and the sizes of reads and writes', async () => {
    const faults = fc.record({
      latency: fc.integer({ min: 0, max: 20 }),
      jitter: fc.integer({ min: 0, max: 20 }),
      bandwidth: fc.constantFrom(1, 100, Infinity),
      window: fc.constantFrom(1, 100, 65_536),
      shortReads: fc.constantFrom(0, 0.5, 1),
      shortWrites: fc.constantFrom(0, 0.5, 1),
    })
    await fc.assert(
      fc.asyncProperty(fc.integer(), faults, fc.array(fc.string({ maxLength: 300 })), async (seed, faults, texts) => {
        const loop = new VirtualLoop({ seed, faults })
        const listener = await loop.net.listen({ port: 80 })
        const ours = await loop.net.connect({ port: 80 })
        const decoder = new TextDecoder()
        let heard = ''
        let said: string | Uint8Array | null = texts.join('')
        ours.watch('write', () => {
          said = said === null ? null : ours.write(said)
          if (said !== null && said.length > 0) return
          ours.shutdown()
          ours.ignore('write')
        })
        listener.watch('read', () => {
          const theirs = listener.accept()!
          theirs.watch('read', () => {
            const octets = theirs.read(100)
            if (octets !== null) heard += decoder.decode(octets, { stream: true })
            else if (theirs.state === 'ended') loop.halt()
          })
        })
        await loop.run()
        expect(heard).toBe(texts.join(''))
      }),
      { numRuns: 60 },
    )
  })
})
