import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { isPoeError } from '@poe/errors'
import type { StreamHandle } from '@poe/loop'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SelectLoop } from './index.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'poe-'))
  vi.stubEnv('TMPDIR', folder)
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

const code = (wanted: string) => expect.toSatisfy((error) => isPoeError(error, wanted))
const closeAll = (handles: readonly StreamHandle[]) => {
  for (const handle of handles) handle.close()
}

/** The descriptors the process has, where the system tells. */
function descriptors(): number | null {
  return existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : null
}

async function untilDescriptors(count: number | null): Promise<void> {
  for (let turn = 0; turn < 1000 && descriptors() !== count; turn++) await new Promise(setImmediate)
  expect(descriptors()).toBe(count)
}

describe('SelectLoop.pipes', () => {
  it.each(['socketpair', 'inet'] as const)(
    'leaves nothing of a %s but its two ends, and closes those',
    async (type) => {
      const { pipes } = new SelectLoop()
      const before = descriptors()
      const { read, write } = await pipes.oneWay({ type })
      const ends = await pipes.twoWay({ type })
      expect(readdirSync(folder)).toEqual([])
      await untilDescriptors(before === null ? null : before + 4)
      closeAll([read, write, ...ends])
      await untilDescriptors(before)
    },
  )

  it('makes no folder that others can enter, and keeps none', async () => {
    const mask = process.umask(0)
    const modes = new Set<number>()
    let open = true
    const opening = new SelectLoop().pipes.twoWay().finally(() => {
      open = false
    })
    while (open) {
      for (const name of readdirSync(folder)) {
        // It may be gone by now.
        const stat = statSync(join(folder, name), { throwIfNoEntry: false })
        if (stat !== undefined) modes.add(stat.mode & 0o777)
      }
      await new Promise(setImmediate)
    }
    process.umask(mask)
    closeAll(await opening)
    expect([...modes]).toEqual([0o700])
    expect(readdirSync(folder)).toEqual([])
  })

  it('gives the ends no names', async () => {
    const ends = (await new SelectLoop().pipes.twoWay()) as unknown as { local: object; remote: object | null }[]
    expect(ends.map(({ local, remote }) => [local, remote])).toEqual([
      [{ family: 'unix', address: '', port: 0 }, null],
      [{ family: 'unix', address: '', port: 0 }, null],
    ])
    closeAll(ends as unknown as StreamHandle[])
  })

  it('takes nobody for its own who comes to an inet pipe first', async () => {
    const intruders: Socket[] = []
    const heard: string[] = []
    const listen = vi.spyOn(NetServer.prototype, 'listen').mockImplementation(function (this: Server, ...args) {
      listen.mockRestore()
      const done = args.pop() as () => void
      return this.listen(...(args as unknown as []), () => {
        const { port } = this.address() as { port: number }
        const intruder = connect(port, '127.0.0.1', done).on('data', (octets) => heard.push(String(octets)))
        intruders.push(intruder.on('error', () => {}))
      })
    })
    const loop = new SelectLoop()
    const run = loop.run()
    const [one, other] = await loop.pipes.twoWay({ type: 'inet' })
    const told = new Promise<string>((resolve) => {
      other.watch('read', () => resolve(Buffer.from(other.read(100) ?? []).toString()))
    })
    one.write('mine')
    expect(await told).toBe('mine')
    await new Promise<void>((resolve) => {
      if (intruders[0]!.destroyed) resolve()
      else intruders[0]!.once('close', () => resolve()).resume()
    })
    expect([intruders.length, heard]).toEqual([1, []])
    closeAll([one, other])
    loop.halt()
    await run
  })

  it('gives up in the middle, and leaves nothing', async () => {
    const before = descriptors()
    const { pipes } = new SelectLoop()
    for (const type of pipes.types)
      for (let turns = 0; turns < 6; turns++) {
        const abort = new AbortController()
        const opening = pipes.twoWay({ type, signal: abort.signal }).then(
          (ends) => closeAll(ends),
          (error) => expect(error).toBe(abort.signal.reason),
        )
        for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate)
        abort.abort(new Error('enough'))
        await opening
      }
    await untilDescriptors(before)
    expect(readdirSync(folder)).toEqual([])
  })

  it('rejects with a HandleError where it has no room for a socket', async () => {
    vi.stubEnv('TMPDIR', join(folder, 'missing'))
    await expect(new SelectLoop().pipes.oneWay()).rejects.toMatchObject({ code: 'ENOENT', syscall: 'socketpair' })
    vi.stubEnv('TMPDIR', folder)
    await expect(new SelectLoop().pipes.oneWay({ type: 'inet' })).resolves.toSatisfy(({ read, write }) => {
      closeAll([read, write])
      return true
    })
  })

  it('refuses what it cannot mean', async () => {
    const { pipes } = new SelectLoop()
    await expect(pipes.oneWay({ type: 'fifo' as never })).rejects.toThrow(code('ERR_POE_BAD_OPTION'))
    await expect(pipes.twoWay({ kind: 'inet' } as never)).rejects.toThrow(code('ERR_POE_UNKNOWN_OPTION'))
  })

  it('does not keep the process alive', async () => {
    const pipes = () => process.getActiveResourcesInfo().filter((kind) => kind.startsWith('Pipe')).length
    await new Promise(setImmediate)
    const before = pipes()
    const ends = await new SelectLoop().pipes.twoWay()
    await new Promise(setImmediate)
    expect(pipes()).toBe(before)
    closeAll(ends)
  })
})

const NetServer = createServer().constructor as { prototype: Server }
