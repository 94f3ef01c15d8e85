import { LineFilter } from '@poe/filter-line'
import type { Program } from '@poe/loop-virtual'
import { describe, expect, it } from 'vitest'
import { type Options, type Reactions, virtual } from './rig.test-support.ts'

const programs: Record<string, Program> = {
  /** Says a line each second, out and err, then ends. */
  async clock(child) {
    for (let second = 1; second <= 3; second++) {
      await child.sleep(1000)
      await child.write(`out ${second}\n`)
      await child.complain(`err ${second}\n`)
    }
  },
  async chatter(child) {
    for (;;) await child.write('0123456789\n'.repeat(1000))
  },
  async blurt(child) {
    await child.write('one\ntwo\nthree\n')
  },
  async quiet(child) {
    await child.sleep(1000)
  },
  async burst(child) {
    await child.write(`${'x'.repeat(50)}\nmore\n`)
    await child.sleep(1000)
    for (let i = 0; i < 200; i++) await child.write('0123456789\n'.repeat(1000))
    await child.complain('alive\n')
  },
}

/** All that a program’s session is told, `after` being done so many milliseconds after the start. */
async function told(options: Options, after: Readonly<Record<number, string>> = {}, reactions: Reactions = {}) {
  const rig = virtual(programs)
  rig.session(options, reactions)
  for (const [time, name] of Object.entries(after)) rig.loop.at(Number(time), () => void rig.kernel.post(1, name))
  return (await rig.run()).map(String)
}

const count = (trace: string[], line: string): number => trace.filter((told) => told === line).length

describe('Run.event', () => {
  it('takes effect for the very next record', async () => {
    const reactions: Reactions = {
      stdout: (wheel) => wheel.event({ stdoutEvent: 'other' }),
      other: (wheel) => wheel.event({ stdoutEvent: 'stdout' }),
    }
    const trace = await told({ program: ['blurt'] }, {}, reactions)
    expect(trace.slice(0, 3)).toEqual(['stdout one 1', 'other two 1', 'stdout three 1'])
  })

  it('that takes an event away holds the records until there is a name again', async () => {
    const reactions: Reactions = {
      drop: (wheel) => wheel.event({ stdoutEvent: undefined }),
      take: (wheel) => wheel.event({ stdoutEvent: 'again' }),
      again: () => {},
    }
    const trace = await told(
      { program: ['clock'], stderrEvent: 'err' },
      { 1500: 'drop', 2500: 'take' },
      { ...reactions, err: () => {} },
    )
    expect(trace.filter((line) => /stdout|again|drop|take/.test(line))).toEqual([
      'stdout out 1 1',
      'drop',
      'take',
      'again out 2 1',
      'again out 3 1',
      'error read - 0 1 stdout',
    ])
    expect(count(trace, 'close 1')).toBe(1)
  })

  it('can watch a stream that had no event before, where it was captured', async () => {
    const reactions: Reactions = { take: (wheel) => wheel.event({ stderrEvent: 'stderr' }) }
    const trace = await told({ program: ['clock'], capture: true, stderrEvent: undefined }, { 1500: 'take' }, reactions)
    expect(trace.filter((line) => line.includes('err '))).toEqual([
      'stderr err 1 1',
      'stderr err 2 1',
      'stderr err 3 1',
    ])
    expect(trace).toContain('error read - 0 1 stderr')
    expect(count(trace, 'close 1')).toBe(1)
  })

  it('refuses to watch what is none of the wheel’s, and says what to do', () => {
    const rig = virtual(programs)
    rig.session({ program: ['quiet'], stderrEvent: undefined, noStdin: true })
    const before = [rig.wheel.getDriverOutOctets()]
    expect(() => rig.wheel.event({ stderrEvent: 'stderr' })).toThrow(
      expect.objectContaining({ code: 'ERR_POE_NO_STREAM', message: expect.stringContaining('capture: true') }),
    )
    expect(() => rig.wheel.event({ stdinEvent: 'stdin' })).toThrow(/stdin is none of the wheel's/)
    expect(() => rig.wheel.put('x')).toThrow(/stdin is none of the wheel's/)
    rig.wheel.event({ stderrEvent: undefined })
    expect(before).toEqual([0])
    rig.kernel.stop()
  })

  it('refuses names that are none', () => {
    const rig = virtual(programs)
    rig.session({ program: ['quiet'] })
    expect(() => rig.wheel.event({ stdoutEvnt: 'x' } as never)).toThrow('did you mean "stdoutEvent"?')
    expect(() => rig.wheel.event({ stdoutEvent: '' })).toThrow('at least one character')
    expect(() => rig.wheel.event({ highEvent: 'high' })).toThrow('"highMark"')
    rig.kernel.stop()
  })
})

describe('closeEvent', () => {
  it('comes once, after both outputs have ended, though one has lost its event', async () => {
    const reactions: Reactions = { drop: (wheel) => wheel.event({ stderrEvent: undefined }) }
    const trace = await told({ program: ['clock'] }, { 1500: 'drop' }, reactions)
    expect(trace).toEqual([
      'stdout out 1 1',
      'stderr err 1 1',
      'drop',
      'stdout out 2 1',
      'stdout out 3 1',
      ...trace.slice(5),
    ])
    expect(trace.slice(5).sort()).toEqual(['close 1', 'ended 0', 'error read - 0 1 stdout'])
    expect(trace.indexOf('close 1')).toBeGreaterThan(trace.indexOf('error read - 0 1 stdout'))
  })

  it('comes once, though event() was called after one output had ended', async () => {
    const reactions: Reactions = {
      error: (wheel) => wheel.event({ stdoutEvent: 'stdout', stderrEvent: 'stderr', closeEvent: 'close' }),
    }
    const trace = await told({ program: ['clock'] }, {}, reactions)
    expect([count(trace, 'close 1'), trace.filter((line) => line.startsWith('error')).length]).toEqual([1, 2])
  })

  it('comes once, though every event was taken away', async () => {
    const reactions: Reactions = {
      drop: (wheel) => wheel.event({ stdoutEvent: undefined, stderrEvent: undefined, errorEvent: undefined }),
    }
    const trace = await told({ program: ['clock'] }, { 1500: 'drop' }, reactions)
    expect(trace.slice(2).sort()).toEqual(['close 1', 'drop', 'ended 0'])
  })

  it('comes when the program ends, where none of its outputs is the wheel’s', async () => {
    const trace = await told({ program: ['quiet'], stdoutEvent: undefined, stderrEvent: undefined })
    expect(trace.sort()).toEqual(['close 1', 'ended 0'])
  })

  it('comes when an output was refused by its filter, which does not hold the program up', async () => {
    const stdoutFilter = new LineFilter({ literal: '\n', maxLength: 20 })
    const trace = await told({ program: ['burst'], stdoutFilter })
    expect(trace).toContain('error read ERR_POE_FILTER_LINE_TOO_LONG 90 1 stdout')
    expect(trace).toContain('stderr alive 1')
    expect(trace).toContain('ended 0')
    expect(count(trace, 'close 1')).toBe(1)
  })

  it('comes under its new name, also when that was given after the outputs had ended', async () => {
    const rig = virtual(programs)
    rig.session(
      { program: ['quiet'], closeEvent: undefined },
      { late: () => {}, error: (wheel) => wheel.event({ closeEvent: 'late' }) },
    )
    expect((await rig.run()).filter((line) => String(line).startsWith('late'))).toEqual(['late 1'])
  })
})

describe('pausing', () => {
  it('holds back records, the end and the program, until resumed', async () => {
    const reactions: Reactions = {
      start: (wheel) => wheel.pauseStdout(),
      go: (wheel) => wheel.resumeStdout(),
    }
    const trace = await told({ program: ['clock'] }, { 5000: 'go' }, reactions)
    const out = trace.filter((line) => line.includes('out') || line === 'go' || line === 'close 1')
    expect(out).toEqual([
      'go',
      'stdout out 1 1',
      'stdout out 2 1',
      'stdout out 3 1',
      'error read - 0 1 stdout',
      'close 1',
    ])
  })

  it('goes for errors too, and stops a batch at once', async () => {
    const reactions: Reactions = {
      stderr: (wheel) => wheel.pauseStderr(),
      go: (wheel) => wheel.resumeStderr(),
    }
    const trace = await told({ program: ['clock'] }, { 5000: 'go', 6000: 'go', 7000: 'go' }, reactions)
    expect(trace.filter((line) => line.includes('err ') || line === 'go')).toEqual([
      'stderr err 1 1',
      'go',
      'stderr err 2 1',
      'go',
      'stderr err 3 1',
      'go',
    ])
  })

  it('keeps a program that says much from filling our memory', async () => {
    const rig = virtual(programs)
    let lines = 0
    rig.session(
      { program: ['chatter'], stdoutEvent: 'line' },
      { line: (wheel) => void (++lines === 5 && wheel.pauseStdout()) },
    )
    rig.loop.at(10_000, () => rig.wheel.kill('KILL'))
    rig.loop.at(20_000, () => rig.kernel.stop())
    await rig.kernel.run()
    expect(lines).toBe(5)
  })
})

describe('filters', () => {
  it('of a program’s output can change while it runs; the new one gets what was not used', async () => {
    const rig = virtual({
      async switcher(child) {
        await child.write('one\ntwo;three;')
        await child.sleep(1)
        await child.write('four;')
      },
    })
    rig.session(
      { program: ['switcher'] },
      { stdout: (wheel, line) => void (line === 'one' && wheel.setStdoutFilter(new LineFilter({ literal: ';' }))) },
    )
    expect((await rig.run()).filter((line) => String(line).startsWith('stdout'))).toEqual([
      'stdout one 1',
      'stdout two 1',
      'stdout three 1',
      'stdout four 1',
    ])
  })

  it('of errors and input too, and each can be asked for', async () => {
    const rig = virtual({
      async echo(child) {
        for (let octets = await child.read(); octets !== null; octets = await child.read()) await child.complain(octets)
      },
    })
    const semicolons = new LineFilter({ literal: ';' })
    const commas = new LineFilter({ literal: ',' })
    rig.session(
      { program: ['echo'], stdioFilter: commas },
      {
        start: (wheel) => {
          expect([wheel.getStdinFilter(), wheel.getStdoutFilter()]).toEqual([commas, commas])
          wheel.put('one')
          wheel.setStdioFilter(semicolons)
          wheel.setStderrFilter(semicolons)
          wheel.put('two')
          expect([wheel.getStdinFilter(), wheel.getStdoutFilter(), wheel.getStderrFilter()]).toEqual(
            Array(3).fill(semicolons),
          )
          wheel.shutdownStdin()
        },
      },
    )
    expect((await rig.run()).filter((line) => String(line).startsWith('stderr'))).toEqual(['stderr one,two 1'])
  })
})

describe('an exception', () => {
  it('in a handler names the event; the rest of the batch is delivered', async () => {
    const rig = virtual(programs)
    const seen: unknown[] = []
    let handle = (): void => {}
    rig.session(
      { program: ['blurt'] },
      {
        start: (_wheel, context) => {
          context.kernel.sig('DIE', 'die')
          handle = () => context.kernel.sigHandled()
        },
        stdout: (_wheel, line) => {
          if (line === 'one') throw new Error('thrown')
          seen.push(line)
        },
        die: () => handle(),
      },
    )
    await rig.run()
    expect(seen).toEqual(['two', 'three'])
    expect(rig.trace).toContainEqual(expect.stringMatching(/^die DIE in "stdout": Error: thrown/))
  })
})
