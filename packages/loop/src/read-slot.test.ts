import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { handleError } from './handle-error.ts'
import { ReadSlot, type ReadSource } from './read-slot.ts'

const octets = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (chunk: Uint8Array | null): string | null => (chunk === null ? null : new TextDecoder().decode(chunk))
const RESET = handleError('ECONNRESET', 'read')

/** A host that does what the test says, and fails on a start or stop out of order. */
class Script implements ReadSource {
  running = true
  flowing = false
  readonly asked: ReadSlot[] = []
  readonly trace: string[] = []

  announceLater(slot: ReadSlot): void {
    expect(this.asked).toEqual([])
    this.asked.push(slot)
  }

  start(): void {
    expect(this.flowing).toBe(false)
    this.flowing = true
    this.trace.push('start')
  }

  stop(): void {
    expect(this.flowing).toBe(true)
    this.flowing = false
    this.trace.push('stop')
  }

  /** A turn of the host. */
  turn(): boolean {
    const slot = this.asked.shift()
    slot?.announce()
    return slot !== undefined
  }
}

describe('ReadSlot', () => {
  let host: Script
  let slot: ReadSlot
  let calls: number

  beforeEach(() => {
    host = new Script()
    slot = new ReadSlot(host)
    calls = 0
  })

  const count = (): void => void calls++
  /** Reads all there is on each call. */
  const drain = (max = 1000) => {
    const got: string[] = []
    slot.watch(() => {
      const chunk = slot.read(max)
      got.push(text(chunk) ?? slot.state)
    })
    return got
  }

  it('leaves the host stopped until somebody watches', () => {
    expect(host.flowing).toBe(false)
    slot.watch(count)
    expect(host.flowing).toBe(true)
    expect(calls).toBe(0)
  })

  it('calls at once from the host, and does not stop a host whose octets are taken at once', () => {
    const got = drain()
    slot.push(octets('one'))
    slot.push(octets('two'))
    expect(got).toEqual(['one', 'two'])
    expect(host.trace).toEqual(['start'])
    expect(host.asked).toEqual([])
  })

  it('stops the host while something is unread, calls again next turn, and starts it again', () => {
    const got = drain(2)
    slot.push(octets('abc'))
    expect(got).toEqual(['ab'])
    expect(host.flowing).toBe(false)
    host.turn()
    expect(got).toEqual(['ab', 'c'])
    expect(host.trace).toEqual(['start', 'stop', 'start'])
    expect(host.turn()).toBe(false)
  })

  it('gives at most what was asked for, in order, over chunk borders', () => {
    slot.push(octets('abcde'))
    slot.push(octets('fg'))
    expect([3, 3, 3, 3].map((max) => text(slot.read(max)))).toEqual(['abc', 'de', 'fg', null])
    expect(slot.state).toBe('open')
  })

  it('keeps what a stopped host still pushes', () => {
    slot.watch(count)
    slot.push(octets('a'))
    slot.push(octets('b'))
    slot.push(octets('c'))
    expect(calls).toBe(1)
    expect([1, 2, 3, 4].map(() => text(slot.read(9)))).toEqual(['a', 'b', 'c', null])
  })

  it('calls every turn while nothing is taken', () => {
    slot.watch(count)
    slot.push(octets('a'))
    for (let turn = 0; turn < 5; turn++) host.turn()
    expect(calls).toBe(6)
  })

  it('drops empty chunks', () => {
    slot.watch(count)
    slot.push(octets(''))
    slot.unread(octets(''))
    expect(calls).toBe(0)
    expect(slot.read(9)).toBeNull()
  })

  it('tells the end once, after the last octet', () => {
    const got = drain(1)
    slot.push(octets('ab'))
    slot.finish()
    expect(slot.state).toBe('open')
    while (host.turn());
    expect(got).toEqual(['a', 'b', 'ended'])
    expect(slot.error).toBeNull()
  })

  it('tells a failure once, with its reason, after the last octet', () => {
    const got = drain()
    slot.pause()
    slot.push(octets('ab'))
    slot.finish(RESET)
    expect(slot.error).toBeNull()
    slot.resume()
    while (host.turn());
    expect(got).toEqual(['ab', 'failed'])
    expect(slot.error).toBe(RESET)
  })

  it('tells an end at once where nothing is unread', () => {
    const got = drain()
    slot.finish()
    expect(got).toEqual(['ended'])
    expect(host.asked).toEqual([])
  })

  it('keeps calling until the end is read', () => {
    slot.watch(count)
    slot.finish()
    host.turn()
    host.turn()
    expect(calls).toBe(3)
    expect(slot.read(1)).toBeNull()
    host.turn()
    expect(calls).toBe(3)
  })

  it('counts only the first ending, and nothing pushed after it', () => {
    slot.finish(RESET)
    slot.finish()
    slot.push(octets('late'))
    expect(slot.finished).toBe(true)
    expect(slot.read(9)).toBeNull()
    expect(slot.state).toBe('failed')
  })

  it('tells an end that came while the last octets were read outside of a call', () => {
    slot.watch(count)
    slot.push(octets('a'))
    slot.finish()
    expect(text(slot.read(9))).toBe('a')
    host.turn()
    expect(calls).toBe(2)
    expect(slot.read(9)).toBeNull()
    expect(slot.state).toBe('ended')
  })

  it('neither calls nor tells while paused, and catches up after resume', () => {
    const got = drain()
    slot.pause()
    expect(host.flowing).toBe(false)
    slot.push(octets('a'))
    slot.finish()
    host.turn()
    expect(got).toEqual([])
    slot.resume()
    expect(got).toEqual([])
    while (host.turn());
    expect(got).toEqual(['a', 'ended'])
  })

  it('does not call for an announcement overtaken by a pause', () => {
    slot.watch(count)
    slot.push(octets('a'))
    slot.pause()
    host.turn()
    expect(calls).toBe(1)
    slot.resume()
    host.turn()
    expect(calls).toBe(2)
  })

  it('forgets the watcher on ignore, and serves the next one', () => {
    slot.watch(count)
    slot.ignore()
    slot.push(octets('a'))
    slot.resume()
    host.turn()
    expect(calls).toBe(0)
    const got = drain()
    host.turn()
    expect(got).toEqual(['a'])
  })

  it('watching again ends a pause', () => {
    slot.watch(count)
    slot.pause()
    const got = drain()
    slot.push(octets('a'))
    expect(got).toEqual(['a'])
  })

  it('calls nobody while the loop does not run, and asks to come back', () => {
    host.running = false
    const got = drain()
    slot.push(octets('a'))
    expect(got).toEqual([])
    expect(host.flowing).toBe(false)
    host.turn()
    expect(got).toEqual([])
    expect(host.asked).toEqual([slot])
    host.running = true
    host.turn()
    expect(got).toEqual(['a'])
  })

  it('calls nobody inside watch, resume, read and unread', () => {
    slot.push(octets('abc'))
    slot.watch(count)
    slot.pause()
    slot.resume()
    slot.read(1)
    slot.unread(octets('x'))
    expect(calls).toBe(0)
    host.turn()
    expect(calls).toBe(1)
  })

  it('gives octets that were put back first', () => {
    slot.push(octets('c'))
    slot.unread(octets('b'))
    slot.unread(octets('a'))
    expect([1, 2, 3, 4].map(() => text(slot.read(9)))).toEqual(['a', 'b', 'c', null])
  })

  it('tells the end again after octets put back, for whoever reads next', () => {
    const got = drain()
    slot.finish()
    slot.unread(octets('left'))
    expect(slot.state).toBe('open')
    while (host.turn());
    expect(got).toEqual(['ended', 'left', 'ended'])
  })

  it('calls nobody after close, even inside its own call, and leaves the host alone', () => {
    slot.watch(() => {
      calls++
      slot.close()
    })
    slot.push(octets('a'))
    slot.push(octets('b'))
    slot.finish()
    slot.unread(octets('c'))
    slot.watch(count)
    slot.resume()
    while (host.turn());
    expect(calls).toBe(1)
    expect(slot.state).toBe('closed')
    expect(slot.read(9)).toBeNull()
    expect(host.trace).toEqual(['start'])
    slot.close()
  })

  it('does not call for an announcement overtaken by close', () => {
    slot.watch(count)
    slot.push(octets('a'))
    slot.close()
    host.turn()
    expect(calls).toBe(1)
  })

  it('hands everything unread to a successor', () => {
    slot.push(octets('a'))
    slot.push(octets('b'))
    expect(slot.take().map(text)).toEqual(['a', 'b'])
    expect(slot.take()).toEqual([])
    expect(slot.read(9)).toBeNull()
  })

  it('announces again what was left by a call that threw', () => {
    let broken = true
    slot.watch(() => {
      if (broken) throw new Error('broken')
      calls++
    })
    expect(() => slot.push(octets('a'))).toThrow('broken')
    expect(host.flowing).toBe(false)
    broken = false
    host.turn()
    expect(calls).toBe(1)
  })
})

/** What may happen to a slot, in any order. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('push' as const), size: fc.integer({ min: 0, max: 9 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('turn' as const), size: fc.constant(0) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('read' as const), size: fc.integer({ min: 1, max: 5 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('pause' as const, 'resume' as const, 'ignore' as const, 'watch' as const, 'halt' as const),
      size: fc.constant(0),
    }),
  },
)

describe('ReadSlot under any order of events', () => {
  it('gives all octets in order, then the ending exactly once', () => {
    const runs = fc.record({
      steps: fc.array(step, { maxLength: 60 }),
      sizes: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }),
      putBack: fc.array(fc.boolean(), { minLength: 1 }),
      failure: fc.constantFrom(null, RESET),
      ends: fc.integer({ min: 0, max: 60 }),
    })
    fc.assert(
      fc.property(runs, ({ steps, sizes, putBack, failure, ends }) => {
        const host = new Script()
        const slot = new ReadSlot(host)
        const got: number[] = []
        const endings: string[] = []
        let reads = 0
        let sent = 0
        let inside = false
        const take = (max: number): void => {
          const before = slot.state
          const chunk = slot.read(max)
          if (chunk === null) {
            if (before === 'open' && slot.state !== 'open') endings.push(`${slot.state} after ${got.length}`)
            return
          }
          expect(chunk.byteLength).toBeLessThanOrEqual(max)
          const whole = !putBack[reads++ % putBack.length]
          const kept = whole ? chunk.byteLength : Math.ceil(chunk.byteLength / 2)
          got.push(...chunk.subarray(0, kept))
          slot.unread(chunk.subarray(kept))
        }
        const ready = (): void => {
          expect(inside).toBe(true)
          expect(host.running).toBe(true)
          take(sizes[reads % sizes.length]!)
        }
        const fromHost = (act: () => void): void => {
          inside = true
          act()
          inside = false
        }
        const push = (size: number): void => {
          const chunk = Uint8Array.from({ length: size }, () => sent++ % 256)
          fromHost(() => slot.push(chunk))
        }
        const finish = (): void => fromHost(() => slot.finish(failure))
        steps.forEach((each, at) => {
          if (at === ends) finish()
          if (each.do === 'push' && !slot.finished) push(each.size)
          if (each.do === 'turn') fromHost(() => host.turn())
          if (each.do === 'read') take(each.size)
          if (each.do === 'pause') slot.pause()
          if (each.do === 'resume') slot.resume()
          if (each.do === 'ignore') slot.ignore()
          if (each.do === 'watch') slot.watch(ready)
          if (each.do === 'halt') host.running = !host.running
        })
        finish()
        host.running = true
        slot.watch(ready)
        for (let turns = 0; turns < 5000 && endings.length === 0; turns++) fromHost(() => host.turn())
        for (let turns = 0; turns < 5; turns++) fromHost(() => host.turn())
        expect(got).toEqual(Array.from({ length: sent }, (_, at) => at % 256))
        expect(endings).toEqual([`${failure === null ? 'ended' : 'failed'} after ${sent}`])
        expect(slot.error).toBe(failure)
        expect(host.asked).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })
})
