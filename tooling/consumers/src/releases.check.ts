import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { packagesOf, readWorkspaces, repository } from '../../check/src/workspace.ts'
import { clone, succeed } from './clone.ts'
import { installed } from './installed.ts'
import { outside } from './outside.ts'

const world = await outside()
afterAll(() => world[Symbol.asyncDispose]())

const packages = packagesOf(readWorkspaces(repository)).map(({ manifest }) => manifest)

describe('the changesets that wait', () => {
  it('make a release: versions and changelogs', async () => {
    const copy = await clone(world)
    if (copy.waiting().length === 0) copy.change({ '@poe/errors': 'patch' }, 'Something')
    await succeed(copy.changeset('version'))
    expect(copy.waiting()).toEqual([])
    const moved = packages.filter(({ name, version }) => copy.manifest(name).version !== version)
    expect(moved.length).toBeGreaterThan(0)
    const first = packages.filter(({ name }) => /^[1-9]/.test(copy.manifest(name).version))
    expect(first.map(({ name }) => name)).toEqual([]) // 1.0.0 is nothing that happens by itself.
    for (const { name } of moved) expect(copy.changelog(name)).toContain(`## ${copy.manifest(name).version}`)
  })
})

describe('a release of a contract', () => {
  it('moves who depends on it, each by its own version, and nobody else', async () => {
    const copy = await clone(world)
    copy.change({ '@poe/loop': 'minor', '@poe/filter-line': 'patch' }, 'Loops have something new.')
    await succeed(copy.changeset('version'))
    const version = (name: string): string => copy.manifest(name).version
    expect(version('@poe/loop')).toBe(bumped('@poe/loop', 'minor'))
    expect(version('@poe/filter-line')).toBe(bumped('@poe/filter-line', 'patch'))
    const dependents = packages.filter(({ dependencies }) => dependencies?.['@poe/loop'] !== undefined)
    expect(dependents.length).toBeGreaterThan(10)
    for (const { name } of dependents) expect([name, version(name)]).toEqual([name, bumped(name, 'patch')])
    for (const name of ['@poe/filter', '@poe/errors', '@poe/queue', '@poe/filter-block'])
      expect([name, version(name)]).toEqual([name, current(name)])
    expect(copy.changelog('@poe/loop')).toContain('Loops have something new.')
    expect(copy.changelog('@poe/loop-select')).toMatch(/Updated dependencies[\s\S]*@poe\/loop@/)
  })
})

describe('a release that is published', () => {
  it('is what strangers install: the new versions, and ranges in place of "workspace:"', async () => {
    const copy = await clone(world)
    copy.change({ '@poe/filter-jsonl': 'minor', '@poe/filter-line': 'patch' }, 'Something new.')
    await succeed(copy.changeset('version'))
    const [jsonl, line] = [bumped('@poe/filter-jsonl', 'minor'), bumped('@poe/filter-line', 'patch')]
    await succeed(copy.git('commit', '-am', 'Release'))
    await succeed(copy.changeset('publish'))
    const tags = (await succeed(copy.git('tag'))).stdout.trim().split('\n')
    // A minor leaves the range of who depends on it: these move along, by a patch.
    const along = packages.filter(({ dependencies }) => dependencies?.['@poe/filter-jsonl'] !== undefined)
    expect(tags.sort()).toEqual(
      [
        ...[`@poe/filter-jsonl@${jsonl}`, `@poe/filter-line@${line}`],
        ...along.map(({ name }) => `${name}@${bumped(name, 'patch')}`),
      ].sort(),
    )

    const at = world.place('after a release')
    const dependencies = { '@poe/filter-jsonl': 'latest', '@poe/component-server-tcp': 'latest' }
    writeFileSync(join(at, 'package.json'), JSON.stringify({ name: 'after', dependencies }))
    await succeed(world.npm(at, 'install'))
    const { ours } = installed(at)
    expect(ours).toEqual(expect.arrayContaining([`@poe/filter-jsonl@${jsonl}`, `@poe/filter-line@${line}`]))
    expect(ours).toContain(`@poe/filter@${current('@poe/filter')}`)
  })
})

function current(name: string): string {
  return String(packages.find((one) => one.name === name)?.version)
}

function bumped(name: string, bump: 'minor' | 'patch'): string {
  const [major, minor = 0, patch = 0] = current(name).split('.').map(Number)
  return bump === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`
}
