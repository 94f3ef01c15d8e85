import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { getPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { LineFilter } from '@poe/filter-line'
import { SelectLoop } from '@poe/loop-select'
import { afterEach, describe, expect, it } from 'vitest'
import { Run } from './index.ts'
import { Rig } from './rig.test-support.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

const select = (): Rig<SelectLoop> => new Rig(new SelectLoop())

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'poe-'))
  ends.push(() => rmSync(path, { recursive: true }))
  return path
}

describe('a program', () => {
  it('is found, runs, and ends', async () => {
    const rig = select()
    rig.session(
      { program: ['sh', '-c', 'read line; echo "got $line"; echo oops >&2; exit 7'] },
      { start: (wheel) => wheel.put('it') },
    )
    expect((await rig.run()).map(String).sort()).toEqual([
      'close 1',
      'ended 7',
      'error read - 0 1 stderr',
      'error read - 0 1 stdout',
      'stderr oops 1',
      'stdin 1',
      'stdout got it 1',
    ])
  })

  it('given as text with nothing for a shell in it is started without one', async () => {
    const rig = select()
    rig.session({ program: '  readlink  /proc/self/exe ', stderrEvent: undefined })
    expect(await rig.run()).toContainEqual(expect.stringMatching(/^stdout .*\/(readlink|coreutils) 1$/))
  })

  it('given as text is otherwise a shell’s, and its arguments are nothing but arguments', async () => {
    const rig = select()
    const programArgs = ['$(echo injected)', '; echo injected', "' injected", 5]
    rig.session({ program: 'printf "<%s>\\n"', programArgs })
    const lines = (await rig.run()).filter((line) => String(line).startsWith('stdout'))
    expect(lines).toEqual(programArgs.map((argument) => `stdout <${argument}> 1`))
  })

  it('has the folder and the environment it is given', async () => {
    const rig = select()
    const cwd = folder()
    rig.session({ program: 'pwd; echo "$A-$HOME"', cwd, env: { A: 'a' } })
    const trace = await rig.run()
    expect(trace).toContain(`stdout ${cwd} 1`)
    expect(trace).toContain('stdout a- 1')
  })

  it('that cannot be started is an error event and a close', async () => {
    const rig = select()
    rig.session({ program: ['/no/such/program'] }, { start: (wheel) => void wheel.put('to nobody') })
    expect(rig.wheel.pid).toBeUndefined()
    expect(await rig.run()).toEqual(['error exec ENOENT 2 1 null', 'close 1'])
    expect([rig.wheel.disposed, rig.wheel.exit?.error?.code]).toEqual([true, 'ENOENT'])
  })

  it('runs under perl and node alike, its last line without an end included', async () => {
    for (const program of [
      ['perl', '-e', 'while (<STDIN>) { print uc } print "last"'],
      [
        process.execPath,
        '-e',
        "process.stdin.on('data', (d) => process.stdout.write(String(d).toUpperCase())).on('end', () => process.stdout.write('last'))",
      ],
    ] as const) {
      const rig = select()
      rig.session({ program: [...program] }, { start: (wheel) => [wheel.put('one'), wheel.shutdownStdin()] })
      const trace = await rig.run()
      expect(trace.filter((line) => String(line).startsWith('stdout'))).toEqual([
        'stdout ONE 1',
        'stdout last 1 (unterminated)',
      ])
      expect(trace).toContain('ended 0')
    }
  })

  it('is told as killed, by which signal', async () => {
    const rig = select()
    rig.session({ program: 'cat' }, { start: (wheel) => wheel.kill('USR1') })
    expect(await rig.run()).toContain('ended USR1')
  })

  it('is killed with its process group where that is asked for', async () => {
    const rig = select()
    rig.session({ program: 'sleep 1000 & echo ready; wait' }, { stdout: (wheel) => wheel.kill('-KILL') })
    // The output closes only when the sleep has gone too.
    expect(await rig.run()).toEqual(expect.arrayContaining(['close 1', 'ended KILL']))
  })

  it('gets a megabyte each way, through filters that change', async () => {
    const rig = select()
    const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i} ${'x'.repeat(40)}`)
    const got: unknown[] = []
    rig.session(
      { program: 'cat', stdoutEvent: 'got' },
      {
        start: (wheel) => [wheel.put(...lines), wheel.shutdownStdin()],
        got: (wheel, line) => {
          got.push(line)
          if (got.length % 1000 === 0) wheel.setStdoutFilter(new LineFilter({ literal: '\n' }))
        },
      },
    )
    await rig.run()
    expect(got).toEqual(lines)
  })
})

describe('redirections', () => {
  it('read and write files, emptied first, both outputs into one', async () => {
    const path = folder()
    const [from, to] = [join(path, 'from'), join(path, 'to')]
    writeFileSync(from, 'from a file\n')
    writeFileSync(to, 'much longer than what will be written, so that a rest would show')
    const rig = select()
    rig.session({ program: 'cat; echo errors >&2; echo more', redirectStdin: from, redirectOutput: to })
    expect(await rig.run()).toEqual(expect.arrayContaining(['ended 0', 'close 1']))
    expect(readFileSync(to, 'utf8')).toBe('from a file\nerrors\nmore\n')
  })

  it('to a file that cannot be opened is an error event', async () => {
    const rig = select()
    rig.session({ program: 'cat', redirectStdin: '/no/such/file' })
    expect(await rig.run()).toEqual(['error open ENOENT 2 1 null', 'close 1'])
  })
})

describe('a function of a module', () => {
  const module = new URL('./work.test-support.ts', import.meta.url)
  // The module is TypeScript, which this runtime does not read by itself.
  const env = { ...process.env, NODE_OPTIONS: '--import tsx' }

  it('is called in a process of its own with copies of its arguments, its streams the wheel’s', async () => {
    const rig = select()
    const programArgs = [new Map([['a', new Date(5)]]), { deep: [1n, new Uint8Array([1, 2])] }]
    rig.session(
      { env, program: { module, export: 'describe' }, programArgs },
      { start: (wheel) => [wheel.put('input'), wheel.shutdownStdin()] },
    )
    const trace = await rig.run()
    expect(trace).toContain('stdout Map Date 5, bigint 1, Uint8Array 1,2 1')
    expect(trace).toContain('stdout input 1')
    expect(trace).toContain('stderr not our process 1')
    expect(trace).toContain('ended 0')
  })

  it('is the default one where none is named; the module may be a path', async () => {
    const rig = select()
    rig.session({ env, program: { module: decodeURIComponent(module.pathname) } })
    expect(await rig.run()).toEqual(expect.arrayContaining(['stdout default 1', 'ended 0']))
  })

  it('takes arguments of any size, and loses no output at its end', async () => {
    const rig = select()
    const megabytes = 'x'.repeat(4_000_000)
    rig.session(
      {
        env,
        program: { module, export: 'repeat' },
        programArgs: [megabytes],
        stdoutFilter: new LineFilter({ maxLength: 5_000_000 }),
        stdoutEvent: 'got',
      },
      { got: (_wheel, line: string) => void (rig.trace[rig.trace.length - 1] = `got ${line === megabytes}`) },
    )
    expect(await rig.run()).toEqual(expect.arrayContaining(['got true', 'ended 0']))
  })

  it.each(['throws', 'rejects', 'breaks', 'missing'])(
    'that %s has its message on standard error, and ends with 255',
    async (name) => {
      const rig = select()
      rig.session({ env, program: { module, export: name } })
      const trace = await rig.run()
      expect(trace).toContain('ended 255')
      expect(trace).toContainEqual(
        expect.stringMatching(
          name === 'missing' ? /^stderr .*exports no function "missing"/ : new RegExp(`^stderr .*what ${name}`),
        ),
      )
    },
  )

  it('ends when it is done, whatever it has left behind', async () => {
    const rig = select()
    rig.session({ env, program: { module, export: 'lingers' } })
    expect(await rig.run()).toContain('ended 0')
  })
})

describe.runIf(process.platform === 'linux')('what the system permits', () => {
  const statusOf = (line: string) => ['sh', '-c', `grep ${line} /proc/$$/status`] as const

  it.runIf(process.getuid?.() === 0)('user and group', async () => {
    const rig = select()
    rig.session({ program: statusOf('id:'), user: 65_534, group: 65_533 })
    const trace = await rig.run()
    expect(trace).toContain(`stdout Uid:\t${Array(4).fill(65_534).join('\t')} 1`)
    expect(trace).toContain(`stdout Gid:\t${Array(4).fill(65_533).join('\t')} 1`)
  })

  it('priority, added to ours', async () => {
    const rig = select()
    rig.session(
      { program: ['sh', '-c', 'read go; cut -d" " -f19 /proc/$$/stat'], priority: 3 },
      { start: (wheel) => wheel.put('go') },
    )
    expect(await rig.run()).toContain(`stdout ${getPriority() + 3} 1`)
  })

  it('a process group of its own, unless noSetPgrp says otherwise', async () => {
    const ours = readFileSync('/proc/self/stat', 'utf8').split(' ')[4]
    for (const noSetPgrp of [false, true]) {
      const rig = select()
      rig.session({ program: ['sh', '-c', 'cut -d" " -f5 /proc/$$/stat'], noSetPgrp })
      const trace = await rig.run()
      expect(trace.includes(`stdout ${ours} 1`)).toBe(noSetPgrp)
    }
  })
})

/** Open descriptors of this process. */
function descriptors(): number {
  return readdirSync('/proc/self/fd').length
}

/** Children of this process that have ended and nobody has asked for. */
function zombies(): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false
    try {
      const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
      return state === 'Z' && Number(parent) === process.pid
    } catch {
      return false
    }
  })
}

describe.runIf(process.platform === 'linux')('two thousand children', () => {
  it('leave no descriptor and no zombie behind, and none of their lines is lost', { timeout: 120_000 }, async () => {
    const rig = select()
    const [total, atOnce] = [2000, 10]
    let [started, lines, closed, reaped] = [0, 0, 0, 0]
    const before = descriptors()
    rig.session(
      { program: 'true' },
      {
        start(_wheel, context) {
          const next = () => {
            if (started === total) return
            started++
            const wheel = new Run(context, {
              program: ['sh', '-c', 'echo line; printf last'],
              stdoutEvent: 'line',
              stderrEvent: 'line',
              closeEvent: 'over',
            })
            context.kernel.sigChild(wheel.pid!, 'gone')
          }
          for (let i = 0; i < atOnce; i++) next()
          this.next = next
        },
        line: () => void lines++,
        over: () => void closed++,
        gone() {
          reaped++
          this.next!(rig.wheel)
        },
      },
    )
    await rig.kernel.run()
    expect({ started, lines, closed, reaped }).toEqual({
      started: total,
      lines: 2 * total,
      closed: total,
      reaped: total,
    })
    expect(zombies()).toEqual([])
    expect(rig.loop.process.running).toBe(0)
    expect(rig.kernel.ledger()).toEqual([])
    expect(descriptors()).toBeLessThanOrEqual(before)
  })
})
