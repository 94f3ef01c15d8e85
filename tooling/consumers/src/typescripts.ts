import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Consumer } from './consumer.ts'

/** Releases of the compiler, from the oldest that is supported to the newest there is. */
const VERSIONS = ['5.6', '5.7', '5.8', '5.9', '6.0', '7.0', 'latest']

/** The same strict program, checked to the last library by every compiler. */
export const typescripts: readonly Consumer[] = VERSIONS.map((version) => ({
  name: `TypeScript ${version}`,
  group: 'compilers',
  slow: true,
  fixture: 'typescript',
  scripts: ['build', 'start'],
  prepare(at) {
    const file = join(at, 'package.json')
    const manifest = JSON.parse(readFileSync(file, 'utf8'))
    manifest.devDependencies.typescript = version === 'latest' ? version : `~${version}.0`
    writeFileSync(file, JSON.stringify(manifest))
  },
}))
