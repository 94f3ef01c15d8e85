import { closeSync, existsSync, fstatSync, readdirSync } from 'node:fs'
import process from 'node:process'
import type { Child, Exit, SpawnOptions, StreamHandle } from '@poe/loop'
import { SelectLoop } from '@poe/loop-select'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ptys } from './index.ts'

const MEGABYTE = 1_048_576

let loop: SelectLoop
let over: Promise<void>
const children: Child[] = []

beforeEach(() => {
  loop = new SelectLoop({ ptys })
  loop.attach({ turn() {}, signal() {}, exited() {} })
  over = loop.run()
})
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill('KILL')
    for (const handle of [child.terminal, child.stderr]) handle?.close()
  }
  loop.halt()
  await over
})

/** A program on a terminal of its own. */
function start(
  program: string | readonly [string, ...string[]],
  options: SpawnOptions = {},
): Child & { terminal: StreamHandle } {
  const command = typeof program === 'string' ? (['sh', '-c', program] as const) : program
  const child = loop.process.spawn({ command, terminal: { rows: 24, columns: 80 }, ...options })
  children.push(child)
  return child as Child & { terminal: StreamHandle }
}

/** What a handle told, in order: octets as one text, then `ended` or the failure's code. */
function follow(handle: StreamHandle): { text: string; endings: string[] } {
  const heard = { text: '', endings: [] as string[] }
  handle.watch('read', () => {
    const octets = handle.read(65_536)
    if (octets !== null) heard.text += Buffer.from(octets).toString('latin1')
    else if (handle.state !== 'open') heard.endings.push(handle.error?.code ?? handle.state)
  })
  return heard
}

function exitOf(child: Child): Promise<unknown> {
  return new Promise((resolve) => child.onExit(({ code, signal, error }) => resolve(error?.code ?? signal ?? code)))
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate)
}

const descriptors = (): number => readdirSync('/proc/self/fd').length

describe('ptys', () => {
  it('opens both ends of a terminal', () => {
    const { ours, theirs, path } = ptys.open(24, 80)
    expect(fstatSync(theirs).isCharacterDevice()).toBe(true)
    expect(existsSync(path)).toBe(true)
    ptys.resize(ours, 30, 90)
    closeSync(theirs)
    closeSync(ours)
  })
})

describe('a program on a terminal', () => {
  it('has it for its controlling terminal, in a session of its own, of the size it was given', async () => {
    const child = start('tty; stty size; ps -o tty=,sid= -p $$; echo error >&2', {
      terminal: { rows: 31, columns: 97 },
    })
    const heard = follow(child.terminal)
    expect(await exitOf(child)).toBe(0)
    await until(() => heard.endings.length > 0)
    const [tty, size, ps, error] = heard.text.split('\n')
    expect([tty, size, error]).toEqual([expect.stringMatching(/^\/dev\/pts\/\d+$/), '31 97', 'error'])
    expect(ps?.trim().split(/\s+/)[0]).toBe(tty?.replace('/dev/', ''))
    expect([child.stdin, child.stdout, child.stderr]).toEqual([undefined, undefined, undefined])
  })

  it('tells its end as an end, whatever the host calls it, and what is written then as a failure', async () => {
    const child = start('printf "no line end"; exit 3')
    const heard = follow(child.terminal)
    expect(await exitOf(child)).toBe(3)
    await until(() => heard.endings.length > 0)
    expect(heard).toEqual({ text: 'no line end', endings: ['ended'] })
    child.terminal.write('to nobody')
    expect([child.terminal.state, child.terminal.error?.code, child.terminal.error?.syscall]).toEqual([
      'failed',
      'EIO',
      'write',
    ])
  })

  it('passes octets as they are, both ways', async () => {
    const child = start('echo ready; exec head -c 256')
    const heard = follow(child.terminal)
    await until(() => heard.text.includes('ready\n'))
    const all = Uint8Array.from({ length: 256 }, (_, i) => i)
    child.terminal.write(all)
    await until(() => heard.endings.length > 0)
    expect(heard.text).toBe(`ready\n${String.fromCharCode(...all)}`)
  })

  it('that is not raw echoes, edits by lines, ends its lines with CR LF, and knows an end of input', async () => {
    const child = start(['cat'], { terminal: { rows: 24, columns: 80, raw: false } })
    const heard = follow(child.terminal)
    child.terminal.write('onx\x7fe\nhalf')
    child.terminal.shutdown()
    expect(await exitOf(child)).toBe(0)
    await until(() => heard.endings.length > 0)
    expect(heard.text).toMatch(/^onx.*e\r\n/)
    expect(heard.text).toContain('one\r\n')
    expect(heard.text.endsWith('half')).toBe(true)
    expect(heard.text.split('half').length).toBe(3)
  })

  it('that is raw goes on after shutdown', async () => {
    const child = start('echo ready; read line; echo "got $line"')
    const heard = follow(child.terminal)
    await until(() => heard.text.includes('ready'))
    child.terminal.write('it\n')
    child.terminal.shutdown()
    child.terminal.write('lost')
    await until(() => heard.endings.length > 0)
    expect(heard.text).toBe('ready\ngot it\n')
  })

  it('can have its errors apart', async () => {
    const child = start('echo out; echo error >&2; [ -t 2 ] || echo no terminal', { stderr: 'pipe' })
    const [heard, errors] = [follow(child.terminal), follow(child.stderr!)]
    await until(() => heard.endings.length + errors.endings.length === 2)
    expect([heard.text, errors.text]).toEqual(['out\nno terminal\n', 'error\n'])
  })

  it('is told of a new size of the window; after the end that is nothing', async () => {
    const child = start('trap "stty size; exit" WINCH; echo ready; while :; do sleep 0.01; done')
    const heard = follow(child.terminal)
    await until(() => heard.text.includes('ready'))
    child.resize!(40, 132)
    await until(() => heard.endings.length > 0)
    expect(heard.text).toBe('ready\n40 132\n')
    child.resize!(41, 133)
    expect(() => child.resize!(0, 80)).toThrow('"rows"')
  })

  it('types to a shell that has no other way of being talked to', async () => {
    const child = start(['bash', '--norc', '--noprofile', '-i'])
    const heard = follow(child.terminal)
    child.terminal.write('PS1=; echo $((6 * 7))\n')
    await until(() => heard.text.includes('42\n'))
    child.terminal.write('sleep 1000 & jobs; kill %1; exit 5\n')
    expect(await exitOf(child)).toBe(5)
    await until(() => heard.endings.length > 0)
    expect(heard.text).toMatch(/Running +sleep 1000/)
  })

  it('is hung up on when the handle is closed', async () => {
    const child = start(['cat'])
    const heard = follow(child.terminal)
    child.terminal.write('never echoed but by the program')
    await until(() => heard.text === 'never echoed but by the program')
    child.terminal.close()
    expect(await exitOf(child)).toBe('HUP')
    expect(heard.endings).toEqual([])
  })

  it('that cannot be found ends as a shell says', async () => {
    const child = start(['/no/such/program'])
    const heard = follow(child.terminal)
    expect(await exitOf(child)).toBe(127)
    await until(() => heard.endings.length > 0)
    expect(heard.text).toContain('/no/such/program')
  })

  it('may call a function of a module', async () => {
    const module = {
      url: 'data:text/javascript,export const say = (set) => console.log(String(process.stdout.isTTY), ...set)',
      export: 'say',
      args: [new Set(['copied'])],
    }
    const child = loop.process.spawn({ module, terminal: { rows: 24, columns: 80 } })
    children.push(child)
    const heard = follow(child.terminal!)
    await until(() => heard.endings.length > 0)
    expect(heard.text).toContain('true copied')
  })

  it.runIf(process.getuid?.() === 0)('may be another user’s', async () => {
    const child = start('id -u; : </dev/tty && echo has a terminal', { uid: 65_534 })
    const heard = follow(child.terminal)
    await until(() => heard.endings.length > 0)
    expect(heard.text).toBe('65534\nhas a terminal\n')
  })

  it('is a failed start where its folder is missing', async () => {
    const before = descriptors()
    const child = start(['cat'], { cwd: '/no/such/folder' })
    expect(await exitOf(child)).toBe('ENOENT')
    expect([child.pid, child.terminal]).toEqual([undefined, undefined])
    await until(() => descriptors() <= before)
  })
})

describe('a terminal nobody reads', () => {
  it('holds its program back, and gives all of it later', async () => {
    const child = start(`head -c ${MEGABYTE} /dev/zero; echo; echo done >&2`, { stderr: 'pipe' })
    const errors = follow(child.stderr!)
    for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate)
    expect(errors.text).toBe('')
    let taken = 0
    child.terminal.watch('read', () => {
      taken += child.terminal.read(65_536)?.byteLength ?? 0
      child.terminal.pause('read')
      setImmediate(() => child.terminal.resume('read'))
    })
    await until(() => errors.text === 'done\n' && child.terminal.state === 'ended')
    expect(taken).toBe(MEGABYTE + 1)
  })

  it('keeps what was said last, however long after the program has ended', async () => {
    const child = start('echo one; printf two')
    expect(await exitOf(child)).toBe(0)
    for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate)
    const heard = follow(child.terminal)
    await until(() => heard.endings.length > 0)
    expect(heard).toEqual({ text: 'one\ntwo', endings: ['ended'] })
  })

  it('holds the writer back whose program does not read', async () => {
    const child = start('echo ready; sleep 1000')
    const heard = follow(child.terminal)
    await until(() => heard.text.includes('ready'))
    const chunk = new Uint8Array(16_384)
    let taken = 0
    while (child.terminal.write(chunk) === null) taken += chunk.byteLength
    expect(child.terminal.pending).toBeGreaterThan(0)
    expect(taken).toBeLessThan(MEGABYTE)
  })
})

describe('many terminals', () => {
  it('leave no descriptor behind, and no program has one that is another’s', async () => {
    const before = descriptors()
    for (let round = 0; round < 5; round++) {
      const batch = Array.from({ length: 10 }, () => start('read go; ls -l /proc/self/fd'))
      const heard = batch.map(({ terminal }) => follow(terminal))
      const plain = loop.process.spawn({ command: ['ls', '-l', '/proc/self/fd'] })
      const listing = follow(plain.stdout!)
      await until(() => listing.endings.length > 0)
      for (const pipe of [plain.stdin, plain.stdout, plain.stderr]) pipe!.close()
      expect(listing.text).not.toMatch(/ptmx|pts/)
      for (const { terminal } of batch) terminal.write('\n')
      await until(() => heard.every(({ endings }) => endings.length > 0))
      for (const { text } of heard) {
        expect(text).not.toContain('ptmx')
        expect(new Set(text.match(/\/dev\/pts\/\d+/g)).size).toBe(1)
      }
      for (const { terminal } of batch) terminal.close()
    }
    await until(() => loop.process.running === 0 && descriptors() <= before)
  })
})

describe('a runtime', () => {
  it('has terminals, or says by its name that it has none', async () => {
    const other = [process.versions.bun && /on Bun, .*Node/, process.versions.deno && /on Deno, .*Node/].find(Boolean)
    if (other === undefined) {
      const { ours, theirs } = ptys.open(24, 80)
      for (const end of [ours, theirs]) closeSync(end)
      return
    }
    const refusal = { code: 'ERR_POE_NO_PTY', message: expect.stringMatching(other as RegExp) }
    expect(() => ptys.open(24, 80)).toThrow(expect.objectContaining(refusal))
    const { error } = await new Promise<Exit>((resolve) => start('true').onExit(resolve))
    expect(error).toMatchObject({ code: 'ERR_POE_NO_PTY', syscall: 'spawn', message: refusal.message })
  })
})

describe('a loop without ptys', () => {
  it('names the package that has them', () => {
    const plain = new SelectLoop()
    expect(() => plain.process.spawn({ command: ['cat'], terminal: { rows: 24, columns: 80 } })).toThrow(
      expect.objectContaining({ code: 'ERR_POE_NO_SERVICE', message: expect.stringContaining('install @poe/pty') }),
    )
  })

  it('is refused what are none', () => {
    expect(() => new SelectLoop({ ptys: {} as never })).toThrow('it has no method "open"')
  })
})
