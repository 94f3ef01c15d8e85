import type { Workspace } from './workspace.ts'

const KINDS = ['dependencies', 'peerDependencies', 'devDependencies', 'optionalDependencies'] as const

/** A package depends only on packages of a lower layer, for development too: what is wrong, if anything. */
export function checkLayers(workspaces: readonly Workspace[]): string[] {
  const layers = new Map(workspaces.map(({ manifest }) => [manifest.name, manifest.poe?.layer]))
  return workspaces.flatMap(({ folder, manifest }) => {
    const layer = manifest.poe?.layer
    if (typeof layer !== 'number') return [`${folder}: package.json has no "poe": { "layer": number }`]
    return KINDS.flatMap((kind) =>
      Object.keys(manifest[kind] ?? {}).flatMap((name) =>
        checkEdge(`${folder}: ${kind}: ${name}`, layer, name, layers),
      ),
    )
  })
}

function checkEdge(
  edge: string,
  from: number,
  name: string,
  layers: ReadonlyMap<string, number | undefined>,
): string[] {
  if (!layers.has(name)) return name.startsWith('@poe/') ? [`${edge} is not in this workspace`] : []
  const to = layers.get(name)
  if (to === undefined || to < from) return []
  return [`${edge} is of layer ${to}, which is not below layer ${from}`]
}
