import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPackageFromTarballData } from '@arethetypeswrong/core'
import type { Manifest } from '../../check/src/workspace.ts'
import { run } from './npm.ts'

/** A packed package. */
export interface Tarball {
  readonly file: string
  /** Its package.json, as a registry gets it. */
  readonly manifest: Manifest & { readonly version: string }
}

/** Reads a tarball that was packed. */
export function readTarball(file: string): Tarball {
  const content = createPackageFromTarballData(readFileSync(file))
  return { file, manifest: JSON.parse(content.readFile(`/node_modules/${content.packageName}/package.json`)) }
}

/** Publishes a tarball as npm does, in one request. */
export async function publishTarball({ file, manifest }: Tarball, registry: string, tag = 'latest'): Promise<void> {
  const { name, version } = manifest
  const data = readFileSync(file)
  const path = `${name}/-/${name.replace(/^.*\//, '')}-${version}.tgz`
  const dist = {
    tarball: `${registry}${path}`,
    integrity: `sha512-${createHash('sha512').update(data).digest('base64')}`,
    shasum: createHash('sha1').update(data).digest('hex'),
  }
  const body = {
    _id: name,
    name,
    'dist-tags': { [tag]: version },
    versions: { [version]: { ...manifest, _id: `${name}@${version}`, dist } },
    _attachments: {
      [`${name}-${version}.tgz`]: {
        content_type: 'application/octet-stream',
        data: data.toString('base64'),
        length: data.length,
      },
    },
  }
  const answer = await fetch(`${registry}${name.replace('/', '%2f')}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${name}@${version} could not be published: ${answer.status} ${await answer.text()}`)
}

/**
 * Makes another release of a packed package: the same files with another package.json.
 *
 * @param folder - where it is made
 */
export async function released(
  { file, manifest }: Tarball,
  changes: Partial<Tarball['manifest']>,
  folder: string,
): Promise<Tarball> {
  mkdirSync(folder, { recursive: true })
  const at = mkdtempSync(join(folder, 'release-'))
  const changed = { ...manifest, ...changes }
  const made = join(at, 'package.tgz')
  await tar(['-xzf', file, '-C', at])
  writeFileSync(join(at, 'package/package.json'), JSON.stringify(changed, null, 2))
  await tar(['-czf', made, '-C', at, 'package'])
  return { file: made, manifest: changed }
}

async function tar(args: readonly string[]): Promise<void> {
  const { status, output } = await run('tar', args, '.')
  if (status !== 0) throw new Error(`tar ${args.join(' ')} failed: ${output}`)
}
