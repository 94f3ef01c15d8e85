import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { MODULES, modulesOfPoe, namesOfPoe, perlPoe } from './perl-poe.ts'
import { codeWords, rowsOf, type Section, sectionsOf } from './table.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const page = readFileSync(join(root, 'docs/from-perl-poe.md'), 'utf8')
const sections = sectionsOf(page)
const folder = perlPoe()
/** Where POE has to be there, its absence is a failure. */
const skipped = folder === undefined && process.env.POE_REQUIRE_PROGRAMS !== '1'

/** What POE 1.370 calls things, by module: from Debian's libpoe-perl by `namesOfPoe`, kept for where that is not installed. */
const fixture = new Map(
  readFileSync(new URL('poe-1.370.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
    .map(([module, ...names]) => [module as string, names]),
)

/** Modules that are told of in the section of another one. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'POE::Driver::SysRW': 'POE::Driver',
  'POE::Queue::Array': 'POE::Queue',
  'POE::Pipe::OneWay': 'POE::Pipe',
  'POE::Pipe::TwoWay': 'POE::Pipe',
  'POE::Resource::Clock': 'POE::Kernel',
}

function sectionOf(heading: string): Section {
  const found = sections.find((section) => section.heading === heading)
  if (found === undefined) throw new Error(`docs/from-perl-poe.md has no section "${heading}".`)
  return found
}

/** All source of the packages a section links to. */
function sourcesOf(section: Section): string {
  const packages = new Set([...section.text.matchAll(/packages\/([a-z-]+)/g)].map(([, name]) => name as string))
  return [...packages].flatMap((name) => textsIn(join(root, 'packages', name, 'src'))).join('\n')
}

function textsIn(source: string): string[] {
  const files = existsSync(source) ? readdirSync(source, { encoding: 'utf8' }) : []
  const own = files.filter((file) => file.endsWith('.ts') && !file.includes('.test'))
  return own.map((file) => readFileSync(join(source, file), 'utf8'))
}

/** What a section says of POE: the first cells of its tables, and all that is in no table. */
function toldOf({ text }: Section): Set<string> {
  return codeWords(text.replace(/^(\|.*?(?<!\\)\|).*$/gm, '$1'))
}

/** The word to look for in our sources: switches of the environment are made of their kinds there. */
const sought = (name: string) =>
  name.replace(/^POE_(?:ASSERT|TRACE)_(?!FILENAME)(\w+)$/, (_, kind) => kind.toLowerCase())

const isFunctionOfKeys = (name: string) => name.startsWith('rl_') && name !== 'rl_insert_macro'

describe('docs/from-perl-poe.md', () => {
  it.skipIf(skipped)('has its list of names from the POE that is installed', () => {
    expect(Object.fromEntries(namesOfPoe(folder as string))).toEqual(Object.fromEntries(fixture))
  })

  it.skipIf(skipped)('tells of every module of the POE that is installed', () => {
    const modules = modulesOfPoe(folder as string)
    expect(modules).toEqual(expect.arrayContaining([...MODULES]))
    expect(modules.filter((name) => !new RegExp(`\\b${name}\\b(?!::)`).test(page))).toEqual([])
  })

  it('knows of hundreds of names', () => {
    expect([...fixture.keys()]).toEqual(MODULES)
    expect([...fixture.values()].flat().length).toBeGreaterThan(650)
  })

  it.each(MODULES)('leaves out nothing of %s', (module) => {
    const told = toldOf(sectionOf(ELSEWHERE[module] ?? module))
    const names = (fixture.get(module) ?? []).filter((name) => !isFunctionOfKeys(name))
    expect(names.filter((name) => !told.has(name))).toEqual([])
  })

  it('is right that every function of ReadLine’s keys is there by its name', () => {
    const source = textsIn(join(root, 'packages/wheel-readline/src')).join('\n')
    const names = (fixture.get('POE::Wheel::ReadLine') ?? []).filter(isFunctionOfKeys)
    const ours = names.map((name) => name.slice('rl_'.length).replaceAll('_', '-'))
    expect(ours.length).toBeGreaterThan(100)
    expect(ours.filter((name) => !new RegExp(`^ +'?${name}'?[:,(]`, 'm').test(source))).toEqual([])
  })

  it('leaves out nothing of POE::API::Peek that is here', () => {
    const methods = readFileSync(join(root, 'packages/api-peek/src/peek.ts'), 'utf8')
    const names = [...methods.matchAll(/\(`([a-z_]+)`\)/g)].map(([, name]) => name as string)
    const told = toldOf(sectionOf('POE::API::Peek'))
    expect(names.length).toBeGreaterThan(30)
    expect(names.filter((name) => !told.has(name))).toEqual([])
  })

  it.each(sections.filter(({ heading, rank }) => rank === 2 && heading.startsWith('POE::')))(
    'names nothing beside $heading that is not there',
    (section) => {
      const source = sourcesOf(section)
      const here = rowsOf(section.text).flatMap(([, cell = '']) => [...codeWords(cell)])
      expect(here.filter((name) => !new RegExp(`\\b${sought(name)}\\b`).test(source))).toEqual([])
    },
  )
})
