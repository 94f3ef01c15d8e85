import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, describe, expect, it } from 'vitest'
import {
  type Command,
  checkKnown,
  doing,
  hasColours,
  type Misunderstanding,
  painter,
  parse,
  progress,
  results,
} from '../../run/cli.mjs'
import { commands } from '../../run/commands.mjs'
import { repository } from './workspace.ts'

const folder = mkdtempSync(join(tmpdir(), 'poe-commands-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs a command as it is, with nothing to read and no terminal. */
function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(repository, program), ...args], {
    cwd: repository,
    encoding: 'utf8',
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  })
  return { status, stdout, stderr }
}

const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>
}

const all: readonly (Command & { readonly program: string })[] = Object.values(commands)

describe.each(all)('$call', ({ call, program, options, about }) => {
  it('is what package.json says', () => {
    const script = call.replace(/^npm (run )?/, '')
    expect(scripts[script]).toMatch(new RegExp(`node ${program.replaceAll('.', '\\.')}$`))
  })

  it('tells by --help what it can be told, and does nothing', () => {
    for (const help of ['--help', '-h']) {
      const { status, stdout, stderr } = run(program, [help])
      expect([status, stderr]).toEqual([0, ''])
      expect(stdout).toContain(about)
      for (const name of [...Object.keys(options), 'help']) expect(stdout).toMatch(new RegExp(`^  --${name}\\b`, 'm'))
      expect(stdout).not.toContain('\u001b')
    }
  })

  it('refuses what it does not know, and says what it knows', () => {
    const { status, stdout, stderr } = run(program, ['--hepl'])
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain('There is no option --hepl; did you mean --help?')
    expect(stderr).toContain(about)
  })

  it('refuses options without their value, and values nobody asked for', () => {
    const [valued] = Object.entries(options).find(([name, { value }]) => value !== undefined && name !== 'json') ?? []
    const { status, stderr } = run(program, [valued === undefined ? '--help=yes' : `--${valued}`])
    expect(status).toBe(2)
    expect(stderr).toMatch(valued === undefined ? '--help takes no value' : `--${valued} needs a value`)
  })
})

describe('commands', () => {
  it('are all there: what the scripts of package.json run here is one of them', () => {
    const run = Object.values(scripts).filter((script) => /node tooling\//.test(script))
    expect(run.map((script) => script.replace(/^.*node /, '')).sort()).toEqual(
      Object.values(commands)
        .map(({ program }) => program)
        .sort(),
    )
  })

  it('lay in one place how they are called', () => {
    for (const { program } of Object.values(commands)) expect(existsSync(join(repository, program))).toBe(true)
  })
})

describe('parse', () => {
  const command = {
    call: 'npm run thing',
    about: 'Does it.',
    words: { name: 'NAME', about: 'what', most: 1 },
    options: {
      jobs: { value: 'N', whole: 1, about: 'so many' },
      seconds: { value: 'N', above0: true, about: 'so long' },
      only: { value: 'NAME', many: true, short: 'o', about: 'these' },
      json: { value: '[FILE]', about: 'JSON' },
      quick: { about: 'less' },
    },
  }

  it('reads flags, texts, numbers, lists and words', () => {
    const { values, words } = parse(command, [
      '--jobs',
      '3',
      '--only=a,b',
      '-o',
      'c, d',
      '--quick',
      'x',
      '--seconds=0.5',
    ])
    expect(values).toEqual({ jobs: 3, only: ['a', 'b', 'c, d'], quick: true, seconds: 0.5 })
    expect(words).toEqual(['x'])
  })

  it('has JSON go to stdout unless a file is named', () => {
    expect(parse(command, ['--json']).values).toEqual({ json: '-' })
    expect(parse(command, ['--json', '--quick']).values).toEqual({ json: '-', quick: true })
    expect(parse(command, ['--json', 'a.json']).values).toEqual({ json: 'a.json' })
    expect(parse(command, ['--json=a.json']).values).toEqual({ json: 'a.json' })
  })

  it.each<[readonly string[], string]>([
    [['--job', '3'], 'There is no option --job; did you mean --jobs?'],
    [['--nothing-like-it'], 'There is no option --nothing-like-it.'],
    [['-x'], 'There is no option -x.'],
    [['--jobs', '0'], '--jobs is "0"; give a whole number from 1.'],
    [['--jobs', '1.5'], '--jobs is "1.5"; give a whole number from 1.'],
    [['--seconds', 'x'], '--seconds is "x"; give a number above 0.'],
    [['--jobs'], '--jobs needs a value: --jobs N.'],
    [['--quick=yes'], '--quick takes no value, and was given "yes".'],
    [['a', 'b'], 'Give 1 NAME at most, not 2: a, b.'],
    [['--', 'a'], '"a" stands behind a second "--": leave that out.'],
  ])('refuses %j', (args, message) => {
    expect(() => parse(command, args)).toThrow(message)
  })

  it('refuses words where there are none, and names nobody has', () => {
    const { words: _, ...wordless } = command
    expect(() => parse(wordless, ['a'])).toThrow('It takes options only, not "a".')
    expect(() => checkKnown('suite', 'kernal', ['kernel', 'loop'])).toThrow(
      'There is no suite "kernal"; did you mean "kernel"?',
    )
    expect(() => checkKnown('suite', 'x', ['kernel', 'loop'])).toThrow('There is no suite "x"; there are kernel, loop.')
    expect(() => checkKnown('suite', 'loop', ['kernel', 'loop'])).not.toThrow()
  })

  it('gives to others what is theirs', () => {
    expect(parse({ ...command, passes: true }, ['--quick', '--', '--graph', 'x']).rest).toEqual(['--graph', 'x'])
  })
})

/** A stream that keeps what it is told. */
function stream(isTTY: boolean) {
  const heard: string[] = []
  return { isTTY, heard, write: (text: string) => heard.push(text) > 0 }
}

describe('on a terminal', () => {
  it('has colours, unless NO_COLOR says not; elsewhere only for FORCE_COLOR', () => {
    const colours = (isTTY: boolean, env: Readonly<Record<string, string>>): boolean => hasColours(stream(isTTY), env)
    expect(colours(true, {})).toBe(true)
    expect(colours(true, { NO_COLOR: '1' })).toBe(false)
    expect(colours(true, { NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(false)
    expect(colours(true, { NO_COLOR: '' })).toBe(true)
    expect(colours(true, { TERM: 'dumb' })).toBe(false)
    expect(colours(false, {})).toBe(false)
    expect(colours(false, { FORCE_COLOR: '1' })).toBe(true)
    expect(colours(false, { FORCE_COLOR: '0' })).toBe(false)
    expect([painter(true)('red', 'x'), painter(false)('red', 'x')]).toEqual(['\u001b[31mx\u001b[0m', 'x'])
  })

  it('shows how far it is in one line, elsewhere in a line for each step', () => {
    const [live, plain] = [stream(true), stream(false)]
    for (const one of [live, plain]) {
      const { step, show } = progress(one)
      show('0 s')
      step(1, 2, 'a')
      step(2, 2, 'b')
    }
    expect(live.heard).toEqual(['\r\u001b[K0 s', '\r\u001b[K1 of 2: a', '\r\u001b[K'])
    expect(plain.heard).toEqual(['1 of 2: a\n', '2 of 2: b\n'])
  })

  it('shows how long something takes, elsewhere that it has begun', () => {
    const [live, plain] = [stream(true), stream(false)]
    for (const one of [live, plain]) doing('Building', one)()
    expect(live.heard.map((text) => text.replace(/\d+ s/, 'N s'))).toEqual([
      '\r\u001b[KBuilding ... N s',
      '\r\u001b[KBuilding ... N s\n',
    ])
    expect(plain.heard).toEqual(['Building ...\n'])
  })
})

describe('what it comes to', () => {
  it('goes into a file as JSON', () => {
    const file = join(folder, 'results.json')
    results(file).end({ passed: 1 })
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ passed: 1 })
  })

  it('is all there is on stdout with --json, and lines for people go to stderr', () => {
    const { status, stdout } = run('tooling/run/size.mjs', ['--json'], { ...process.env, NO_COLOR: '1' })
    expect(status).toBe(0)
    expect(Object.keys(JSON.parse(stdout))).toEqual(['budget', 'minified', 'packed', 'files', 'packages'])
  })

  it('is told by an error that says what is wrong in one line', () => {
    const error = ((): Misunderstanding | undefined => {
      try {
        parse({ call: 'x', about: 'x', options: {} }, ['--no'])
        return undefined
      } catch (thrown) {
        return thrown as Misunderstanding
      }
    })()
    expect(error?.message.includes('\n')).toBe(false)
  })
})
