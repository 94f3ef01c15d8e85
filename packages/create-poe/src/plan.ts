import { existsSync, readdirSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { isKind, KINDS, type Kind } from './kinds.ts'
import { derived, problemWith } from './names.ts'

/** What somebody asks for. */
export interface Wish {
  /** What it shall be: one of the names in {@link KINDS}. */
  readonly kind: string
  /** Of the package. Default: after the folder, else after the kind. */
  readonly name?: string | undefined
  /** Where it goes, from the working folder. Default: the name, without its scope. */
  readonly folder?: string | undefined
}

/** What will be made. */
export interface Plan {
  /** What it will be. */
  readonly kind: Kind
  /** The name of the package. */
  readonly name: string
  /** The whole path. */
  readonly folder: string
  /** The name of its class, after the package's. */
  readonly className: string
  /** The name of the main file, without its ending. */
  readonly file: string
}

/** What is to be made of a wish, or why it cannot be: a sentence. */
export function plan(wish: Wish): Plan | { readonly problem: string } {
  const { kind } = wish
  if (!isKind(kind)) return { problem: `There is no kind "${kind}"; there are ${Object.keys(KINDS).join(', ')}.` }
  const name = wish.name ?? (wish.folder === undefined ? KINDS[kind].name : lastPart(wish.folder))
  const problem = problemWith(name)
  if (problem !== undefined) return { problem }
  const folder = resolve(wish.folder ?? lastPart(name))
  const taken = problemWithFolder(folder)
  return taken === undefined ? { kind, name, folder, ...derived(name, kind) } : { problem: taken }
}

function lastPart(path: string): string {
  return path.replace(/\/+$/, '').replace(/^.*[\\/]/, '')
}

/** A folder that is there has to be empty, but for what git keeps there. */
function problemWithFolder(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined
  if (!statSync(folder).isDirectory()) return `${folder} is there and is no folder.`
  const inside = readdirSync(folder)
    .filter((name) => name !== '.git')
    .sort()
  return inside.length === 0 ? undefined : `${folder} is not empty: it has ${inside[0]}. Nothing was written.`
}
