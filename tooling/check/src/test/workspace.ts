import type { Manifest, Workspace } from '../workspace.ts'

/** A workspace in memory, in the folder its name asks for. */
export function workspace(manifest: Manifest, sources: Record<string, string> = {}): Workspace {
  const folder = `packages/${manifest.name.replace('@poe/', '')}`
  return { folder, manifest, sources: new Map(Object.entries(sources)), entries: ['README.md', 'package.json', 'src'] }
}
