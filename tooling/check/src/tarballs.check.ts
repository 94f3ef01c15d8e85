import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkTarball, packAll } from './pack.ts'
import { packagesOf, readWorkspaces, repository } from './workspace.ts'

const folder = mkdtempSync(join(tmpdir(), 'poe-check-tarballs-'))
afterAll(() => rmSync(folder, { recursive: true }))

const tarballs = packAll(repository, './packages/*', folder)

describe('the tarball of each package', () => {
  for (const { manifest } of packagesOf(readWorkspaces(repository)))
    it(`${manifest.name} is sound`, async () => {
      const name = `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`
      const tarball = tarballs.find((file) => file.endsWith(`/${name}`))
      expect(tarball === undefined ? [`no ${name}`] : await checkTarball(tarball)).toEqual([])
    })
})
