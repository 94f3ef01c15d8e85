import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Consumer } from './consumer.ts'

/** What they are for exists in pages only, so that their types are said in a page's words. */
const PAGES = new Set(['@poe/loop-browser', '@poe/wheel-dom'])

/** Installs each package and nothing else; it is imported, and its types are checked to the last library. */
export function eachAlone(packages: readonly string[]): Consumer[] {
  return packages.filter((name) => name.startsWith('@poe/')).map(alone)
}

function alone(name: string): Consumer {
  return {
    name: name.replace('@poe/', 'only '),
    group: 'each alone',
    slow: true,
    fixture: 'alone',
    scripts: ['build', 'start'],
    prepare(at) {
      const manifest = {
        name: 'consumer-alone',
        private: true,
        type: 'module',
        scripts: { build: 'tsc', start: 'node dist/main.js' },
        dependencies: { [name]: '^0.1.0' },
        devDependencies: { '@types/node': '^20.19.0', typescript: '~5.9.0' },
      }
      writeFileSync(join(at, 'package.json'), JSON.stringify(manifest))
      if (PAGES.has(name)) {
        const config = JSON.parse(readFileSync(join(at, 'tsconfig.json'), 'utf8'))
        config.compilerOptions.lib.push('dom')
        writeFileSync(join(at, 'tsconfig.json'), JSON.stringify(config))
      }
      const program = `import assert from 'node:assert/strict'
import * as all from '${name}'

const names: string[] = Object.keys(all)
assert.equal(typeof all, 'object')
console.log(names.join(' '))
`
      writeFileSync(join(at, 'src/main.ts'), program)
    },
  }
}
