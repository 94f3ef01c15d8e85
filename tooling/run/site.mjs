import { bootstrap } from './bootstrap.mjs'
import { runNode } from './programs.mjs'

const program = 'tooling/site/src/site.ts'

await bootstrap()
process.exitCode = (
  await runNode(['--conditions=@poe/source', '--import', 'tsx', program, ...process.argv.slice(2)])
).status
