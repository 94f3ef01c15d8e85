import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const OURS = fileURLToPath(new URL('..', import.meta.url))
const url = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href)

const COUNTING = `
  const seen = []
  Session.create({ inlineStates: {
    _start: ({ kernel }) => void kernel.delay('tick', 10),
    tick: ({ kernel }) => void seen.push(kernel.loop?.name ?? 'tick'),
  } })
  await kernel.run()
  console.log([kernel.loop.name, seen.length].join(' '))`

interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program in a process of its own. */
function run(source: string, env: Readonly<Record<string, string>> = {}, cwd = OURS): Promise<Ran> {
  const tsx = fileURLToPath(import.meta.resolve?.('tsx') ?? 'file:///tsx')
  const args = ['--conditions=@poe/source', '--import', tsx, '--input-type=module', '-e', source]
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    )
  })
}

const standard = `import { kernel, Session } from ${url('./index.ts')}; ${COUNTING}`

describe('the loop of the default kernel', () => {
  it('is the runtime’s', async () => {
    expect(await run(standard)).toEqual({ code: 0, stdout: 'select 1\n', stderr: '' })
  })

  it.each([
    ['poll', 'poll'],
    ['POE::Loop::Poll', 'poll'],
    ['virtual', 'virtual'],
    ['@poe/loop-virtual', 'virtual'],
    ['', 'select'],
  ])('is that of the environment: %j', async (asked, name) => {
    expect(await run(standard, { POE_EVENT_LOOP: asked })).toEqual({ code: 0, stdout: `${name} 1\n`, stderr: '' })
  })

  it('is that of useLoop, which goes first', async () => {
    const source = `
      const { useLoop } = await import(${url('./loop.ts')})
      useLoop('virtual')
      const { kernel, Session } = await import(${url('./index.ts')})
      ${COUNTING}`
    expect(await run(source, { POE_EVENT_LOOP: 'nonesuch' })).toEqual({ code: 0, stdout: 'virtual 1\n', stderr: '' })
  })

  it('cannot be changed any more', async () => {
    const source = `
      import { kernel } from ${url('./index.ts')}
      import { useLoop } from ${url('./loop.ts')}
      try { useLoop('poll') } catch (error) { console.log(error.code, error.message, kernel.loop.name) }`
    const { stdout } = await run(source)
    expect(stdout).toMatch(
      /^ERR_POE_LOOP_CHOSEN useLoop\("poll"\) comes too late: .* imported before @poe\/poe, .* select$/m,
    )
  })

  it('is told by what to do where it is missing, before anything runs', async () => {
    const { code, stdout, stderr } = await run(standard, { POE_EVENT_LOOP: 'selct' }, tmpdir())
    expect([code === 0, stdout]).toEqual([false, ''])
    expect(stderr).toMatch(/PoeError.*POE cannot use POE_EVENT_LOOP "selct": .*; did you mean "select"\?/)
  })
})

describe('a loop of somebody else', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'poe-'))
    const own = join(folder, 'node_modules/loop-own')
    mkdirSync(own, { recursive: true })
    writeFileSync(join(own, 'package.json'), '{ "name": "loop-own", "type": "module", "exports": "./index.js" }')
    writeFileSync(
      join(own, 'index.js'),
      `import { TimeLoop } from ${url('../../loop/dist/index.js')}
      export const createLoop = () => new (class extends TimeLoop { name = 'own' })({ settle: () => new Promise(setImmediate) })`,
    )
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is found among the packages of the program', async () => {
    expect(await run(standard, { POE_EVENT_LOOP: 'loop-own' }, folder)).toEqual({
      code: 0,
      stdout: 'own 1\n',
      stderr: '',
    })
  })
})

describe('in a page', () => {
  it('has all there is elsewhere, but what is of files, programs and terminals', async () => {
    const names = async (file: string): Promise<string[]> => {
      const { stdout } = await run(`console.log(Object.keys(await import(${url(file)})).sort().join(' '))`)
      return stdout.trim().split(' ')
    }
    const [page, all] = await Promise.all([names('./page.ts'), names('./index.ts')])
    expect(all.filter((name) => !page.includes(name))).toEqual(['FollowTail', 'ReadLine', 'Run', 'SelectLoop'])
    expect(page.filter((name) => !all.includes(name))).toEqual(['BrowserLoop', 'webSockets'])
  })

  it('is a BrowserLoop, with nothing of Node', async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: "export * from '@poe/poe/page'",
        resolveDir: join(OURS, 'src'),
      },
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      conditions: ['@poe/source'],
    })
    const [{ text } = { text: '' }] = outputFiles
    const has = (pattern: RegExp): boolean => pattern.test(text)
    expect([
      has(/BrowserLoop/),
      has(/["']node:/),
      has(/createRequire/),
      has(/class SelectLoop|SelectLoop = class/),
    ]).toEqual([true, false, false, false])
  })
})
