import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { follow, program, Rig, settle, until } from './rig.test-kit.ts'

let rig: Rig
let folder: string
beforeEach(() => {
  rig = new Rig()
  folder = rig.folder()
})
afterEach(() => rig.end())

const path = (name: string): string => join(folder, name)

/** What this process has open in the folder of the test. */
function open(): string[] {
  return readdirSync('/proc/self/fd').flatMap((descriptor) => {
    try {
      const to = readlinkSync(`/proc/self/fd/${descriptor}`)
      return to.startsWith(folder) ? [to.slice(folder.length + 1)] : []
    } catch {
      return []
    }
  })
}

const code = (wanted: string) => expect.objectContaining({ code: wanted })

describe.skipIf(!existsSync('/proc/self/fd'))('descriptors', () => {
  it('are closed where a file is not what was asked for', async () => {
    const { files } = rig.loop
    execFileSync('mkfifo', [path('pipe')])
    mkdirSync(path('folder'))
    await expect(files.open(path('pipe'), 'r')).rejects.toEqual(code('ESPIPE'))
    await expect(files.open(path('folder'), 'r')).rejects.toEqual(code('EISDIR'))
    await expect(files.stream(path('folder'))).rejects.toEqual(code('EISDIR'))
    await until(() => open().length === 0, 'descriptors to be closed')
  })

  it('are closed with what has them, once nothing is under way', async () => {
    const { files } = rig.run().loop
    writeFileSync(path('a'), 'x'.repeat(1_000_000))
    execFileSync('mkfifo', [path('pipe')])
    const handle = await files.open(path('a'), 'r')
    const [reader, writer, pipe] = [
      await files.stream(path('a')),
      await files.stream(path('b'), 'w'),
      await files.stream(path('pipe')),
    ]
    expect(open().sort()).toEqual(['a', 'a', 'b', 'pipe'])
    follow(reader)
    follow(pipe)
    writer.write('x'.repeat(60_000))
    const read = handle.read(0, 1_000_000)
    const closed = handle.close()
    for (const stream of [reader, writer, pipe]) stream.close()
    expect((await read).byteLength).toBe(1_000_000)
    await closed
    await until(() => open().length === 0, 'descriptors to be closed')
  })

  it('are the handle’s where they were given, and the caller’s where they were refused', async () => {
    const { files } = rig.run().loop
    writeFileSync(path('a'), 'hello')
    const handle = await files.open(openSync(path('a'), 'r'), 'r')
    expect(Buffer.from(await handle.read(1, 3)).toString()).toBe('ell')
    await handle.close()
    const trace = follow(rig.keep(await files.stream(openSync(path('a'), 'r'))))
    await until(() => trace.length === 2)
    expect(trace).toEqual(['hello', 'ended'])
    await expect(files.stream(openSync(folder, 'r'))).rejects.toEqual(code('EISDIR'))
    await expect(files.open(9999, 'r')).rejects.toEqual(code('EBADF'))
  })

  it.skipIf(!existsSync('/usr/bin/script'))(
    'of a terminal are closed, and so is what the host opens besides',
    async () => {
      const child = start('tty.mts', TERMINAL, (run) => spawn('script', ['-qec', run.join(' '), '/dev/null']))
      await until(() => child.output.includes('ready'), 'the program')
      child.process.stdin?.write('hello\n')
      await until(() => child.ended, 'the end of the program')
      expect(child.output.split(/\s+/)).toEqual(['ESPIPE', 'ready', 'hello', 'heard', 'hello', 'open', '0', ''])
    },
  )
})

const TERMINAL = `
const open = () => readdirSync('/proc/self/fd').filter((fd) => {
  try { return readlinkSync('/proc/self/fd/' + fd) === '/dev/tty' } catch { return false }
}).length
const loop = new SelectLoop()
const over = loop.run()
const stream = await loop.files.stream('/dev/tty')
await loop.files.open('/dev/tty', 'r').catch(({ code }) => console.log(code))
stream.watch('read', () => {
  console.log('heard', new TextDecoder().decode(stream.read(100)!).trim())
  stream.close()
  setTimeout(() => {
    console.log('open', String(open()))
    loop.halt()
  }, 50)
})
console.log('ready')
await over`

const SOCKET = `
const loop = new SelectLoop()
const over = loop.run()
const stream = await loop.files.stream(0)
stream.watch('read', () => {
  const octets = stream.read(100)
  if (octets !== null) return void stream.write(new TextDecoder().decode(octets).toUpperCase())
  if (stream.state !== 'ended') return
  stream.shutdown()
  stream.watch('write', () => {
    stream.close()
    loop.halt()
  })
})
await over`

/** Starts a program of its own that uses the loop. */
function start(
  name: string,
  source: string,
  begin: (run: [string, ...string[]]) => ChildProcess,
): { process: ChildProcess; output: string; ended: boolean } {
  const index = new URL('./index.ts', import.meta.url).href
  const imports = `import { readdirSync, readlinkSync } from 'node:fs'\nimport { SelectLoop } from '${index}'\n`
  writeFileSync(path(name), `${imports}${source}`)
  const tsx = import.meta.resolve('tsx')
  const child = begin([process.execPath, '--conditions=@poe/source', '--import', tsx, path(name)])
  const started = { process: child, output: '', ended: false }
  child.stdout?.on('data', (data) => (started.output += data))
  child.on('close', () => (started.ended = true))
  rig.later(() => child.kill('SIGKILL'))
  return started
}

describe('files.stream', () => {
  it('takes a socket by its descriptor, both ways', async () => {
    const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => {
      start('socket.mts', SOCKET, ([node, ...args]) => spawn(node, args, { stdio: [socket, 'inherit', 'inherit'] }))
      socket.destroy()
    })
    await new Promise<void>((resolve) => void server.listen(path('socket'), resolve))
    rig.later(() => server.close())
    const peer = await rig.peer({ path: path('socket') })
    peer.socket.end('hello')
    await until(() => peer.ended, 'the answer')
    expect(peer.text).toBe('HELLO')
  })

  it('reads a device', async () => {
    const { files } = rig.run().loop
    const trace = follow(rig.keep(await files.stream('/dev/null')))
    await until(() => trace.length > 0)
    expect([trace, (await files.stat('/dev/null')).kind]).toEqual([['ended'], 'device'])
    expect((await files.stat('/dev/null')).rdev).toBeGreaterThan(0n)
  })

  it('writes nothing more after close, nor after shutdown, and says so', async () => {
    const { files } = rig.run().loop
    const writer = await files.stream(path('a'), 'w')
    writer.write('one')
    writer.shutdown()
    expect([writer.write('two'), writer.error?.code, writer.state]).toEqual([null, 'EPIPE', 'open'])
    await until(() => writer.pending === 0)
    writer.close()
    writer.close()
    expect([writer.write('three'), writer.pending, writer.state, readFileSync(path('a'), 'utf8')]).toEqual([
      null,
      0,
      'closed',
      'one',
    ])
  })

  it('takes no more than 64 KiB and a chunk before it is written', async () => {
    const { files } = rig.run().loop
    const writer = rig.keep(await files.stream(path('a'), 'w'))
    expect([writer.write(new Uint8Array(70_000)), writer.write('x'), writer.pending]).toEqual([null, 'x', 70_000])
    await until(() => writer.pending === 0)
    expect(writer.write('x')).toBe(null)
  })
})

describe('files.open', () => {
  it('leaves what is no position to the host to refuse', async () => {
    writeFileSync(path('a'), 'x')
    const file = await rig.loop.files.open(path('a'), 'r')
    await expect(file.read('one' as never, 1)).rejects.toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' })
    await file.close()
  })

  it('fails as the system says, by the path', async () => {
    const { files } = rig.loop
    symlinkSync('loop', path('loop'))
    await expect(files.open(path('loop'), 'r')).rejects.toEqual(expect.objectContaining({ code: 'ELOOP', errno: 40 }))
    await expect(files.open(path('none/a'), 'w')).rejects.toMatchObject({ code: 'ENOENT', address: path('none/a') })
    writeFileSync(path('a'), '')
    await expect(files.list(path('a'))).rejects.toMatchObject({ code: 'ENOTDIR', syscall: 'list' })
  })
})

describe('files.watch', () => {
  it('sees what a link leads to, and where else it leads', async () => {
    const { files } = rig.run().loop
    mkdirSync(path('elsewhere'))
    for (const name of ['one', 'two']) writeFileSync(path(`elsewhere/${name}`), '')
    symlinkSync('elsewhere/one', path('current'))
    let told = 0
    const watching = files.watch(path('current'), () => void told++)
    rig.later(() => watching[Symbol.dispose]())
    for (const act of [
      () => appendFileSync(path('elsewhere/one'), 'x'),
      () => {
        symlinkSync('elsewhere/two', path('next'))
        renameSync(path('next'), path('current'))
      },
      () => appendFileSync(path('elsewhere/two'), 'x'),
    ]) {
      await settle()
      const before = told
      act()
      await until(() => told > before, `a hint at ${act}`)
    }
  })

  it('keeps no process alive', async () => {
    writeFileSync(path('a'), '')
    const source = `new SelectLoop().files.watch(${JSON.stringify(path('a'))}, () => {}); console.log('over')`
    expect(await program(source)).toEqual({ output: 'over\n', code: 0 })
  })
})
