import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { KINDS, plan, problemWith, write } from './index.ts'
import { derived } from './names.ts'
import { run } from './run.ts'

const parent = realpathSync(mkdtempSync(join(tmpdir(), 'create-poe-')))
afterAll(() => rmSync(parent, { recursive: true }))
let folders = 0
const fresh = (): string => join(parent, `${++folders}`)

interface Stage {
  readonly isTTY?: boolean
  readonly typed?: readonly string[]
  readonly noColor?: boolean
  /** The input ends behind what is typed. */
  readonly leaves?: boolean
}

/** Runs the command; each answer is typed when it is asked for. */
async function command(args: readonly string[], { isTTY = false, typed = [], noColor, leaves }: Stage = {}) {
  const [input, output, errors] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const answers = [...typed]
  let [said, complained] = ['', '']
  output.on('data', (text) => {
    said += text
    if (!String(text).includes('): ')) return
    const next = answers.shift()
    if (next !== undefined) input.write(`${next}\n`)
    else if (leaves) input.end()
  })
  errors.on('data', (text) => {
    complained += text
  })
  const env = noColor ? { NO_COLOR: '1' } : {}
  const code = await run(args, {
    input: Object.assign(input, { isTTY }),
    output: Object.assign(output, { isTTY }),
    errors,
    env,
  })
  return { code, said, complained }
}

const read = (...path: string[]): string => readFileSync(join(...path), 'utf8')

describe('create-poe', () => {
  for (const kind of Object.keys(KINDS))
    it(`writes a ${kind} in which no placeholder is left`, async () => {
      const folder = fresh()
      const { code, said } = await command([folder, '--kind', kind, '--name', `@me/poe-${kind}-csv`, '--json'])
      const written = JSON.parse(said)
      expect([code, written.kind, written.folder]).toEqual([0, kind, folder])
      expect(written.files).toEqual(
        expect.arrayContaining(['.gitignore', 'README.md', 'package.json', 'tsconfig.json']),
      )
      for (const file of written.files) expect(`${file} ${read(folder, file)}`).not.toMatch(/__[a-z]+__|workspace:/i)
      expect(JSON.parse(read(folder, 'package.json')).name).toBe(`@me/poe-${kind}-csv`)
    })

  it('calls the package after the folder, and says what comes next', async () => {
    const folder = join(fresh(), 'my-server/')
    const { code, said } = await command([folder, '--yes'])
    expect([code, JSON.parse(read(folder, 'package.json')).name]).toEqual([0, 'my-server'])
    expect(said).toMatch(/my-server is ready[\s\S]*npm install\n {2}npm test\n {2}npm start\n$/)
  })

  it('asks at a terminal, again where the answer will not do', async () => {
    const folder = fresh()
    const typed = ['5', 'lop', '3', 'Bad Name', 'poe-loop-game']
    const { code, said } = await command([folder], { isTTY: true, typed })
    expect(code).toBe(0)
    expect(said).toContain('\u001b[1mWhat shall it be?\u001b[0m')
    expect(said).toContain('There is no "5".\n')
    expect(said).toContain('There is no "lop".\n')
    expect(said).toContain('"Bad Name" is no package name')
    expect(read(folder, 'src/game-loop.ts')).toContain('class GameLoop extends')
  })

  it('takes what it proposes where nothing is typed, in no colours where none are wanted', async () => {
    const folder = join(fresh(), 'mine')
    const { code, said } = await command([folder], { isTTY: true, typed: ['', ''], noColor: true })
    expect([code, JSON.parse(read(folder, 'package.json')).name]).toEqual([0, 'mine'])
    expect(said).not.toContain('\u001b[1m')
  })

  it('can be left at every question, and writes nothing then', async () => {
    const folder = fresh()
    expect((await command([folder], { isTTY: true, leaves: true })).code).toBe(130)
    expect((await command([folder], { isTTY: true, typed: ['2'], leaves: true })).code).toBe(130)
    expect(() => read(folder, 'package.json')).toThrow('ENOENT')
  })

  it('waits for nobody where there is no terminal', async () => {
    const { code, complained } = await command([fresh()])
    expect([code, complained]).toEqual([2, expect.stringContaining('Say what to make by --kind')])
    const asJson = await command(['--json'], { isTTY: true })
    expect([asJson.code, JSON.parse(asJson.said)]).toEqual([2, { problem: expect.stringContaining('--kind') }])
  })

  it('leaves a folder alone that is not empty, and a file', async () => {
    const folder = fresh()
    mkdirSync(join(folder, '.git'), { recursive: true })
    writeFileSync(join(folder, 'mine.txt'), 'x')
    const { code, complained } = await command([folder, '--yes'])
    expect([code, complained]).toEqual([1, `${folder} is not empty: it has mine.txt. Nothing was written.\n`])
    const inFile = await command([join(folder, 'mine.txt'), '--yes', '--name', 'x', '--json'])
    expect([inFile.code, JSON.parse(inFile.said).problem]).toEqual([1, expect.stringContaining('is no folder')])
    rmSync(join(folder, 'mine.txt'))
    expect((await command([folder, '--yes'])).code).toBe(0)
  })

  it('does not touch a file that comes to be there meanwhile', () => {
    const folder = fresh()
    const planned = plan({ kind: 'server', folder, name: 'x' })
    if ('problem' in planned) throw new Error(planned.problem)
    mkdirSync(folder)
    writeFileSync(join(folder, 'package.json'), 'mine')
    expect(() => write(planned)).toThrow('EEXIST')
    expect(read(folder, 'package.json')).toBe('mine')
  })

  it('says what the file system says', async () => {
    const file = fresh()
    writeFileSync(file, '')
    const { code, complained } = await command([join(file, 'inside'), '--yes'])
    expect([code, complained]).toEqual([1, expect.stringContaining('ENOTDIR')])
  })

  it.each([
    [['--kind', 'wheel', '--name', 'x'], 1, 'There is no kind "wheel"; there are server, filter, loop, component.'],
    [['--kind', 'filter', '--name', 'Csv'], 1, '"Csv" is no package name'],
    [['--knid', 'filter'], 2, '--knid'],
    [['one', 'two'], 2, 'Give one folder, not 2: one, two.'],
    [['--knd', 'filter'], 2, 'There is no option --knd.\n\nnpm create poe'],
  ])('refuses %j', async (args, code, said) => {
    const answer = await command(args)
    expect([answer.code, answer.complained]).toEqual([code, expect.stringContaining(said)])
  })

  it('tells its version and its usage', async () => {
    expect((await command(['--version'])).said).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect((await command(['--help'])).said).toContain('npm create poe [folder]')
  })
})

describe('names', () => {
  it.each(['filter-csv', '@me/filter-csv', 'a', 'x.y', '0'])('takes %s', (name) => {
    expect(problemWith(name)).toBeUndefined()
  })
  it.each(['', 'A', 'a b', '.a', '_a', '@me', '@me/', '../a', 'a/b', 'http', 'node_modules', 'a'.repeat(215)])(
    'refuses %s',
    (name) => {
      expect(problemWith(name)).toMatch(/^\S.*\.$/)
    },
  )
  it.each([
    ['filter', '@me/poe-filter-csv', 'CsvFilter', 'csv-filter'],
    ['filter', 'csv-filter', 'CsvFilter', 'csv-filter'],
    ['filter', 'poe-filter', 'MyFilter', 'my-filter'],
    ['loop', '7z', 'N7zLoop', '7z-loop'],
    ['component', 'poe-component-clock', 'Clock', 'clock'],
    ['component', 'component', 'MyComponent', 'my-component'],
    ['component', 'poe-component-server-tcp', 'ServerTcp', 'server-tcp'],
  ] as const)('makes of a %s %s the class %s in %s', (kind, name, className, file) => {
    expect(derived(name, kind)).toEqual({ className, file })
  })
})

describe('the templates', () => {
  it.each(Object.keys(KINDS))(
    '%s asks for packages this one was made with, so that it knows their versions',
    (kind) => {
      const root = fileURLToPath(new URL('..', import.meta.url))
      const { devDependencies } = JSON.parse(read(root, 'package.json'))
      const asked = [...read(root, 'templates', kind, 'package.json').matchAll(/"(@poe\/[^"]+)": "workspace:\^"/g)]
      expect(asked.length).toBeGreaterThan(0)
      for (const [, name] of asked) expect(Object.keys(devDependencies)).toContain(name)
    },
  )

  it('server says where it listens and ends well, or says in one line why it cannot', async () => {
    const root = fileURLToPath(new URL('..', import.meta.url))
    const start = (port: string) => {
      const args = ['--conditions=@poe/source', '--import', 'tsx', 'templates/server/src/main.ts']
      const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, PORT: port }, stdio: 'pipe' })
      const said = { stdout: '', stderr: '' }
      for (const name of ['stdout', 'stderr'] as const)
        child[name].setEncoding('utf8').on('data', (text: string) => void (said[name] += text))
      return { child, said, ended: once(child, 'close') }
    }
    const first = start('0')
    while (!first.said.stdout.includes('\n')) await once(first.child.stdout, 'data')
    const [, port = ''] = /^Listening at 127\.0\.0\.1, port (\d+)\./.exec(first.said.stdout) ?? []
    const second = start(port)
    expect((await second.ended)[0]).toBe(1)
    expect(second.said.stderr).toMatch(/^TcpServer cannot listen: .*\(EADDRINUSE\)\.\n$/)
    first.child.kill('SIGTERM')
    expect([(await first.ended)[0], first.said.stderr]).toEqual([0, ''])
  })

  it.each(Object.keys(KINDS))('%s passes its tests', (kind) => {
    const root = fileURLToPath(new URL('..', import.meta.url))
    const test = kind === 'server' ? 'server' : '__file__'
    const args = ['--conditions=@poe/source', '--import', 'tsx', '--test', `templates/${kind}/src/${test}.test.ts`]
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
    expect(status, stdout).toBe(0)
  })
})
