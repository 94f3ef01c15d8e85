import ts from 'typescript'
import { isTest, type Manifest, type Workspace } from './workspace.ts'

/** Every module a source names: imports, re-exports, dynamic imports, types of imports. */
export function importsOf(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName)
}

/** Sources import only declared packages of POE, and only by the doors those have: what is wrong, if anything. */
export function checkImports(workspaces: readonly Workspace[]): string[] {
  const doors = new Set(workspaces.flatMap(({ manifest }) => doorsOf(manifest)))
  return workspaces.flatMap((workspace) =>
    [...workspace.sources].flatMap(([path, text]) => {
      const declared = declaredNames(workspace, isTest(path) || workspace.manifest.private === true)
      return importsOf(text).flatMap((name) => checkImport(`${workspace.folder}/${path}`, name, declared, doors))
    }),
  )
}

function checkImport(path: string, name: string, declared: ReadonlySet<string>, doors: ReadonlySet<string>): string[] {
  const match = /^(@poe\/[^/]+)(\/.*)?$/.exec(name)
  if (match === null) return []
  if (match[2] !== undefined && !doors.has(name)) return [`${path}: imports ${name}; import from ${match[1]}`]
  return declared.has(match[1] as string) ? [] : [`${path}: imports ${name}, which its package.json does not declare`]
}

/** The entries a package has besides the main one, as they are imported. */
function doorsOf({ name, exports = {} }: Manifest): string[] {
  return Object.keys(exports as object)
    .filter((entry) => entry.startsWith('./') && entry !== './package.json')
    .map((entry) => name + entry.slice(1))
}

function declaredNames({ manifest }: Workspace, withDev: boolean): Set<string> {
  const { name, dependencies, peerDependencies, optionalDependencies, devDependencies } = manifest
  const forAll = { ...dependencies, ...peerDependencies, ...optionalDependencies }
  return new Set([name, ...Object.keys(forAll), ...(withDev ? Object.keys(devDependencies ?? {}) : [])])
}
