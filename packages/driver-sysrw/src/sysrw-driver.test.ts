import type { Chunk, DriverHandle } from '@poe/driver'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SysRWDriver } from './index.ts'

const encoder = new TextEncoder()
const octetsOf = (chunk: Chunk) => (typeof chunk === 'string' ? encoder.encode(chunk) : chunk)
const joined = (chunks: readonly Chunk[]) => Uint8Array.from(chunks.flatMap((chunk) => [...octetsOf(chunk)]))

/** A handle that takes what the script says, and fails on any write or read that is not in it. */
class ScriptedHandle implements DriverHandle {
  readonly written: Chunk[] = []
  readonly reads: number[] = []
  pending = 0
  readonly #script: { take?: number; input?: Uint8Array | null; as?: 'octets' }[]

  constructor(...script: { take?: number; input?: Uint8Array | null; as?: 'octets' }[]) {
    this.#script = script
  }

  read(max: number): Uint8Array | null {
    const step = this.#script.shift()
    if (step?.input === undefined) throw new Error(`unscripted read of ${max}`)
    this.reads.push(max)
    return step.input
  }

  write(chunk: Chunk): Chunk | null {
    const step = this.#script.shift()
    if (step?.take === undefined) throw new Error(`unscripted write of ${chunk.length}`)
    const given = step.as === 'octets' ? octetsOf(chunk) : chunk
    const taken = given.slice(0, step.take)
    if (taken.length > 0) this.written.push(taken)
    return taken.length === given.length ? null : given.slice(step.take)
  }

  get done(): boolean {
    return this.#script.length === 0
  }
}

const ALL = { take: Number.POSITIVE_INFINITY }

describe('SysRWDriver', () => {
  describe('options', () => {
    it('reads at most 65536 octets unless told otherwise', () => {
      const handle = new ScriptedHandle({ input: Uint8Array.of(1, 2) }, { input: null }, { input: null })
      expect(new SysRWDriver().get(handle)).toEqual(Uint8Array.of(1, 2))
      expect(new SysRWDriver({ blockSize: 512 }).get(handle)).toBeNull()
      expect(new SysRWDriver({ blockSize: 512 }).clone().get(handle)).toBeNull()
      expect(handle.reads).toEqual([65_536, 512, 512])
    })

    it.each([0, -1, 1.5, '512'])('refuses a blockSize of %s', (blockSize) => {
      expect(() => new SysRWDriver({ blockSize: blockSize as number })).toThrow(
        expect.objectContaining({ code: 'ERR_POE_BAD_OPTION' }),
      )
    })

    it('refuses an unknown option and names the near one', () => {
      expect(() => new SysRWDriver({ blocksize: 5 } as never)).toThrow('did you mean "blockSize"?')
    })

    it('takes an undefined blockSize as not given', () => {
      expect(() => new SysRWDriver({ blockSize: undefined })).not.toThrow()
    })
  })

  describe('put', () => {
    it('writes nothing', () => {
      const driver = new SysRWDriver()
      driver.put(['a', Uint8Array.of(1)])
      expect([driver.empty, driver.outOctets, driver.outMessages]).toEqual([false, 2, 2])
    })

    it('drops empty chunks', () => {
      const driver = new SysRWDriver()
      driver.put(['', new Uint8Array(0)])
      expect([driver.empty, driver.outOctets, driver.outMessages]).toEqual([true, 0, 0])
    })

    it('bounds what is queued without counting it', () => {
      const driver = new SysRWDriver()
      expect(driver.outOctetsAtMost).toBe(0)
      driver.put(['abc', Uint8Array.of(1, 2), '€😀'])
      expect([driver.outOctets, driver.outOctetsAtMost]).toEqual([12, 20])
      driver.flush(new ScriptedHandle({ take: 2 }))
      expect([driver.outOctets, driver.outOctetsAtMost]).toEqual([10, 14])
      driver.flush(new ScriptedHandle(ALL, ALL, { take: 1, as: 'octets' }))
      expect([driver.outOctets, driver.outOctetsAtMost]).toEqual([6, 6])
      driver.flush(new ScriptedHandle(ALL))
      expect(driver.outOctetsAtMost).toBe(0)
    })

    it('counts text in octets, a character put in two halves as one', () => {
      const driver = new SysRWDriver()
      driver.put(['aé€😀'])
      expect(driver.outOctets).toBe(10)
      driver.put(['\ud83d'])
      expect(driver.outOctets).toBe(13)
      driver.put(['\ude00'])
      expect(driver.outOctets).toBe(14)
      driver.put(['\udc00z'])
      expect(driver.outOctets).toBe(18)
    })
  })

  describe('flush', () => {
    it('gives 0 and writes nothing when nothing is queued', () => {
      expect(new SysRWDriver().flush(new ScriptedHandle())).toBe(0)
    })

    it('writes all text at once', () => {
      const driver = new SysRWDriver()
      const handle = new ScriptedHandle(ALL)
      driver.put(['one\r\n', 'two\r\n'])
      driver.put(['three\r\n'])
      expect(driver.flush(handle)).toBe(0)
      expect(handle.written).toEqual(['one\r\ntwo\r\nthree\r\n'])
      expect([driver.empty, driver.outMessages, driver.outOctets]).toEqual([true, 0, 0])
    })

    it('keeps the order of text and octets, neighbouring octets joined', () => {
      const driver = new SysRWDriver()
      const handle = new ScriptedHandle(ALL, ALL, ALL)
      driver.put(['a', 'b', Uint8Array.of(1), Uint8Array.of(2, 3), 'c'])
      expect(driver.flush(handle)).toBe(0)
      expect(handle.written).toEqual(['ab', Uint8Array.of(1, 2, 3), 'c'])
    })

    it('does not copy large octets together', () => {
      const driver = new SysRWDriver()
      const handle = new ScriptedHandle(ALL, ALL)
      const large = new Uint8Array(65_536)
      driver.put([Uint8Array.of(1), large])
      driver.flush(handle)
      expect(handle.written).toEqual([Uint8Array.of(1), large])
    })

    it('keeps what was not taken in front of what comes', () => {
      const driver = new SysRWDriver()
      const handle = new ScriptedHandle({ take: 4 }, ALL)
      driver.put(['one', 'two', 'three'])
      expect(driver.flush(handle)).toBe(7)
      expect(driver.outMessages).toBe(2)
      driver.put(['four'])
      expect([driver.outMessages, driver.outOctets]).toEqual([3, 11])
      expect(driver.flush(handle)).toBe(0)
      expect(handle.written).toEqual(['onet', 'wothreefour'])
    })

    it('stops at the first refusal', () => {
      const driver = new SysRWDriver()
      const handle = new ScriptedHandle({ take: 0 })
      driver.put(['one', Uint8Array.of(1)])
      expect(driver.flush(handle)).toBe(4)
      expect([driver.outMessages, handle.done]).toEqual([2, true])
    })

    it('counts the octets that the handle has not handed on', () => {
      const driver = new SysRWDriver()
      const handle = new ScriptedHandle({ take: 1 }, ALL)
      handle.pending = 100
      driver.put(['ab'])
      expect(driver.flush(handle)).toBe(101)
      expect(driver.flush(handle)).toBe(100)
    })

    it('takes back a text as octets, cut inside a character', () => {
      const driver = new SysRWDriver()
      const handle = new ScriptedHandle({ take: 2, as: 'octets' }, ALL, ALL)
      driver.put(['é€', 'x', '\ud83d', '\ude00'])
      expect(driver.flush(handle)).toBe(8)
      expect(driver.outMessages).toBe(4)
      driver.put(['y'])
      driver.flush(handle)
      expect(joined(handle.written)).toEqual(encoder.encode('é€x😀y'))
    })

    it('keeps what was queued when a write throws', () => {
      const driver = new SysRWDriver()
      driver.put(['a', Uint8Array.of(1)])
      expect(() => driver.flush(new ScriptedHandle())).toThrow('unscripted write of 1')
      expect([driver.outOctets, driver.outMessages]).toEqual([2, 2])
    })
  })

  it('is cloned with nothing queued', () => {
    const driver = new SysRWDriver()
    driver.put(['a'])
    expect(driver.clone().empty).toBe(true)
  })

  it('forgets the sizes of thousands of written chunks', () => {
    const driver = new SysRWDriver()
    const handle = new ScriptedHandle({ take: 4999 }, ALL)
    for (let i = 0; i < 5000; i++) driver.put(['x'])
    expect(driver.flush(handle)).toBe(1)
    expect(driver.outMessages).toBe(1)
    expect(driver.flush(handle)).toBe(0)
    expect(driver.outMessages).toBe(0)
  })
})

const chunk = fc.oneof(fc.string({ maxLength: 8, unit: 'grapheme' }), fc.uint8Array({ maxLength: 8 }))
const halves = fc.string({ maxLength: 3, unit: fc.constantFrom('\ud83d', '\ude00', 'é', 'a') })
const takes = fc.array(fc.record({ take: fc.nat(12), octets: fc.boolean() }), { maxLength: 4 })
const steps = (put: fc.Arbitrary<Chunk>) =>
  fc.array(fc.record({ put: fc.array(put, { maxLength: 5 }), takes }), { maxLength: 8 })

/** Takes what it is told, and all once the instructions are over. */
class GreedyHandle implements DriverHandle {
  readonly pending = 0
  readonly written: Chunk[] = []
  takes: readonly { take: number; octets: boolean }[] = []

  read(): null {
    throw new Error('nobody reads here')
  }

  write(given: Chunk): Chunk | null {
    const [next, ...later] = this.takes
    this.takes = later
    const source = next?.octets ? octetsOf(given) : given
    const taken = source.slice(0, safeCut(source, next?.take ?? Number.POSITIVE_INFINITY))
    if (taken.length > 0) this.written.push(taken)
    return taken.length === source.length ? null : source.slice(taken.length)
  }
}

/** A handle that gives back text does not cut a pair in two. */
function safeCut(source: Chunk, at: number): number {
  if (typeof source !== 'string' || at >= source.length) return at
  const split = /[\ud800-\udbff]/.test(source.charAt(at - 1)) && /[\udc00-\udfff]/.test(source.charAt(at))
  return split ? at - 1 : at
}

describe('SysRWDriver with a handle that takes any part of what it is given', () => {
  it('loses no octet, keeps their order, and counts octets and chunks as a plain list would', () => {
    fc.assert(
      fc.property(steps(chunk), (script) => {
        const driver = new SysRWDriver()
        const handle = new GreedyHandle()
        const put: Chunk[] = []
        for (const now of script) {
          driver.put(now.put)
          put.push(...now.put)
          handle.takes = [...now.takes, { take: 0, octets: false }]
          const left = driver.flush(handle)
          const gone = joined(handle.written).length
          expect(driver.outOctetsAtMost).toBeGreaterThanOrEqual(driver.outOctets)
          expect(driver.outOctetsAtMost).toBeLessThanOrEqual(3 * driver.outOctets)
          expect([left, driver.outOctets]).toEqual([joined(put).length - gone, joined(put).length - gone])
          expect([driver.outMessages, driver.empty]).toEqual([unwritten(put, gone), left === 0])
        }
        handle.takes = []
        expect(driver.flush(handle)).toBe(0)
        expect(joined(handle.written)).toEqual(joined(put))
        expect([driver.empty, driver.outMessages, driver.outOctetsAtMost]).toEqual([true, 0, 0])
      }),
      { numRuns: 500 },
    )
  })

  it('keeps apart what several drivers have queued', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), steps(chunk)), { maxLength: 20 }), (turns) => {
        const each = Array.from({ length: 4 }, () => ({
          driver: new SysRWDriver(),
          handle: new GreedyHandle(),
          put: [] as Chunk[],
        }))
        for (const [which, script] of turns)
          for (const now of script) {
            const { driver, handle, put } = each[which]!
            driver.put(now.put)
            put.push(...now.put)
            handle.takes = [...now.takes, { take: 0, octets: false }]
            driver.flush(handle)
          }
        for (const { driver, handle, put } of each) {
          handle.takes = []
          driver.flush(handle)
          expect(joined(handle.written)).toEqual(joined(put))
        }
      }),
    )
  })

  it('counts down to nothing even where characters were put in halves', () => {
    fc.assert(
      fc.property(steps(halves), (script) => {
        const driver = new SysRWDriver()
        const handle = new GreedyHandle()
        for (const now of script) {
          driver.put(now.put)
          handle.takes = now.takes
          expect(driver.flush(handle)).toBe(driver.outOctets)
        }
        handle.takes = []
        expect(driver.flush(handle)).toBe(0)
        expect([driver.empty, driver.outMessages, driver.outOctets]).toEqual([true, 0, 0])
      }),
    )
  })
})

/** How many chunks are not wholly among the first `gone` octets. */
function unwritten(chunks: readonly Chunk[], gone: number): number {
  let end = 0
  return chunks.filter((one) => one.length > 0 && (end += octetsOf(one).length) > gone).length
}
