import type { Program } from '@poe/loop-virtual'
import { describe, expect, it } from 'vitest'
import { virtual } from './rig.test-support.ts'

const programs: Record<string, Program> = {
  async slow(child) {
    for (let i = 0; i < 100; i++) {
      await child.sleep(1000)
      if ((await child.read()) === null) return
    }
  },
  deaf() {},
  async brief(child) {
    await child.sleep(1000)
  },
  async count(child) {
    let octets = 0
    for (let more = await child.read(); more !== null; more = await child.read()) octets += more.byteLength
    await child.write(`${octets}\n`)
  },
}

const big = 'x'.repeat(100_000)

describe('Run.put', () => {
  it('tells of high and low marks, and says at once that the high one is reached', async () => {
    const rig = virtual(programs)
    const puts: boolean[] = []
    rig.session(
      { program: ['slow'], highMark: 200_000, lowMark: 50_000 },
      {
        start: (wheel) => {
          for (let i = 0; i < 4; i++) puts.push(wheel.put(big))
          wheel.shutdownStdin()
        },
      },
    )
    const trace = await rig.run()
    expect(puts).toEqual([false, true, true, true])
    expect(trace.slice(0, 3)).toEqual(['high 1', 'low 1', 'stdin 1'])
    expect(trace).toContain('ended 0')
  })

  it('counts what waits, and moves the marks', () => {
    const rig = virtual(programs)
    rig.session({ program: ['deaf'], highMark: 100, lowMark: 10 })
    rig.wheel.put('12345')
    expect([rig.wheel.getDriverOutOctets(), rig.wheel.getDriverOutMessages() > 0]).toEqual([6, true])
    rig.wheel.setLowMark(2)
    rig.wheel.setHighMark(4)
    expect(rig.wheel.put('')).toBe(true)
    expect(() => rig.wheel.setHighMark(1)).toThrow('"lowMark"')
    expect(() => rig.wheel.setLowMark(5)).toThrow('"lowMark"')
    rig.kernel.stop()
  })

  it('after shutdownStdin is an error event, told once', async () => {
    const rig = virtual(programs)
    rig.session(
      { program: ['count'] },
      { start: (wheel) => [wheel.put('abc'), wheel.shutdownStdin(), wheel.put('lost'), wheel.put('lost')] },
    )
    const trace = await rig.run()
    expect(trace.filter((line) => String(line).startsWith('error write'))).toEqual(['error write EPIPE 32 1 stdin'])
    expect(trace).toContain('stdout 4 1')
  })

  it('loses nothing by shutdownStdin', async () => {
    const rig = virtual(programs)
    rig.session({ program: ['count'] }, { start: (wheel) => [wheel.put(big, big, big), wheel.shutdownStdin()] })
    expect(await rig.run()).toContain('stdout 300003 1')
  })

  it('to a program that has ended is an error event', async () => {
    const rig = virtual(programs)
    rig.session({ program: ['brief'] }, { start: (wheel) => wheel.put(big, big, big) })
    const trace = await rig.run()
    expect(trace).toContain('error write EPIPE 32 1 stdin')
    expect(rig.wheel.disposed).toBe(true)
  })

  it('gives up with ENOBUFS and ETIMEDOUT, as ReadWrite does', async () => {
    for (const [limits, code] of [
      [{ maxOutput: 1000 }, 'ENOBUFS 105'],
      [{ stallTimeout: 5000 }, 'ETIMEDOUT 110'],
    ] as const) {
      const rig = virtual(programs)
      rig.session(
        { program: ['deaf'], ...limits },
        { start: (wheel) => wheel.put(big, big, big), error: (wheel) => wheel.kill() },
      )
      expect((await rig.run())[0]).toBe(`error write ${code} 1 stdin`)
    }
  })

  it('leaves within put where autoFlush says so', () => {
    const rig = virtual(programs)
    rig.session({ program: ['deaf'], autoFlush: true })
    rig.wheel.put('now')
    expect([rig.wheel.getDriverOutOctets(), rig.trace]).toEqual([0, ['stdin 1']])
    rig.kernel.stop()
  })
})
