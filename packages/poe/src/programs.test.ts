import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Exit } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { Kernel, SelectLoop, Session } from './index.ts'

const CHILDREN = 40

describe('programs that end', () => {
  it('are told to who waits for them, once each, and then to everybody', async () => {
    const loop = new SelectLoop()
    const kernel = new Kernel({ loop })
    const spawn = (code: number) => loop.process.spawn({ command: ['sh', '-c', `exit ${code}`] })
    const codes: (number | null)[] = []
    const trace: string[] = []
    let all = 0
    Session.create({
      kernel,
      inlineStates: {
        _start({ kernel }) {
          for (let code = 0; code < CHILDREN; code++) {
            const { pid, stdin, stdout, stderr } = spawn(code)
            for (const pipe of [stdin, stdout, stderr]) pipe?.close()
            kernel.sigChild(pid as number, 'ended', code)
          }
          kernel.sig('CHLD', 'any')
        },
        ended(_ctx, name: string, pid: number, exit: Exit, code: number) {
          expect([name, exit]).toEqual(['CHLD', { code, signal: null, error: null }])
          codes.push(exit.code)
          trace.push(`ended ${pid}`)
        },
        any({ kernel }, _name: string, pid: number) {
          // Told to the one who waits first.
          expect(trace).toContain(`ended ${pid}`)
          if (++all === CHILDREN) kernel.sig('CHLD')
        },
      },
    })
    await kernel.run()
    expect(codes.sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: CHILDREN }, (_, code) => code))
    expect([all, loop.process.running, kernel.ledger()]).toEqual([CHILDREN, 0, []])
  })

  it('keep a kernel from being idle for one who watches CHLD only', async () => {
    const loop = new SelectLoop()
    const kernel = new Kernel({ loop })
    const seen: unknown[] = []
    Session.create({
      kernel,
      inlineStates: {
        _start({ kernel }) {
          kernel.aliasSet('waiting')
          kernel.sig('CHLD', 'any')
          const child = loop.process.spawn({ command: ['sh', '-c', 'kill -TERM $$'] })
          for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe?.close()
        },
        any: (_ctx, _name: string, _pid: number, exit: Exit) => void seen.push(exit.signal),
      },
    })
    await kernel.run()
    expect(seen).toEqual(['TERM'])
  })
})

describe('the environment', () => {
  const program = `
    import { kernel, Session } from '@poe/poe'
    Session.create({ inlineStates: { _start: ({ kernel }) => kernel.yield('next'), next() {} } })
    await kernel.run()
  `
  const run = async (env: Record<string, string>) => {
    const args = ['--conditions=@poe/source', '--import', 'tsx', '--input-type=module', '-e', program]
    const cwd = new URL('..', import.meta.url)
    const { stderr } = await promisify(execFile)(process.execPath, args, { cwd, env: { ...process.env, ...env } })
    return stderr
  }

  it('turns tracing on, kind by kind', async () => {
    const lines = (await run({ POE_TRACE_EVENTS: '1' })).split('\n').filter((line) => line.startsWith('<ev>'))
    expect(lines.some((line) => line.startsWith('<ev> session 1 gets "next" from session 1 ()'))).toBe(true)
    expect((await run({ POE_TRACE_SESSIONS: '1' })).match(/^<\w+>/gm)).toEqual(['<ss>', '<ss>', '<ss>'])
  })

  it('names the file that tracing goes to', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'poe-')), 'trace')
    expect(await run({ POE_TRACE_SESSIONS: '1', POE_TRACE_FILENAME: file })).not.toContain('<ss>')
    expect(readFileSync(file, 'utf8')).toBe(
      '<ss> session 1 is made by the kernel\n<ss> session 1 stops\n<ss> session 1 is freed\n',
    )
  })
})
