import { handleError } from '@poe/loop'
import type { Program } from '@poe/loop-virtual'
import { describe, expect, it } from 'vitest'
import { virtual } from './rig.test-support.ts'

/** What a program was sent, and when. */
const signals: string[] = []

const programs: Record<string, Program> = {
  async obedient(child) {
    while ((await child.read()) !== null);
    await child.write('goodbye')
  },
  willing() {},
  tidy(child) {
    child.onSignal('TERM', () => {
      void child.write('tidying\n')
      child.exit(0)
    })
  },
  stubborn(child) {
    for (const name of ['TERM', 'HUP']) child.onSignal(name, () => void signals.push(name))
  },
}

describe('Run.close', () => {
  it('ends the input, and hears the program out', async () => {
    const rig = virtual(programs)
    rig.session({ program: ['obedient'] }, { start: (wheel) => [wheel.put('bye'), wheel.close(), wheel.close()] })
    const trace = await rig.run()
    expect(trace).toContain('stdout goodbye 1 (unterminated)')
    expect(trace.filter((line) => /close|ended/.test(String(line))).sort()).toEqual(['close 1', 'ended 0'])
    expect([rig.wheel.disposed, rig.loop.now()]).toEqual([true, 0])
  })

  it('asks by TERM who does not end by itself', async () => {
    const rig = virtual(programs)
    rig.session({ program: ['tidy'] }, { start: (wheel) => wheel.close({ timeout: 1000 }) })
    expect(await rig.run()).toEqual(expect.arrayContaining(['stdout tidying 1', 'ended 0', 'close 1']))
    expect(rig.loop.now()).toBe(1000)
  })

  it('takes KILL for who ignores TERM, HUP on a terminal', async () => {
    for (const [conduit, asked] of [
      ['pipe', 'TERM'],
      ['pty', 'HUP'],
    ] as const) {
      signals.length = 0
      const rig = virtual(programs)
      rig.session({ program: ['stubborn'], conduit }, { start: (wheel) => wheel.close({ timeout: 1000 }) })
      expect(await rig.run()).toEqual(expect.arrayContaining(['ended KILL', 'close 1']))
      expect([signals, rig.loop.now()]).toEqual([[asked], 2000])
    }
  })

  it('does not wait for ever for outputs that are not read', async () => {
    const rig = virtual(programs)
    rig.session({ program: ['willing'] }, { start: (wheel) => [wheel.pauseStdout(), wheel.close({ timeout: 1000 })] })
    expect(await rig.run()).toEqual(expect.arrayContaining(['ended TERM']))
    expect([rig.wheel.disposed, rig.loop.now()]).toEqual([true, 2000])
  })

  it('without a limit waits for the program', async () => {
    const rig = virtual(programs)
    rig.session({ program: ['willing'] }, { start: (wheel) => wheel.close({ timeout: Infinity }) })
    rig.loop.at(1e9, () => rig.wheel.kill('USR1'))
    expect(await rig.run()).toContain('ended USR1')
  })

  it('refuses options it does not know', () => {
    const rig = virtual(programs)
    rig.session({ program: ['willing'] })
    expect(() => rig.wheel.close({ timout: 5 } as never)).toThrow('did you mean "timeout"?')
    expect(() => rig.wheel.close({ timeout: -1 })).toThrow('milliseconds')
    rig.kernel.stop()
  })
})

describe('Run.dispose', () => {
  it('leaves the program running, without input; no event comes', async () => {
    const rig = virtual(programs)
    rig.session({ program: ['obedient'] }, { start: (wheel) => [wheel.put('lost'), wheel.dispose(), wheel.dispose()] })
    expect(rig.loop.process.running).toBe(1)
    expect(await rig.run()).toEqual(['ended 0'])
    expect(rig.loop.process.running).toBe(0)
  })

  it('kills it where that was asked for, with the session too', async () => {
    for (const [killOnDispose, signal] of [
      [true, 'TERM'],
      ['KILL', 'KILL'],
    ] as const) {
      const rig = virtual(programs)
      const watched = virtual(programs)
      rig.session({ program: ['willing'], killOnDispose }, { start: (wheel) => wheel.dispose() })
      expect(await rig.run()).toEqual([`ended ${signal}`])
      watched.session({ program: ['willing'], killOnDispose })
      watched.kernel.stop()
      watched.session({ program: ['willing'] }, { start: (wheel) => wheel.kill() })
      await watched.run()
      expect(watched.loop.journal.join('\n')).toContain(`program 1001 willing ends: ${signal}`)
    }
  })

  it('within a handler ends the batch', async () => {
    const rig = virtual({
      async talk(child) {
        await child.write('one\ntwo\n')
      },
    })
    rig.session({ program: ['talk'] }, { stdout: (wheel) => wheel.dispose() })
    expect((await rig.run()).filter((line) => line !== 'ended PIPE' && line !== 'ended 0')).toEqual(['stdout one 1'])
  })
})

describe('a failed start', () => {
  it('is told when there is nobody to be told but by the loop', async () => {
    const rig = virtual(programs)
    rig.session({ program: ['nowhere'], errorEvent: undefined, closeEvent: undefined, stdoutEvent: undefined })
    await rig.run()
    rig.session({ program: ['nowhere'], errorEvent: undefined })
    expect(await rig.run()).toEqual(['close 2'])
    expect(rig.loop.warnings).toContainEqual(
      expect.stringMatching(/Run\(2\) has no errorEvent .* exec failed, No such/),
    )
  })

  it('comes of chance too', async () => {
    const rig = virtual(programs, { faults: { spawnFailures: 1 } })
    rig.session({ program: ['willing'] })
    expect(await rig.run()).toEqual(['error exec EAGAIN 11 1 null', 'close 1'])
  })
})

describe('priority', () => {
  const nice: Record<string, Program> = {
    async nice(child) {
      await child.write(`${child.niceness}\n`)
    },
  }

  it('is added to the program’s niceness', async () => {
    const rig = virtual(nice)
    rig.session({ program: ['nice'], priority: 5 })
    expect(await rig.run()).toContain('stdout 5 1')
  })

  it.each([
    ['not permitted', () => handleError('EACCES', 'setpriority'), 'EACCES 13'],
    ['nothing the host has', undefined, 'ENOSYS 38'],
  ])('that is %s is an error event, and the program runs all the same', async (_, renice, told) => {
    const rig = virtual(nice)
    const spawn = rig.loop.process.spawn.bind(rig.loop.process)
    rig.loop.process.spawn = (options) => Object.assign(spawn(options), { renice })
    rig.session({ program: ['nice'], priority: -5 })
    expect(await rig.run()).toEqual(
      expect.arrayContaining([`error setpriority ${told} 1 null`, 'stdout 0 1', 'ended 0']),
    )
  })
})
