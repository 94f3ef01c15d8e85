import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { isPoeError } from '@poe/errors'
import type { Child, Exit, SpawnOptions } from '@poe/loop'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SelectLoop } from './index.ts'
import { fill, follow, program, Rig, settle, until } from './rig.test-kit.ts'

const MEGABYTE = 1_048_576

let rig: Rig
let loop: SelectLoop
let told: string[]

beforeEach(() => {
  rig = new Rig()
  loop = rig.loop
  told = []
  loop.attach({ turn() {}, signal() {}, exited: (pid, exit) => void told.push(`exited ${pid} ${words(exit)}`) })
})
afterEach(() => rig.end())

function words({ code, signal, error }: Exit): string {
  return `${code} ${signal} ${error?.code ?? null}`
}

/** Starts a program that ends with the test, and keeps what its exit told. */
function start(command: readonly [string, ...string[]], options: SpawnOptions = {}): Child {
  const child = loop.process.spawn(options.module === undefined ? { command, ...options } : options)
  rig.later(() => {
    if (loop.process.isRunning(child.pid ?? 0)) child.kill('KILL')
    for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe?.close()
  })
  child.onExit((exit) => told.push(words(exit)))
  return child
}

/** Open descriptors of this process; 0 where the host does not tell. */
function descriptors(): number {
  return existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0
}

/** Whether the host knows the program no more. */
function hasGone(pid: number): boolean {
  try {
    return !process.kill(pid, 0)
  } catch {
    return true
  }
}

describe('process', () => {
  it('knows its own process', () => {
    expect(loop.process.pid).toBe(process.pid)
    expect(loop.process.running).toBe(0)
    expect(loop.process.isRunning(process.pid)).toBe(false)
  })

  it('talks to a program through pipes', async () => {
    rig.run()
    const child = start(['cat'])
    const output = follow(child.stdout!)
    expect(child.stdin!.write('hello')).toBeNull()
    await until(() => output.join('') === 'hello')
    child.stdin!.shutdown()
    await until(() => output.includes('ended') && told.length === 2)
    expect(told).toEqual(['0 null null', `exited ${child.pid} 0 null null`])
  })

  it('tells the exit code, and errors apart from output', async () => {
    rig.run()
    const child = start(['sh', '-c', 'echo out; echo err >&2; exit 7'])
    const output = follow(child.stdout!)
    const errors = follow(child.stderr!)
    await until(() => output.includes('ended') && errors.includes('ended') && told.length === 2)
    expect([output, errors, told[0]]).toEqual([['out\n', 'ended'], ['err\n', 'ended'], '7 null null'])
  })

  it('tells the signal a program was killed by, without SIG', async () => {
    rig.run()
    const child = start(['cat'])
    expect(child.kill('TERM')).toBe(true)
    await until(() => told.length === 2)
    expect(told[0]).toBe('null TERM null')
    expect(child.kill('TERM')).toBe(false)
  })

  it('refuses a signal it does not know', () => {
    const child = start(['cat'])
    for (const name of ['SIGTERM', 'term', 'toString'])
      expect(() => child.kill(name)).toThrow(expect.toSatisfy((error) => isPoeError(error, 'ERR_POE_SIGNAL')))
  })

  it('takes the folder, the environment and the arguments as they are', async () => {
    rig.run()
    const folder = rig.folder()
    const source =
      'process.stdout.write([process.cwd(), process.env.A, process.env.B, ...process.argv.slice(1)].join())'
    const env = { A: 'a b', B: undefined }
    const child = start([process.execPath, '-e', source, '$HOME', '*'], { cwd: folder, env })
    const output = follow(child.stdout!)
    await until(() => output.includes('ended'))
    expect(output[0]).toBe(`${folder},a b,,$HOME,*`)
  })

  it.runIf(process.platform === 'linux')('gives a program a group of its own unless told otherwise', async () => {
    rig.run()
    const group = async (options: SpawnOptions): Promise<number> => {
      const output = follow(
        start(['sh', '-c', 'ps -o pgid= -p $$ 2>/dev/null || cut -d" " -f5 /proc/$$/stat'], options).stdout!,
      )
      await until(() => output.includes('ended'))
      return Number(output[0])
    }
    const ours = Number(readFileSync('/proc/self/stat', 'utf8').split(' ')[4])
    expect(await group({})).not.toBe(ours)
    expect(await group({ detached: false })).toBe(ours)
  })

  it('has no handle for what is no pipe', () => {
    const child = start(['true'], { stdin: 'ignore', stdout: 'inherit', stderr: 'ignore' })
    expect([child.stdin, child.stdout, child.stderr]).toEqual([undefined, undefined, undefined])
  })
})

describe('a failed start', () => {
  const failures: readonly [string, SpawnOptions & { readonly command: readonly [string, ...string[]] }, string][] = [
    ['a program that is missing', { command: ['/missing/program'] }, 'ENOENT'],
    ['a program that is none', { command: [tmpdir()] }, 'EACCES'],
    ['a folder that is missing', { command: ['cat'], cwd: '/missing/folder' }, 'ENOENT'],
    ['too long arguments', { command: ['cat', 'x'.repeat(4 * MEGABYTE)] }, 'E2BIG'],
  ]
  for (const [what, { command, ...options }, code] of failures)
    it(`is an exit, told once and later: ${what}`, async () => {
      rig.run()
      const before = descriptors()
      const child = start(command, options)
      const errors: unknown[] = []
      child.onExit(({ error }) => errors.push(error))
      expect([child.pid, child.stdin, child.kill('TERM'), loop.process.running]).toEqual([
        undefined,
        undefined,
        false,
        0,
      ])
      expect(told).toEqual([])
      await until(() => errors.length > 0)
      await settle()
      expect(told).toEqual([`null null ${code}`])
      expect(errors).toMatchObject([{ code, syscall: 'spawn' }])
      await until(() => descriptors() <= before, 'descriptors')
    })

  it('is one when the user is not permitted', async () => {
    const { output } = await program(`
      if (process.getuid() === 0) process.setuid(65534)
      const loop = new SelectLoop()
      loop.process.spawn({ command: ['true'], uid: 0 }).onExit(({ error }) => { console.log(error?.code); loop.halt() })
      await loop.run()
    `)
    expect(output).toBe('EPERM\n')
  })
})

describe('an exit', () => {
  it('is told outside no run, and then all the same', async () => {
    const child = start(['true'], { stdin: 'ignore', stdout: 'ignore', stderr: 'ignore' })
    await until(() => hasGone(child.pid!))
    await settle()
    expect([told, loop.process.isRunning(child.pid!), loop.process.running]).toEqual([[], true, 1])
    rig.run()
    await until(() => told.length === 2)
    expect(told).toEqual(['0 null null', `exited ${child.pid} 0 null null`])
    expect([loop.process.isRunning(child.pid!), loop.process.running]).toEqual([false, 0])
  })

  it('is told to everybody who asked, then to the kernel, with promises settled between', async () => {
    rig.run()
    const child = start(['true'])
    const { pid } = child
    child.onExit(() => {
      told.push(`second ${loop.process.isRunning(pid!)}`)
      void Promise.resolve().then(() => told.push('promise'))
    })
    await until(() => told.length === 4)
    expect(told).toEqual(['0 null null', 'second true', 'promise', `exited ${pid} 0 null null`])
  })

  it('is told to who asks after it, later', async () => {
    rig.run()
    const child = start(['true'])
    await until(() => told.length === 2)
    child.onExit(() => told.push('late'))
    expect(told.length).toBe(2)
    await until(() => told.length === 3)
  })

  it('leaves the last output to be read, however long nobody did', async () => {
    rig.run()
    const child = start(['sh', '-c', 'printf last; printf words >&2'])
    await until(() => told.length === 2)
    await settle()
    const output = follow(child.stdout!)
    const errors = follow(child.stderr!)
    await until(() => output.includes('ended') && errors.includes('ended'))
    expect([output, errors]).toEqual([
      ['last', 'ended'],
      ['words', 'ended'],
    ])
  })

  it('does not wait for those who inherited the pipes', async () => {
    rig.run()
    const holder = start(['sh', '-c', 'sleep 1000 & echo $!; exit 3'])
    const output = follow(holder.stdout!)
    await until(() => told.length === 2 && output.length === 1)
    process.kill(Number(output[0]), 'SIGKILL')
    await until(() => output.includes('ended'))
    expect(holder.kill('KILL')).toBe(false)
  })

  it('rejects run with what a callback threw', async () => {
    rig.run()
    start(['true']).onExit(() => {
      throw new Error('broken callback')
    })
    await expect(rig.over).rejects.toThrow('broken callback')
    rig.run()
    await until(() => told.length === 2)
  })
})

describe('pipes', () => {
  it('have one mode each', () => {
    const { stdin, stdout, stderr } = start(['cat'])
    const noMode = expect.toSatisfy((error) => isPoeError(error, 'ERR_POE_NO_MODE'))
    expect(() => stdin!.watch('read', () => {})).toThrow(noMode)
    expect(() => stdin!.watch('expedite', () => {})).toThrow(noMode)
    for (const pipe of [stdout!, stderr!]) {
      expect(() => pipe.watch('write', () => {})).toThrow(noMode)
      expect(pipe.write('lost')).toBeNull()
      expect(pipe.error?.code).toBe('EPIPE')
      expect(pipe.state).toBe('open')
    }
  })

  it('carry ten megabytes out, with pauses', async () => {
    rig.run()
    const total = 10 * MEGABYTE
    const { stdout } = start(['head', '-c', `${total}`, '/dev/zero'])
    let taken = 0
    stdout!.watch('read', () => {
      taken += stdout!.read(65_536)?.byteLength ?? 0
      stdout!.pause('read')
      setImmediate(() => stdout!.resume('read'))
    })
    await until(() => stdout!.state === 'ended' && told.length === 2)
    expect(taken).toBe(total)
  })

  it('hold a program back that nobody reads', async () => {
    rig.run()
    const child = start(['sh', '-c', 'head -c 10485760 /dev/zero; echo over >&2'])
    const errors = follow(child.stderr!)
    await settle()
    expect(errors).toEqual([])
    let taken = 0
    child.stdout!.watch('read', () => void (taken += child.stdout!.read(65_536)?.byteLength ?? 0))
    await until(() => errors.includes('ended') && taken === 10 * MEGABYTE)
  })

  it('hold the writer back whose program does not read', async () => {
    rig.run()
    const child = start(['sh', '-c', 'read line; head -c 4 >/dev/null; wc -c'])
    const { stdin } = child
    const taken = fill(stdin!)
    expect(stdin!.pending).toBeGreaterThan(0)
    stdin!.write('\n')
    let written = taken
    stdin!.watch('write', () => {
      expect(stdin!.pending).toBe(0)
      stdin!.ignore('write')
      written = -1
    })
    await settle()
    expect(written).toBe(taken)
    child.kill('KILL')
    await until(() => written === -1)
    expect(stdin!.write('more')).toBeNull()
    expect([stdin!.state, stdin!.error?.code, stdin!.error?.syscall]).toEqual(['failed', 'EPIPE', 'write'])
  })

  it('tell the writer when all is taken', async () => {
    rig.run()
    const { stdin, stdout } = start(['wc', '-c'])
    const output = follow(stdout!)
    let taken = fill(stdin!)
    stdin!.watch('write', () => {
      taken += fill(stdin!)
      if (taken < MEGABYTE) return
      stdin!.ignore('write')
      stdin!.shutdown()
    })
    await until(() => output.includes('ended'))
    expect(Number(output[0])).toBe(taken)
  })

  it('close without a further word', async () => {
    rig.run()
    const { stdin, stdout, stderr } = start(['cat'])
    const output = follow(stdout!)
    stdin!.write('hello')
    for (const pipe of [stdin!, stdout!, stderr!]) pipe.close()
    await until(() => told.length === 2)
    expect(output).toEqual([])
  })
})

describe('many programs', () => {
  it('leave no descriptor behind', async () => {
    rig.run()
    const before = descriptors()
    for (let batch = 0; batch < 10; batch++) {
      const children = Array.from({ length: 20 }, () => start(['echo', 'x']))
      const outputs = children.map(({ stdout }) => follow(stdout!))
      for (const { stderr } of children) stderr!.close()
      await until(() => outputs.every((output) => output.join() === 'x\n,ended') && loop.process.running === 0)
    }
    expect(told.length).toBe(400)
    await until(() => descriptors() <= before, 'descriptors')
  })

  it('do not keep the process alive, run over or not begun', async () => {
    const { output, code } = await program(`
      const loop = new SelectLoop()
      const child = loop.process.spawn({ command: ['sleep', '1000'] })
      child.stdout.watch('read', () => {})
      setTimeout(() => loop.halt(), 10)
      await loop.run()
      process.on('exit', () => child.kill('KILL'))
      console.log('over')
    `)
    expect({ output, code }).toEqual({ output: 'over\n', code: 0 })
  })
})

describe('spawn', () => {
  const refused: readonly [object, string][] = [
    [{}, 'ERR_POE_MISSING_OPTION'],
    [{ command: [] }, 'ERR_POE_BAD_OPTION'],
    [{ command: 'cat' }, 'ERR_POE_BAD_OPTION'],
    [{ command: ['a\0b'] }, 'ERR_POE_BAD_OPTION'],
    [{ command: ['cat'], env: { A: 5 } }, 'ERR_POE_BAD_OPTION'],
    [{ command: ['cat'], stdin: 'tube' }, 'ERR_POE_BAD_OPTION'],
    [{ command: ['cat'], shell: true }, 'ERR_POE_UNKNOWN_OPTION'],
    [{ command: ['cat'], uid: -1 }, 'ERR_POE_BAD_OPTION'],
    [{ command: ['cat'], terminal: { rows: 24, columns: 80 } }, 'ERR_POE_NO_SERVICE'],
  ]
  for (const [options, code] of refused)
    it(`refuses ${JSON.stringify(options)} by ${code}`, () => {
      expect(() => loop.process.spawn(options as SpawnOptions)).toThrow(
        expect.toSatisfy((error) => isPoeError(error, code)),
      )
    })
})

describe('env and trace', () => {
  it('shows the environment', () => {
    expect(loop.env.PATH).toBe(process.env.PATH)
  })

  it('traces to stderr', async () => {
    const { output } = await program(`new SelectLoop().trace('a line')`)
    expect(output).toBe('a line\n')
  })

  it('traces to a file, emptied at first, whole at once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'poe-'))
    rig.later(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'trace')
    const source = `new SelectLoop().trace('one'); new SelectLoop().trace('two')`
    for (let run = 0; run < 2; run++)
      expect(await program(source, `export POE_TRACE_FILENAME='${file}'`)).toEqual({ output: '', code: 0 })
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n')
  })

  it('traces to stderr when the file cannot be opened, and says so', async () => {
    const { output } = await program(`new SelectLoop().trace('line')`, 'export POE_TRACE_FILENAME=/missing/trace')
    expect(output).toMatch(/^POE_TRACE_FILENAME: ENOENT.*; tracing to stderr instead\nline\n$/)
  })
})
