import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/**
 * Formats a new package: names of other lengths break lines and sort elsewhere than the template's.
 *
 * @param {string} root - the repository
 * @param {string} name
 */
export function format(root, name) {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
  const args = [biome, 'check', '--write', '--log-level=error', `packages/${name}`, 'tooling/readmes/package.json']
  spawnSync(process.execPath, args, { cwd: root })
}
