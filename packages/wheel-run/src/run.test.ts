import type { Program } from '@poe/loop-virtual'
import { describe, expect, it } from 'vitest'
import { virtual } from './rig.test-support.ts'

const programs: Record<string, Program> = {
  async cat(child) {
    for (let octets = await child.read(); octets !== null; octets = await child.read()) await child.write(octets)
  },
  async talk(child) {
    await child.write('one\ntwo\n')
    await child.complain('oops\n')
    child.exit(3)
  },
  async half(child) {
    await child.write('whole\nhal')
    await child.write('f')
    await child.complain('half a word')
  },
  idle() {},
}

const END = ['error read - 0 1 stdout', 'error read - 0 1 stderr']

describe('Run', () => {
  it('delivers output, errors, their ends and the close, with POE’s arguments', async () => {
    const rig = virtual(programs)
    rig.session({ program: ['talk'] })
    const trace = await rig.run()
    expect(trace.filter((line) => String(line).includes('std'))).toEqual([
      'stdout one 1',
      'stdout two 1',
      'stderr oops 1',
      ...END,
    ])
    expect(trace.filter((line) => !String(line).includes('std')).sort()).toEqual(['close 1', 'ended 3'])
  })

  it('writes what is put in one dispatch at once, and tells when it has left', async () => {
    const rig = virtual(programs)
    const puts: boolean[] = []
    rig.session(
      { program: 'cat' },
      {
        start: (wheel) => puts.push(wheel.put('one', 'two'), wheel.put('three')),
        stdout: (wheel, line) => void (line === 'three' && wheel.shutdownStdin()),
      },
    )
    const trace = await rig.run()
    expect(trace.slice(0, 4)).toEqual(['stdin 1', 'stdout one 1', 'stdout two 1', 'stdout three 1'])
    expect(puts).toEqual([false, false])
  })

  it('delivers a last line that has no end, before the end is told, and says so', async () => {
    const rig = virtual(programs)
    rig.session({ program: ['half'] })
    const trace = (await rig.run()).map(String)
    expect(trace.filter((line) => line.includes('stdout'))).toEqual([
      'stdout whole 1',
      'stdout half 1 (unterminated)',
      'error read - 0 1 stdout',
    ])
    expect(trace.filter((line) => line.includes('stderr'))).toEqual([
      'stderr half a word 1 (unterminated)',
      'error read - 0 1 stderr',
    ])
  })

  it('knows its program', async () => {
    const rig = virtual(programs)
    rig.session({ program: ['idle'] })
    expect([rig.wheel.id, rig.wheel.pid, rig.wheel.exit, rig.wheel.isFlushed]).toEqual([1, 1001, null, true])
    const running = rig.kernel.run()
    expect(rig.wheel.kill()).toBe(true)
    await running
    expect([rig.wheel.kill(), rig.wheel.exit]).toEqual([false, { code: null, signal: 'TERM', error: null }])
  })

  it('ends by itself once program and outputs have, and closes its ends', async () => {
    const rig = virtual(programs)
    rig.session({ program: ['talk'] })
    await rig.run()
    expect([rig.wheel.disposed, rig.loop.report()]).toEqual([true, expect.not.stringContaining('stream')])
    expect([rig.wheel.put('nobody hears'), rig.wheel.kill()]).toEqual([false, false])
  })
})
