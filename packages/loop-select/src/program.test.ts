import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { isPoeError } from '@poe/errors'
import type { Child, SpawnOptions } from '@poe/loop'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SelectLoop } from './index.ts'
import { follow, program, Rig, until } from './rig.test-kit.ts'

let rig: Rig
let loop: SelectLoop

beforeEach(() => {
  rig = new Rig()
  loop = rig.loop
  loop.attach({ turn() {}, signal() {}, exited() {} })
  rig.run()
})
afterEach(() => rig.end())

function start(options: SpawnOptions): Child {
  const child = loop.process.spawn(options)
  rig.later(() => {
    if (loop.process.isRunning(child.pid ?? 0)) child.kill('-KILL')
    for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe?.close()
  })
  return child
}

function exitOf(child: Child): Promise<unknown> {
  return new Promise((resolve) => child.onExit(({ code, signal, error }) => resolve(error?.code ?? signal ?? code)))
}

const descriptors = (): number => (existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0)

describe('streams that are redirected', () => {
  it('are files, emptied first; one for both outputs is written by both in turn', async () => {
    const folder = rig.folder()
    const [from, to] = [join(folder, 'from'), join(folder, 'to')]
    writeFileSync(from, 'input\n')
    writeFileSync(to, 'something much longer than what comes now')
    const both = { file: to }
    const before = descriptors()
    const child = start({
      command: ['sh', '-c', 'cat; echo err >&2; echo out'],
      stdin: { file: from },
      stdout: both,
      stderr: both,
    })
    expect([child.stdin, child.stdout, child.stderr]).toEqual([undefined, undefined, undefined])
    expect(await exitOf(child)).toBe(0)
    expect(readFileSync(to, 'utf8')).toBe('input\nerr\nout\n')
    expect(descriptors()).toBeLessThanOrEqual(before)
  })

  it('are a failed start where a file cannot be opened, and nothing is left open', async () => {
    const to = join(rig.folder(), 'to')
    const before = descriptors()
    const child = start({ command: ['cat'], stdout: { file: to }, stdin: { file: '/no/such/file' } })
    const told: unknown[] = []
    child.onExit(({ error }) => told.push(error?.code, error?.syscall))
    await until(() => told.length > 0)
    expect([told, child.pid]).toEqual([['ENOENT', 'open'], undefined])
    expect(descriptors()).toBeLessThanOrEqual(before)
  })

  it('do not hold everybody up where a FIFO has nobody at its other end', async () => {
    const fifo = join(rig.folder(), 'fifo')
    await exitOf(start({ command: ['mkfifo', fifo] }))
    expect(await exitOf(start({ command: ['cat'], stdout: { file: fifo } }))).toBe('ENXIO')
  })

  it('are descriptors, which stay their owner’s', async () => {
    const to = join(rig.folder(), 'to')
    const descriptor = openSync(to, 'a')
    for (const word of ['one', 'two']) await exitOf(start({ command: ['echo', word], stdout: { descriptor } }))
    closeSync(descriptor)
    expect(readFileSync(to, 'utf8')).toBe('one\ntwo\n')
  })

  it('are a connection, which is the program’s alone once we have closed it', async () => {
    const { handle, peer } = await rig.accepted()
    const child = start({ command: ['cat'], stdin: { handle }, stdout: { handle } })
    handle.close()
    peer.socket.write('for the program')
    await until(() => peer.text === 'for the program')
    peer.socket.end()
    expect(await exitOf(child)).toBe(0)
    await until(() => peer.ended)
  })
})

describe('a function of a module', () => {
  let modules = 0
  const url = (source: string): string => {
    const path = join(rig.folder(), `${++modules}.mjs`)
    writeFileSync(path, source)
    return pathToFileURL(path).href
  }

  it('is called with copies, its streams ours', async () => {
    const source = 'export const say = (map, date) => console.log(map.get(1), date.getTime(), process.argv.length)'
    const child = start({ module: { url: url(source), export: 'say', args: [new Map([[1, 'one']]), new Date(5)] } })
    const output = follow(child.stdout!)
    expect(await exitOf(child)).toBe(0)
    await until(() => output.includes('ended'))
    expect(output).toEqual(['one 5 1\n', 'ended'])
  })

  it('that throws ends with 255, its message on standard error', async () => {
    const source = 'export default async () => { throw new Error("what went wrong") }'
    const child = start({ module: { url: url(source), export: 'default', args: [] } })
    const errors = follow(child.stderr!)
    expect(await exitOf(child)).toBe(255)
    await until(() => errors.includes('ended'))
    expect(errors.join('')).toMatch(/error: what went wrong/i)
  })

  it('may set its exit code, and is not kept by what it leaves', async () => {
    const source = 'export default () => { process.exitCode = 7; setInterval(() => {}, 1000) }'
    expect(await exitOf(start({ module: { url: url(source), export: 'default', args: [] } }))).toBe(7)
  })

  it('that is not there is told as one that throws', async () => {
    expect(await exitOf(start({ module: { url: 'file:///no/such/module.js', export: 'x', args: [] } }))).toBe(255)
  })

  it('leaves no descriptor behind, read or not', async () => {
    const before = descriptors()
    const args = ['x'.repeat(1_000_000)]
    const children = ['export default () => {}', 'process.exit(1)'].map((source) =>
      start({
        module: { url: url(source), export: 'default', args },
        stdin: 'ignore',
        stdout: 'ignore',
        stderr: 'ignore',
      }),
    )
    await Promise.all(children.map(exitOf))
    await until(() => descriptors() <= before, 'descriptors')
  })
})

describe('a signal', () => {
  it('goes to the whole group where it is meant to', async () => {
    const child = start({ command: ['sh', '-c', 'sleep 1000 & echo ready; wait'] })
    const output = follow(child.stdout!)
    await until(() => output.includes('ready\n'))
    expect(child.kill('-TERM')).toBe(true)
    await until(() => output.includes('ended'))
    expect(await exitOf(child)).toBe('TERM')
    expect(child.kill('-TERM')).toBe(false)
    expect(() => child.kill('-SIGTERM')).toThrow(expect.toSatisfy((error) => isPoeError(error, 'ERR_POE_SIGNAL')))
  })
})

describe.runIf(process.platform === 'linux')('niceness', () => {
  it('is added to', async () => {
    const child = start({ command: ['cat'] })
    expect(child.renice!(4)).toBeNull()
    expect(getPriority(child.pid)).toBe(getPriority() + 4)
    child.stdin!.shutdown()
    await exitOf(child)
    expect(child.renice!(1)).toMatchObject({ code: 'ESRCH', syscall: 'setpriority' })
  })

  it('says why it cannot be', async () => {
    const { output } = await program(`
      if (process.getuid() === 0) process.setuid(65534)
      const loop = new SelectLoop()
      const child = loop.process.spawn({ command: ['cat'] })
      const { code, errno, syscall } = child.renice(-10)
      console.log(code, errno, syscall)
      child.kill('KILL')
    `)
    expect(output).toMatch(/^(EACCES 13|EPERM 1) setpriority\n$/)
  })
})

describe('out of descriptors', () => {
  it('is a failed start, after which others go on', async () => {
    const { output } = await program(
      `
      import { openSync } from 'node:fs'
      const loop = new SelectLoop()
      loop.attach({ turn() {}, signal() {}, exited() {} })
      const over = loop.run()
      // Whatever is loaded late is loaded now.
      await new Promise((resolve) => loop.process.spawn({ command: ['true'] }).onExit(resolve))
      const taken = []
      try { for (;;) taken.push(openSync('/dev/null')) } catch {}
      const { closeSync } = await import('node:fs')
      const failed = await new Promise((resolve) => loop.process.spawn({ command: ['true'] }).onExit(({ error }) => resolve(error?.code)))
      for (const descriptor of taken) closeSync(descriptor)
      const { code } = await new Promise((resolve) => loop.process.spawn({ command: ['true'] }).onExit(resolve))
      console.log(failed, code)
      loop.halt()
      await over
    `,
      'ulimit -n 256',
    )
    expect(output).toBe('EMFILE 0\n')
  })
})

describe('spawn', () => {
  const wrong: readonly [object, string][] = [
    [{ command: ['cat'], module: { url: 'a', export: 'b', args: [] } }, '"command" must be left out'],
    [{ module: { url: 'a', export: 'b' } }, '"args"'],
    [{ module: { url: 'a', export: 'b', args: [() => {}] } }, 'values that can be copied'],
    [{ command: ['cat'], stdin: { file: '' } }, '{ file }'],
    [{ command: ['cat'], stdin: { file: 'a', descriptor: 1 } }, '{ file }'],
    [{ command: ['cat'], stdin: { descriptor: -1 } }, '{ descriptor }'],
    [{ command: ['cat'], stdin: { handle: {} } }, 'an open handle of this loop'],
    [{ command: ['cat'], stdin: null }, '"pipe"'],
    [{ command: ['cat'], terminal: { rows: 24 } }, '"columns"'],
    [{ command: ['cat'], terminal: { rows: 0, columns: 80 } }, '"rows"'],
    [{ command: ['cat'], terminal: { rows: 24, columns: 80 }, stdin: 'pipe' }, '"stdin" must be left out'],
    [{ command: ['cat'], terminal: { rows: 24, columns: 80 }, stderr: 'inherit' }, '"stderr" must be "pipe"'],
  ]
  for (const [options, message] of wrong)
    it(`refuses ${JSON.stringify(options)}`, () => {
      expect(() => loop.process.spawn(options as SpawnOptions)).toThrow(message)
    })
})
