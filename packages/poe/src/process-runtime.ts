import { createRequire } from 'node:module'
import { join } from 'node:path'
import process from 'node:process'
import { SelectLoop } from '@poe/loop-select'
import type { Runtime } from './choose-loop.ts'

/** Node, Bun and Deno. */
export const runtime: Runtime = {
  loops: { select: () => new SelectLoop() },
  get asked() {
    return process.env.POE_EVENT_LOOP
  },
  load,
}

/** A program's own packages come first, wherever this one lies: those of its file, those of its folder, those beside this one. */
function load(name: string): object {
  const [, file] = process.argv
  const places = [file, join(process.cwd(), 'x.js'), import.meta.url].filter((place) => place !== undefined)
  let missing: unknown
  for (const place of places) {
    try {
      return createRequire(place)(name) as object
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'MODULE_NOT_FOUND') throw error
      missing ??= error
    }
  }
  throw missing
}
