import { LineFilter } from '@poe/filter-line'
import { StreamFilter } from '@poe/filter-stream'
import { SelectLoop } from '@poe/loop-select'
import { ptys } from '@poe/pty'
import { describe, expect, it } from 'vitest'
import { Rig, virtual } from './rig.test-support.ts'

const select = (): Rig<SelectLoop> => new Rig(new SelectLoop({ ptys }))

describe('conduit "pty"', () => {
  it('gives the program a terminal of 24 by 80, errors and output together', async () => {
    const rig = select()
    rig.session({
      program: ['sh', '-c', 'test -t 0 && test -t 1 && test -t 2 && stty size; echo oops >&2; exit 4'],
      conduit: 'pty',
    })
    const trace = await rig.run()
    expect(trace.filter((line) => !String(line).startsWith('ended'))).toEqual([
      'stdout 24 80 1',
      'stdout oops 1',
      'error read - 0 1 stdout',
      'close 1',
    ])
    expect(trace).toContain('ended 4')
  })

  it('has the size it is given, and another one later', async () => {
    const rig = select()
    rig.session(
      {
        program: 'trap "stty size; exit" WINCH; stty size; while :; do sleep 0.01; done',
        conduit: 'pty',
        winsize: [31, 97],
      },
      { stdout: (wheel, line) => void (line === '31 97' && wheel.winsize(40, 132)) },
    )
    expect((await rig.run()).slice(0, 2)).toEqual(['stdout 31 97 1', 'stdout 40 132 1'])
  })

  it('types commands to a shell', async () => {
    const rig = select()
    rig.session(
      { program: ['bash', '--norc', '--noprofile'], conduit: 'pty' },
      {
        start: (wheel) => wheel.put('PS1=', 'bind "set enable-bracketed-paste off" 2>/dev/null', 'echo $((6 * 7))'),
        // A prompt may stand before it: how much the shell has read by when is its own affair.
        stdout: (wheel, line) => void (String(line).endsWith('42') && wheel.put('exit 9')),
      },
    )
    const trace = await rig.run()
    expect(trace.some((line) => /^stdout .*42 1$/.test(String(line)))).toBe(true)
    expect(trace).toContain('ended 9')
    expect(trace).toContain('stdin 1')
  })

  it('loses nothing of what was said last, however much', async () => {
    const rig = select()
    let octets = 0
    rig.session(
      {
        program: ['head', '-c', '300000', '/dev/zero'],
        conduit: 'pty',
        stdoutFilter: new StreamFilter(),
        stdoutEvent: 'chunk',
      },
      { chunk: (_wheel, chunk: Uint8Array) => void (octets += chunk.byteLength) },
    )
    await rig.run()
    expect(octets).toBe(300_000)
  })

  it('echoes and ends its input where it is not raw', async () => {
    const rig = select()
    rig.session(
      { program: 'cat', conduit: 'pty', raw: false, stdioFilter: new LineFilter() },
      { start: (wheel) => [wheel.put('hello'), wheel.shutdownStdin()] },
    )
    const trace = await rig.run()
    expect(trace.filter((line) => line === 'stdout hello 1')).toHaveLength(2)
    expect(trace).toContain('ended 0')
  })

  it('tells once of what is put when the terminal has gone', async () => {
    const rig = select()
    rig.session({ program: 'true', conduit: 'pty' }, { error: (wheel) => [wheel.put('lost'), wheel.put('lost')] })
    const trace = await rig.run()
    expect(trace.filter((line) => String(line).startsWith('error'))).toEqual([
      'error read - 0 1 stdout',
      'error write EIO 5 1 stdin',
    ])
  })

  it('is hung up on by dispose', async () => {
    const rig = select()
    rig.session({ program: 'cat', conduit: 'pty' }, { start: (wheel) => wheel.dispose() })
    expect(await rig.run()).toEqual(['ended HUP'])
  })

  it('is closed by HUP where the program does not end by itself', async () => {
    const rig = select()
    rig.session(
      { program: 'trap "echo hung up; exit 0" HUP; echo ready; while :; do sleep 0.01; done', conduit: 'pty' },
      { stdout: (wheel, line) => void (line === 'ready' && wheel.close({ timeout: 500 })) },
    )
    expect(await rig.run()).toEqual(expect.arrayContaining(['stdout hung up 1', 'close 1', 'ended 0']))
  })

  it('needs a loop that has terminals, and says which package has', () => {
    const rig = new Rig(new SelectLoop())
    expect(() => rig.session({ program: 'cat', conduit: 'pty' })).toThrow(
      expect.objectContaining({ code: 'ERR_POE_NO_SERVICE', message: expect.stringContaining('install @poe/pty') }),
    )
    expect(rig.kernel.ledger().filter(({ kind }) => kind !== 'birth')).toEqual([])
  })
})

describe('conduit "pty-pipe"', () => {
  it('keeps errors apart', async () => {
    const rig = select()
    rig.session({ program: ['sh', '-c', 'echo out; echo err >&2; test -t 2 || echo apart'], conduit: 'pty-pipe' })
    const trace = await rig.run()
    expect(trace).toEqual(
      expect.arrayContaining(['stdout out 1', 'stdout apart 1', 'stderr err 1', 'error read - 0 1 stderr']),
    )
    expect(trace.filter((line) => line === 'close 1')).toHaveLength(1)
  })
})

describe('Run.winsize', () => {
  it('is for terminals, and for sizes', async () => {
    const rig = virtual({ idle() {} })
    rig.session({ program: ['idle'] })
    expect(() => rig.wheel.winsize(24, 80)).toThrow(expect.objectContaining({ code: 'ERR_POE_NO_TERMINAL' }))
    rig.session({ program: ['idle'], conduit: 'pty' })
    expect(() => rig.wheel.winsize(0, 80)).toThrow('"rows"')
    rig.wheel.winsize(30, 90)
    rig.kernel.stop()
  })

  it('is that of the terminal we run on where nothing is said', async () => {
    const terminal = { interactive: true, rows: 50, columns: 132 }
    const rig = virtual({
      async size(child) {
        await child.write(`${child.size?.rows} ${child.size?.columns}\n`)
      },
    })
    Object.defineProperty(rig.loop, 'terminal', { value: terminal })
    rig.session({ program: ['size'], conduit: 'pty' })
    expect(await rig.run()).toContain('stdout 50 132 1')
  })
})

describe('a terminal, simulated', () => {
  it('tells what is put after its end, once', async () => {
    const rig = virtual({
      async brief(child) {
        await child.sleep(1)
      },
    })
    rig.session({ program: ['brief'], conduit: 'pty' }, { close: (wheel) => [wheel.put('lost'), wheel.put('lost')] })
    const trace = await rig.run()
    expect(trace.filter((line) => String(line).startsWith('error write'))).toEqual(['error write EIO 5 1 stdin'])
  })
})
