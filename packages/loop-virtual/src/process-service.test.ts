import type { Child, Exit } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import type { Program } from './index.ts'
import { follow, Rig } from './rig.test-kit.ts'

const programs: Record<string, Program> = {
  async cat(child) {
    for await (const line of child.lines()) await child.write(`${line}\n`)
  },
  async sleepy(child) {
    await child.sleep(500)
    await child.write('awake')
    await child.complain(' and grumpy')
    child.exit(3)
  },
  deaf() {},
  careful(child) {
    child.onSignal('TERM', () => {
      void child.write('tidying up')
      child.exit(0)
    })
  },
  async wrong() {
    throw new TypeError('no such thing')
  },
  async yes(child) {
    for (;;) await child.write('yes\n'.repeat(1000))
  },
  async args(child) {
    await child.write(JSON.stringify([child.pid, child.args, child.env, child.cwd, child.size]))
  },
}

function rigged(): { rig: Rig; ends: [number, Exit][] } {
  const rig = new Rig({ programs })
  const ends: [number, Exit][] = []
  rig.loop.attach({ turn() {}, signal() {}, exited: (pid, exit) => void ends.push([pid, exit]) })
  return { rig, ends }
}

const exited = (code: number | null, signal: string | null = null): Exit => ({ code, signal, error: null })

describe('process', () => {
  it('talks with a program by its pipes, and tells its end: the handle first', async () => {
    const { rig, ends } = rigged()
    const child = rig.loop.process.spawn({ command: ['cat'] })
    const trace = follow(child.stdout!)
    const told: unknown[] = []
    child.onExit((exit) => told.push(exit, ends.length))
    child.stdin!.write('one\ntwo\nthr')
    child.stdin!.write('ee')
    await rig.loop.advance(10)
    expect(trace.join('')).toBe('one\ntwo\n')
    expect([rig.loop.process.running, rig.loop.process.isRunning(child.pid!)]).toEqual([1, true])
    child.stdin!.shutdown()
    await rig.loop.advance(10)
    expect(trace.join('')).toBe('one\ntwo\nthree\nended')
    expect(told).toEqual([exited(0), 0])
    expect(ends).toEqual([[child.pid, exited(0)]])
    expect([rig.loop.process.running, rig.loop.process.isRunning(child.pid!)]).toEqual([0, false])
  })

  it('lets programs take simulated time, complain, and exit as they like', async () => {
    const { rig, ends } = rigged()
    const child = rig.loop.process.spawn({ command: ['/usr/bin/sleepy'] })
    const [out, err] = [follow(child.stdout!), follow(child.stderr!)]
    await rig.loop.advance(499)
    expect(ends).toEqual([])
    await rig.loop.advance(1)
    expect([out, err]).toEqual([
      ['awake', 'ended'],
      [' and grumpy', 'ended'],
    ])
    expect(ends).toEqual([[1001, exited(3)]])
  })

  it('says what a program was started with', async () => {
    const { rig } = rigged()
    const child = rig.loop.process.spawn({ command: ['args', '-v', 'x'], env: { A: '1' }, cwd: '/tmp' })
    const trace = follow(child.stdout!)
    await rig.loop.advance(0)
    expect(JSON.parse(trace[0]!)).toEqual([1001, ['-v', 'x'], { A: '1' }, '/tmp', null])
  })

  it('kills by a signal, unless that is caught or harmless', async () => {
    const { rig, ends } = rigged()
    const deaf = rig.loop.process.spawn({ command: ['deaf'] })
    const careful = rig.loop.process.spawn({ command: ['careful'] })
    const trace = follow(careful.stdout!)
    await rig.loop.advance(0)
    expect(deaf.kill('CHLD')).toBe(true)
    await rig.loop.advance(0)
    expect(ends).toEqual([])
    for (const child of [deaf, careful]) child.kill('TERM')
    await rig.loop.advance(0)
    expect(ends).toEqual([
      [1001, exited(null, 'TERM')],
      [1002, exited(0)],
    ])
    expect([trace, deaf.kill('TERM')]).toEqual([['tidying up', 'ended'], false])
  })

  it('reports a crash on standard error, with exit code 1', async () => {
    const { rig, ends } = rigged()
    const child = rig.loop.process.spawn({ command: ['wrong'] })
    const trace = follow(child.stderr!)
    await rig.loop.advance(0)
    expect([trace, ends]).toEqual([['TypeError: no such thing\n', 'ended'], [[1001, exited(1)]]])
  })

  it('tells of a program that cannot be started by its exit', async () => {
    const { rig } = rigged()
    rig.loop.setFaults({ spawnFailures: 1 })
    const told: (string | undefined)[] = []
    const children = ['nowhere', 'cat'].map((name): Child => rig.loop.process.spawn({ command: [name] }))
    for (const child of children) child.onExit(({ error }) => told.push(error?.code))
    expect(children.map(({ pid, kill }) => [pid, kill('TERM')])).toEqual([
      [undefined, false],
      [undefined, false],
    ])
    await rig.loop.advance(0)
    expect(told).toEqual(['ENOENT', 'EAGAIN'])
    expect(rig.loop.process.running).toBe(0)
  })

  it('holds a program up while nobody reads, and kills it by PIPE when the reader goes', async () => {
    const { rig, ends } = rigged()
    const child = rig.loop.process.spawn({ command: ['yes'] })
    let octets = 0
    child.stdout!.watch('read', () => {
      octets += child.stdout!.read(65_536)?.byteLength ?? 0
      if (octets > 200_000) child.stdout!.close()
    })
    await rig.loop.advance(10)
    expect(ends).toEqual([[1001, exited(null, 'PIPE')]])
  })

  it('tells who writes to a program that has gone', async () => {
    const { rig } = rigged()
    const { stdin } = rig.loop.process.spawn({ command: ['sleepy'] })
    await rig.loop.advance(1000)
    stdin!.write('too late')
    await rig.loop.advance(0)
    stdin!.write('much too late')
    expect([stdin!.state, stdin!.error?.code, stdin!.error?.syscall]).toEqual(['failed', 'EPIPE', 'write'])
    expect(() => stdin!.watch('read', () => {})).toThrow('it has "write"')
  })

  it('gives a terminal both ways, of a size that changes', async () => {
    const sizes: unknown[] = []
    const rig = new Rig({
      programs: {
        async sh(child) {
          child.onSignal('WINCH', () => sizes.push(child.size))
          for await (const line of child.lines()) await child.complain(`> ${line}\n`)
        },
      },
    })
    const child = rig.loop.process.spawn({ command: ['sh'], terminal: { rows: 24, columns: 80 } })
    expect([child.stdin, child.stdout, child.stderr]).toEqual([undefined, undefined, undefined])
    const trace = follow(child.terminal!)
    child.terminal!.write('ls\n')
    await rig.loop.advance(0)
    child.resize?.(50, 132)
    await rig.loop.advance(0)
    child.terminal!.shutdown()
    await rig.loop.advance(0)
    expect([trace, sizes]).toEqual([['> ls\n', 'ended'], [{ rows: 50, columns: 132 }]])
  })

  it('leaves out pipes nobody wants', async () => {
    const { rig, ends } = rigged()
    const child = rig.loop.process.spawn({ command: ['cat'], stdin: 'ignore', stdout: 'inherit', stderr: 'ignore' })
    expect([child.stdin, child.stdout, child.stderr]).toEqual([undefined, undefined, undefined])
    await rig.loop.advance(0)
    expect(ends).toEqual([[1001, exited(0)]])
  })

  it('gives files to read and to write', async () => {
    const { rig, ends } = rigged()
    rig.loop.files.write('/in', 'one\ntwo')
    rig.loop.files.write('/out', 'something longer than what comes')
    const out = { file: '/out' }
    const child = rig.loop.process.spawn({ command: ['cat'], stdin: { file: '/in' }, stdout: out, stderr: out })
    expect([child.stdin, child.stdout, child.stderr]).toEqual([undefined, undefined, undefined])
    await rig.loop.advance(1)
    expect([rig.loop.files.text('/out'), ends]).toEqual(['one\ntwo\n', [[1001, exited(0)]]])
    const missing = rig.loop.process.spawn({ command: ['cat'], stdin: { file: '/missing' } })
    const told: unknown[] = []
    missing.onExit(({ error }) => told.push(error?.code, error?.syscall))
    await rig.loop.advance(1)
    expect([missing.pid, told]).toEqual([undefined, ['ENOENT', 'open']])
  })

  it('gives a connection away', async () => {
    const { rig } = rigged()
    const listener = await rig.loop.net.listen({ port: 7 })
    const peer = await rig.loop.net.connect({ port: 7 })
    await rig.loop.advance(1)
    const handle = listener.accept()!
    rig.loop.process.spawn({ command: ['cat'], stdin: { handle }, stdout: { handle } })
    const trace = follow(peer)
    peer.write('through\n')
    peer.shutdown()
    await rig.loop.advance(10)
    expect(trace.join('')).toBe('through\nended')
  })

  it('calls what stands for the function of a module, with copies', async () => {
    const seen: unknown[] = []
    const rig = new Rig({
      programs: {
        async 'work.js#run'(child) {
          seen.push(...child.values, child.args)
          throw new RangeError('too much')
        },
      },
    })
    const given = { deep: [1] }
    const child = rig.loop.process.spawn({ module: { url: 'file:///a/work.js', export: 'run', args: [given] } })
    given.deep.push(2)
    const [errors, told] = [follow(child.stderr!), [] as unknown[]]
    child.onExit(({ code }) => told.push(code))
    await rig.loop.advance(1)
    expect([seen, errors, told]).toEqual([[{ deep: [1] }, []], ['RangeError: too much\n', 'ended'], [255]])
    const missing = rig.loop.process.spawn({ module: { url: 'file:///a/work.js', export: 'walk', args: [] } })
    expect(missing.pid).toBeUndefined()
  })

  it('keeps errors apart from a terminal where they are piped', async () => {
    const { rig } = rigged()
    const child = rig.loop.process.spawn({ command: ['sleepy'], terminal: { rows: 24, columns: 80 }, stderr: 'pipe' })
    const [out, err] = [follow(child.terminal!), follow(child.stderr!)]
    await rig.loop.advance(500)
    expect([out, err]).toEqual([
      ['awake', 'ended'],
      [' and grumpy', 'ended'],
    ])
  })

  it('signals groups, and counts niceness', async () => {
    let niceness = 0
    const rig = new Rig({
      programs: {
        deaf(child) {
          child.onSignal('USR1', () => (niceness = child.niceness))
        },
      },
    })
    const child = rig.loop.process.spawn({ command: ['deaf'] })
    await rig.loop.advance(1)
    expect([child.renice!(5), child.renice!(-2)]).toEqual([null, null])
    child.kill('-USR1')
    await rig.loop.advance(1)
    expect(niceness).toBe(3)
    child.kill('-KILL')
    await rig.loop.advance(1)
    expect(child.renice!(1)).toMatchObject({ code: 'ESRCH', syscall: 'setpriority' })
  })

  it('tells a writer whose octets nobody will read any more', async () => {
    const { rig } = rigged()
    const { stdin, stdout, stderr } = rig.loop.process.spawn({ command: ['sleepy'] })
    const chunk = new Uint8Array(16_384)
    while (stdin!.write(chunk) === null);
    for (const output of [stdout!, stderr!]) follow(output)
    let ready = false
    stdin!.watch('write', () => {
      ready = true
      stdin!.ignore('write')
    })
    await rig.loop.advance(499)
    expect(ready).toBe(false)
    await rig.loop.advance(10)
    stdin!.write('more')
    expect([ready, stdin!.state, stdin!.error?.code]).toEqual([true, 'failed', 'EPIPE'])
  })

  it('refuses options it cannot mean', () => {
    const { rig } = rigged()
    const wrong: readonly [object, string][] = [
      [{}, 'needs the option "command"'],
      [{ command: [] }, 'a program and its arguments'],
      [{ command: ['cat'], module: { url: 'a', export: 'b', args: [] } }, '"command" must be left out'],
      [{ module: { url: 'a', export: 'b', args: [() => {}] } }, 'values that can be copied'],
      [{ command: ['cat'], stdin: { descriptor: 1 } }, '{ handle }'],
      [{ command: ['cat'], stdout: { handle: {} } }, '{ handle }'],
      [{ command: ['cat'], terminal: { rows: 24 } }, '"columns"'],
      [{ command: ['cat'], terminal: { rows: 24, columns: 80 }, stdout: 'pipe' }, '"stdout" must be left out'],
      [{ command: ['cat'], terminal: { rows: 24, columns: 80 }, stderr: 'ignore' }, '"stderr" must be'],
    ]
    for (const [options, message] of wrong) expect(() => rig.loop.process.spawn(options)).toThrow(message)
  })
})
