import ts from 'typescript'
import { isTest, packagesOf, shipped, type Workspace } from './workspace.ts'

const MOST_LINES = 450
const NEVER = [
  [/\b(TODO|FIXME|XXX)\b/, 'an unfinished note'],
  [/@ts-(ignore|nocheck)\b/, 'a silenced type error; use @ts-expect-error with the reason'],
  [/\b(it|test|describe|suite|bench)(\.\w+)*\.(only|skip)\(/, 'a test left out'],
] as const

/** Every package looks like the others: what does not, if anything. */
export function checkShape(workspaces: readonly Workspace[]): string[] {
  return packagesOf(workspaces).flatMap((workspace) =>
    [
      ...checkManifest(workspace),
      ...checkExports(workspace),
      ...checkStandIns(workspace),
      ...checkIndex(workspace),
      ...checkSources(workspace),
    ].map((problem) => `${workspace.folder}: ${problem}`),
  )
}

function checkManifest({ folder, manifest, entries }: Workspace): string[] {
  const { engines, publishConfig, files, scripts } = manifest as Record<string, Record<string, unknown> | undefined>
  const rules: [holds: boolean, problem: string][] = [
    [entries.includes('README.md'), 'has no README.md'],
    [entries.includes('tsconfig.json'), 'has no tsconfig.json'],
    [manifest.name === nameFor(folder), `is named ${manifest.name}, not after its folder`],
    [typeof manifest.description === 'string' && manifest.description !== '', 'has no description'],
    [typeof manifest.version === 'string', 'has no version'],
    [manifest.private !== true, 'is private; such a workspace belongs in tooling/'],
    [manifest.type === 'module', 'needs "type": "module"'],
    [manifest.license === 'MIT', 'needs "license": "MIT"'],
    [manifest.sideEffects !== undefined, 'does not say "sideEffects"'],
    [engines?.node === '>=20.19', 'needs "engines": { "node": ">=20.19" }'],
    [publishConfig?.access === 'public', 'needs "publishConfig": { "access": "public" }'],
    [typeof manifest.poe?.layer === 'number', 'has no "poe": { "layer": number }'],
    [includes(files, ['dist', 'src', '!src/**/*.test*.ts']), '"files" must have dist, src and !src/**/*.test*.ts'],
    [['build', 'test', 'typecheck'].every((name) => scripts?.[name]), 'needs the scripts build, test and typecheck'],
    ...['main', 'module', 'types', 'typings'].map((name): [boolean, string] => [
      manifest[name] === undefined,
      `has "${name}"; "exports" is enough`,
    ]),
  ]
  return rules.filter(([holds]) => !holds).map(([, problem]) => problem)
}

/** `npm create` wants what it runs outside of a scope. */
function nameFor(folder: string): string {
  return folder.replace('packages/', folder.startsWith('packages/create-') ? '' : '@poe/')
}

function includes(list: unknown, wanted: readonly string[]): boolean {
  return Array.isArray(list) && wanted.every((entry) => list.includes(entry))
}

function checkExports({ manifest, sources }: Workspace): string[] {
  const entries = Object.entries((manifest.exports ?? {}) as Record<string, unknown>)
  const problems = entries.flatMap(([path, target]) => checkExport(path, target, sources))
  for (const path of ['.', './package.json'])
    if (!entries.some(([name]) => name === path)) problems.push(`exports no "${path}"`)
  return problems
}

function checkExport(path: string, target: unknown, sources: ReadonlyMap<string, string>): string[] {
  if (path === './package.json') return []
  if (typeof target !== 'object' || target === null) return [`exports "${path}" without conditions`]
  const conditions = Object.keys(target)
  if (conditions[0] !== '@poe/source' || conditions[1] !== 'types' || conditions.at(-1) !== 'default')
    return [`exports "${path}" by ${conditions.join(', ')}; it must be @poe/source, types, ..., default`]
  const { '@poe/source': source, production } = target as Record<string, string>
  const problems = sources.has(source!.replace('./', ''))
    ? []
    : [`exports "${path}" from ${source}, which is not there`]
  if (production !== undefined && (path !== '.' || production !== './dist/production.js'))
    problems.push(`exports "${path}" for production from ${production}; that is ./dist/production.js, of "." alone`)
  return problems
}

/** What stands in for a source in production does so for one that is there, in a package that has such a build. */
function checkStandIns({ manifest, sources }: Workspace): string[] {
  const built = JSON.stringify(manifest.exports ?? {}).includes('"production":')
  return [...sources.keys()]
    .filter((path) => path.endsWith('.production.ts'))
    .flatMap((path) => [
      ...(sources.has(path.replace('.production.ts', '.ts')) ? [] : [`${path} stands in for nothing`]),
      ...(built ? [] : [`${path} is for a production build, which exports do not have`]),
    ])
}

function checkIndex({ sources }: Workspace): string[] {
  const text = sources.get('src/index.ts')
  if (text === undefined) return ['has no src/index.ts']
  const file = ts.createSourceFile('index.ts', text, ts.ScriptTarget.ESNext, true)
  const problems = file.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined)
      return [`src/index.ts does more than re-export: ${statement.getText(file).split('\n', 1)[0]}`]
    const all = statement.exportClause === undefined && statement.moduleSpecifier.getText(file).includes('./')
    return all ? [`src/index.ts must name what it exports: ${statement.getText(file)}`] : []
  })
  return /^\/\*\*[\s\S]*?@packageDocumentation/.test(text)
    ? problems
    : [...problems, 'src/index.ts has no @packageDocumentation']
}

function checkSources(workspace: Workspace): string[] {
  const long = shipped(workspace).flatMap(([path, text]) => {
    const lines = text.split('\n').length - 1
    return lines > MOST_LINES ? [`${path} has ${lines} lines; ${MOST_LINES} is the most`] : []
  })
  const notes = [...workspace.sources].flatMap(([path, text]) =>
    text
      .split('\n')
      .flatMap((line, i) => NEVER.filter(([sign]) => sign.test(line)).map(([, what]) => `${path}:${i + 1}: ${what}`)),
  )
  const tested = [...workspace.sources.keys()].some(isTest)
  return [...long, ...notes, ...(tested ? [] : ['has no tests'])]
}
