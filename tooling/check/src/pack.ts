import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData, type Package } from '@arethetypeswrong/core'
import { type Message, publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { isTest, repository } from './workspace.ts'

const ownPnpm = join(repository, 'tooling/bootstrap/node_modules/pnpm/bin/pnpm.cjs')

/** Packs the packages of a workspace into a folder, as publishing would. */
export function packAll(root: string, pattern: string, into: string): string[] {
  const [program, first] = existsSync(ownPnpm) ? [process.execPath, [ownPnpm]] : ['pnpm', []]
  const args = [...first, '--recursive', '--filter', pattern, 'pack', '--pack-destination', into]
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`pnpm pack failed:\n${stdout}${stderr}`)
  return readdirSync(into).map((file) => join(into, file))
}

/** Judges a tarball as a consumer meets it: what is wrong with it, if anything. */
export async function checkTarball(file: string): Promise<string[]> {
  const tarball = readFileSync(file)
  const content = createPackageFromTarballData(tarball)
  const folder = `/node_modules/${content.packageName}`
  const manifest = JSON.parse(content.readFile(`${folder}/package.json`))
  const missing = checkExported(manifest.exports, (path) => content.fileExists(join(folder, path)))
  const tests = content.listFiles(`${folder}/src`).filter(isTest)
  return [
    ...missing.map((path) => `exports ${path}, which is not in the tarball`),
    ...tests.map((path) => `packs a test: ${path.replace(`${folder}/`, '')}`),
    ...(JSON.stringify(manifest).includes('"workspace:') ? ['depends on a "workspace:" range'] : []),
    ...(await lint(tarball)),
    ...(missing.length > 0 ? [] : await checkTypes(content)),
  ]
}

function checkExported(target: unknown, exists: (path: string) => boolean): string[] {
  if (typeof target === 'string') return exists(target) ? [] : [target]
  return Object.values(target ?? {}).flatMap((inner) => checkExported(inner, exists))
}

async function lint(tarball: Buffer): Promise<string[]> {
  const data = new Uint8Array(tarball).buffer
  const { messages, pkg } = await publint({ strict: true, pack: { tarball: data } })
  return messages
    .filter(isOfPackage)
    .map((message) => `publint: ${formatMessage(message, pkg, { color: false }) ?? message.code}`)
}

/** Templates are packages to be: what stands in their `package.json` is for later. */
function isOfPackage({ code, args }: Message): boolean {
  return code !== 'NESTED_PACKAGE_JSON_FIELD_IGNORED' || !/^\.?\/?templates\//.test(args.filePath)
}

/** Whether an ESM program and a bundler find the types; programs of CommonJS reach ESM by `require(esm)`. */
async function checkTypes(content: Package): Promise<string[]> {
  const result = await checkPackage(content)
  if (result.types === false) return ['has no types']
  return result.problems
    .filter((problem) => !('resolutionKind' in problem) || /^(node16-esm|bundler)$/.test(problem.resolutionKind))
    .map((problem) => `types: ${JSON.stringify(problem)}`)
}
