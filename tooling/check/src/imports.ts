import ts from 'typescript'
import { isTest, type Workspace } from './workspace.ts'

/** Every module a source names: imports, re-exports, dynamic imports, types of imports. */
export function importsOf(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName)
}

/** Sources import only declared packages of POE, and only by their front door: what is wrong, if anything. */
export function checkImports(workspaces: readonly Workspace[]): string[] {
  return workspaces.flatMap((workspace) =>
    [...workspace.sources].flatMap(([path, text]) => {
      const declared = declaredNames(workspace, isTest(path) || workspace.manifest.private === true)
      return importsOf(text).flatMap((name) => checkImport(`${workspace.folder}/${path}`, name, declared))
    }),
  )
}

function checkImport(path: string, name: string, declared: ReadonlySet<string>): string[] {
  const match = /^(@poe\/[^/]+)(\/.*)?$/.exec(name)
  if (match === null) return []
  if (match[2] !== undefined) return [`${path}: imports ${name}; import from ${match[1]}`]
  return declared.has(name) ? [] : [`${path}: imports ${name}, which its package.json does not declare`]
}

function declaredNames({ manifest }: Workspace, withDev: boolean): Set<string> {
  const { name, dependencies, peerDependencies, optionalDependencies, devDependencies } = manifest
  const forAll = { ...dependencies, ...peerDependencies, ...optionalDependencies }
  return new Set([name, ...Object.keys(forAll), ...(withDev ? Object.keys(devDependencies ?? {}) : [])])
}
