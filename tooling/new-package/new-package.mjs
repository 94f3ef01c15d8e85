import { bootstrap, pnpm } from '../run/bootstrap.mjs'
import { Misunderstanding, read, refuse, results } from '../run/cli.mjs'
import { commands } from '../run/commands.mjs'
import { giveUp, root } from '../run/root.mjs'
import { markInstalled } from '../run/stamp.mjs'
import { format } from './src/format.mjs'
import { generate } from './src/generate.mjs'
import { plan } from './src/plan.mjs'

const { words, values } = read(commands.newPackage)
const request = plan(root, words, values.layer)
if ('problem' in request) refuse(commands.newPackage, new Misunderstanding(request.problem))
await bootstrap()
generate(root, request)
format(root, request.name)
const { status } = await pnpm(['install', '--no-frozen-lockfile', '--prefer-offline', '--reporter=silent'])
if (status !== 0) giveUp(`packages/${request.name} is written, but pnpm install failed.`)
markInstalled()
const { print, end } = results(values.json)
print(`packages/${request.name} is ready, at layer ${request.layer}. Next:
  npm test -- --filter=@poe/${request.name}
  edit src/${request.file}.ts, its test and README.md; then tell users by a file in .changeset/`)
end({ folder: `packages/${request.name}`, layer: request.layer, file: `src/${request.file}.ts` })
