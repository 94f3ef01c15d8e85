import { join } from 'node:path'
import { bootstrap } from './bootstrap.mjs'
import { buildFor, runNode } from './programs.mjs'
import { root, say } from './root.mjs'

await bootstrap()
say('Building ...')
await buildFor('poe-consumers')
const program = join(root, 'tooling/consumers/src/main.ts')
process.exitCode = (await runNode(['--import', 'tsx', program, ...process.argv.slice(2)])).status
