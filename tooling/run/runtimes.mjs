import { join } from 'node:path'
import { bootstrap } from './bootstrap.mjs'
import { runNode } from './programs.mjs'
import { root } from './root.mjs'

await bootstrap()
const program = join(root, 'tooling/runtimes/src/main.ts')
process.exitCode = (await runNode(['--import', 'tsx', program, ...process.argv.slice(2)])).status
