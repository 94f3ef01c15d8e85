import { SysRWDriver } from '@poe/driver-sysrw'
import { LineFilter } from '@poe/filter-line'
import { TimeLoop } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { commandOf } from './command.ts'
import { Run } from './index.ts'
import { type Options, Rig, virtual } from './rig.test-support.ts'

const filter = new LineFilter()
const driver = new SysRWDriver()

describe('Run', () => {
  const refused: readonly [Options | Record<string, unknown>, string][] = [
    [{ program: undefined }, 'needs the option "program"'],
    [{ program: '  ' }, '"program" must be more than blanks'],
    [{ program: [] }, 'the program, then its arguments'],
    [{ program: ['cat', 5] }, 'a list of strings'],
    [{ program: () => {} }, 'name its module'],
    [{ program: { module: 5 } }, '"module" must be a URL'],
    [{ program: { module: './work.js' } }, 'new URL('],
    [{ program: { modul: 'file:///a.js' } }, 'did you mean "module"?'],
    [{ program: { module: 'file:///a.js', export: '' } }, '"export"'],
    [{ programArgs: 'x' }, '"programArgs" must be an array'],
    [{ programArgs: [{}] }, 'a list of strings and numbers'],
    [{ stdoutEvnt: 'x' }, 'did you mean "stdoutEvent"?'],
    [{ conduit: 'inet' }, '"conduit" must be "pipe" or "socketpair" or "pty" or "pty-pipe"'],
    [{ winsize: [24, 80] }, 'left out unless "conduit" is "pty"'],
    [{ raw: true }, 'left out unless "conduit" is "pty"'],
    [{ conduit: 'pty', winsize: [24, 80, 720, 400] }, '[rows, columns]'],
    [{ conduit: 'pty', winsize: [0, 80] }, '[rows, columns]'],
    [{ conduit: 'pty', redirectStdin: '/a' }, 'left out where "conduit" is "pty"'],
    [{ conduit: 'pty-pipe', redirectOutput: '/a' }, 'left out where "conduit" is "pty-pipe"'],
    [{ conduit: 'pty', noStdin: true }, 'left out where "conduit" is "pty"'],
    [{ conduit: 'pty', stderrEvent: 'err' }, 'with "pty-pipe" errors come apart'],
    [{ conduit: 'pty', stderrFilter: filter }, 'with "pty-pipe" errors come apart'],
    [{ stdioFilter: filter, stdinFilter: filter }, 'left out where "stdioFilter" is given'],
    [{ stdioDriver: driver, stdoutDriver: driver }, 'left out where "stdioDriver" is given'],
    [{ redirectStdin: '/a', stdinEvent: 'x' }, 'left out where "redirectStdin" is given'],
    [{ redirectStdout: '/a', stdoutEvent: 'x' }, 'left out where "redirectStdout" is given'],
    [{ redirectStderr: '/a', stderrEvent: 'x' }, 'left out where "redirectStderr" is given'],
    [{ redirectOutput: '/a', stderrEvent: 'x' }, 'left out where "redirectOutput" is given'],
    [{ redirectOutput: '/a', redirectStdout: '/b' }, '"redirectOutput"'],
    [{ redirectStdout: {} }, 'a file name, a stream handle or a descriptor'],
    [{ redirectStdout: -1 }, 'at least 0'],
    [{ noStdin: true, stdinEvent: 'x' }, 'left out where "noStdin" is given'],
    [{ priority: 1.5 }, 'a whole number'],
    [{ user: 'root' }, '"user"'],
    [{ group: -1 }, '"group"'],
    [{ killOnDispose: 'SIGTERM' }, 'without "SIG"'],
    [{ highMark: 5 }, '"lowMark"'],
    [{ highMark: 5, lowMark: 5 }, 'less than "highMark"'],
    [{ highEvent: 'x' }, '"highMark"'],
    [{ stallTimeout: -1 }, 'milliseconds'],
    [{ maxOutput: 0 }, '"maxOutput"'],
  ]
  it.each(refused)('refuses %j', (options, message) => {
    const rig = virtual({ cat() {} })
    const events = { stdinEvent: undefined, stdoutEvent: undefined, stderrEvent: undefined }
    expect(() => rig.session({ program: ['cat'], ...events, ...options } as Options)).toThrow(message)
    expect(rig.kernel.ledger().filter(({ kind }) => kind !== 'birth')).toEqual([])
    expect(rig.loop.process.running).toBe(0)
  })

  it('takes what says nothing', () => {
    const rig = virtual({ cat() {} })
    rig.session({ program: ['cat'], noStdin: false, capture: false, redirectStdin: undefined })
    rig.kernel.stop()
  })

  it('needs a loop that starts programs, and a session', () => {
    const rig = new Rig(new TimeLoop({ settle: async () => {} }))
    expect(() => rig.session({ program: 'cat', killOnDispose: true })).toThrow(
      expect.objectContaining({ code: 'ERR_POE_NO_SERVICE' }),
    )
    expect(() => new Run({} as never, { program: 'cat' })).toThrow(
      expect.objectContaining({ code: 'ERR_POE_NO_SESSION' }),
    )
  })
})

describe('a program given as text', () => {
  it.each([
    ['cat', ['cat']],
    ['  ls -l\t/ \n', ['ls', '-l', '/']],
  ])('%j is split at blanks', (program, command) => {
    expect(commandOf(program, [])).toEqual({ command })
    expect(commandOf(program, ['$x', 5])).toEqual({ command: [...command, '$x', '5'] })
  })

  it.each(['a | b', 'a > b', 'a "b"', 'a $B', 'A=1 b', 'exec a', 'a\nb', 'a; b', 'a *', 'a # b', '~/a'])(
    '%j is a shell’s',
    (program) => {
      expect(commandOf(program, [])).toEqual({ command: ['/bin/sh', '-c', program, 'sh'] })
      expect(commandOf(program, ['$x'])).toEqual({ command: ['/bin/sh', '-c', `${program} "$@"`, 'sh', '$x'] })
    },
  )
})

describe('a module', () => {
  it('is named by its URL or its path', () => {
    const called = (module: URL | string) => commandOf({ module }, [1]).module
    const url = 'file:///a%20b/c%23d.js'
    expect(called('/a b/c#d.js')).toEqual({ url, export: 'default', args: [1] })
    expect(called(new URL(url))).toEqual({ url, export: 'default', args: [1] })
    expect(called(url)?.url).toBe(url)
  })

  it('is simulated by a program of its name', async () => {
    const rig = virtual({
      async 'work.js#double'(child) {
        const [{ number }] = child.values as [{ number: number }]
        await child.write(`${2 * number}\n`)
      },
      'work.js#broken'() {
        throw new Error('broken')
      },
    })
    const given = { number: 21 }
    rig.session(
      { program: { module: 'file:///app/work.js', export: 'double' }, programArgs: [given] },
      { start: () => void (given.number = 0) },
    )
    rig.session({ program: { module: 'file:///app/work.js', export: 'broken' } })
    expect(await rig.run()).toEqual(
      expect.arrayContaining(['stdout 42 1', 'stderr Error: broken 2', 'ended 0', 'ended 255']),
    )
  })
})

describe('redirections, simulated', () => {
  it('read and write files', async () => {
    const cat = async (child: Parameters<NonNullable<Parameters<typeof virtual>[0][string]>>[0]) => {
      for await (const line of child.lines()) await child.write(`${line}!\n`)
      await child.complain('done\n')
    }
    const rig = virtual({ cat }, { files: { '/from': 'one\ntwo\n', '/to': 'old' } })
    rig.session({ program: ['cat'], redirectStdin: '/from', redirectOutput: '/to' })
    await rig.run()
    expect(rig.loop.files.text('/to')).toBe('one!\ntwo!\ndone\n')
    rig.session({ program: ['cat'], redirectStdin: '/missing' })
    expect(await rig.run()).toContain('error open ENOENT 2 2 null')
  })
})
