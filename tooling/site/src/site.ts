/** `npm run site [-- FOLDER]`: builds the site of the API and the guides, by default into `site/`. */
import { join, resolve } from 'node:path'
import process from 'node:process'
import { doing, read, results } from '../../run/cli.mjs'
import { commands } from '../../run/commands.mjs'
import { build, root } from './build.ts'
import { deadLinks } from './links.ts'

const { values, words } = read(commands.site)
const out = resolve(words[0] ?? join(root, 'site'))
const done = doing(`Building the site into ${out}`)
const { warnings } = await build(out)
const dead = deadLinks(out)
done()
const { print, end } = results(values.json)
for (const warning of warnings) print(warning)
for (const link of dead) print(`dead link: ${link}`)
print(`${warnings.length} warnings, ${dead.length} dead links. Open ${join(out, 'index.html')}.`)
end({ folder: out, warnings, deadLinks: dead })
process.exitCode = warnings.length + dead.length === 0 ? 0 : 1
