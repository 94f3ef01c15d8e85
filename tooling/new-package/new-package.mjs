import { parseArgs } from 'node:util'
import { bootstrap, pnpm } from '../run/bootstrap.mjs'
import { giveUp, root } from '../run/root.mjs'
import { markInstalled } from '../run/stamp.mjs'
import { format } from './src/format.mjs'
import { generate } from './src/generate.mjs'
import { plan } from './src/plan.mjs'

const usage = 'npm run new-package filter-foo, or npm run new-package -- foo --layer 3'

const request = readRequest()
if ('problem' in request) giveUp(`${request.problem}\nUsage: ${usage}`)
await bootstrap()
generate(root, request)
format(root, request.name)
const { status } = await pnpm(['install', '--no-frozen-lockfile', '--prefer-offline', '--reporter=silent'])
if (status !== 0) giveUp(`packages/${request.name} is written, but pnpm install failed.`)
markInstalled()
console.log(`packages/${request.name} is ready, at layer ${request.layer}. Next:
  npm test -- --filter=@poe/${request.name}
  edit src/${request.file}.ts, its test and README.md; then tell users by a file in .changeset/`)

function readRequest() {
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options: { layer: { type: 'string' } } })
    return plan(root, positionals, values.layer)
  } catch (error) {
    return { problem: error.message }
  }
}
