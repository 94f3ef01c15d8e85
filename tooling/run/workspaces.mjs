import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.mjs'

/**
 * The folders of the workspaces, by the patterns of pnpm-workspace.yaml (`folder`, `folder/*` and `!folder`).
 *
 * @param {string} [repository] - another repository's folder
 * @returns {string[]}
 */
export function workspaceFolders(repository = root) {
  const file = readFileSync(join(repository, 'pnpm-workspace.yaml'), 'utf8')
  const list = /^packages:\n((?: +- .*\n)+)/m.exec(file)?.[1] ?? ''
  const patterns = [...list.matchAll(/- ["']?([^"'\n]+)["']?/g)].map((match) => match[1] ?? '')
  const left = new Set(patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1)))
  return patterns
    .filter((pattern) => !pattern.startsWith('!'))
    .flatMap((pattern) => matching(repository, pattern))
    .filter((folder) => !left.has(folder) && existsSync(join(repository, folder, 'package.json')))
}

/**
 * @param {string} repository
 * @param {string} pattern
 */
function matching(repository, pattern) {
  if (!pattern.endsWith('/*')) return [pattern]
  const parent = pattern.slice(0, -2)
  const names = existsSync(join(repository, parent)) ? readdirSync(join(repository, parent)) : []
  return names.sort().map((name) => `${parent}/${name}`)
}
