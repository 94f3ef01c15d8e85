/** `npm run api`: writes what each package has in public into docs/api, and tells how large it is. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { doing, read, results } from '../../run/cli.mjs'
import { commands } from '../../run/commands.mjs'
import { budgets, packages, reportFile, sizes } from './packages.ts'
import { report, undocumented } from './report.ts'
import { overBudget } from './sizes.ts'
import { surfaces } from './surface.ts'

await main(read(commands.api).values.json)

async function main(json: string | undefined): Promise<void> {
  const { print, end } = results(json)
  const done = doing('Reading declarations')
  const all = surfaces(packages)
  const written = all.filter((surface) => put(reportFile(surface.name), report(surface)))
  forgetGone(new Set(all.map(({ name }) => reportFile(name))))
  done()
  const over = doing('Packing and bundling')
  const measured = await sizes()
  over()
  const width = Math.max(...all.map(({ name }) => name.length))
  print(`${''.padEnd(width)}  packed  bundled, octets`)
  for (const [name, { packed, bundled }] of measured)
    print(`${name.padEnd(width)}  ${String(packed).padStart(6)}  ${String(bundled).padStart(7)}`)
  const problems = [
    ...undocumented(all).map((name) => `not documented: ${name}`),
    ...[...measured].flatMap(([name, size]) => overBudget(name, size, budgets[name])),
  ]
  for (const line of [...written.map(({ name }) => `docs/api: ${name} has changed`), ...problems]) print(line)
  end({ sizes: Object.fromEntries(measured), changed: written.map(({ name }) => name), problems })
  process.exitCode = problems.length === 0 ? 0 : 1
}

/** Whether a file had to be written. */
function put(file: string, text: string): boolean {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return false
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return true
}

function forgetGone(known: ReadonlySet<string>): void {
  const folder = dirname(reportFile('x'))
  for (const name of readdirSync(folder)) if (!known.has(join(folder, name))) rmSync(join(folder, name))
}
