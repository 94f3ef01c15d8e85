import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.mjs'
import { workspaceFolders } from './workspaces.mjs'

const stampFile = join(root, 'node_modules/.poe-installed')

/** Whether node_modules is what the lock file and the package.json files ask for. */
export function isInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === currentStamp()
}

/** Remembers that node_modules is current. */
export function markInstalled() {
  writeFileSync(stampFile, currentStamp())
}

function currentStamp() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`)
  const manifests = workspaceFolders().map((folder) => `${folder}/package.json`)
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests])
    hash.update(`${file}\n`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}
