import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { bootstrap } from './bootstrap.mjs'
import { buildFor, runNode } from './programs.mjs'
import { giveUp, root, say } from './root.mjs'

const program = join(root, 'tooling/bench/run.mjs')

await bootstrap()
if (!existsSync(program)) giveUp('There are no benches yet: tooling/bench/run.mjs is missing.')
say('Building ...')
await buildFor('poe-bench')
process.exitCode = (await runNode([program, ...process.argv.slice(2)])).status
