import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** What a package ships of its sources, by file name. */
export function sourcesOf(folder: string): ReadonlyMap<string, ts.SourceFile> {
  const src = join(folder, 'src')
  const names = readdirSync(src, { recursive: true, encoding: 'utf8' })
  const shipped = names.filter((name) => name.endsWith('.ts') && !/\.test[-.]|\.test\.ts$/.test(name))
  return new Map(shipped.map((name) => [name, parsed(readFileSync(join(src, name), 'utf8'))]))
}

/** A source as a tree. */
export function parsed(text: string): ts.SourceFile {
  return ts.createSourceFile('source.ts', text, ts.ScriptTarget.ESNext, true)
}
