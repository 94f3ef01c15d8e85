import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

it('touches the host in the entries that say so, and nowhere else', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter((name) => !name.includes('.test'))
  const uses = (name: string, pattern: RegExp) => pattern.test(readFileSync(new URL(name, import.meta.url), 'utf8'))
  const touching = files.filter((name) => uses(name, /['"]node:|\b(Buffer|process|setTimeout)\b/))
  expect(touching).toEqual(['v8.ts', 'zlib.ts'])
  expect(files.filter((name) => uses(name, /from '\.\/(v8|zlib)\.ts'/))).toEqual([])
})
