import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'
import { productionPackages } from '../../build/production/bundling.ts'

/** What JavaScript itself does not have and every page and worker does. */
const OF_A_PAGE = { AbortController, queueMicrotask, TextDecoder, TextEncoder }

const packages = fileURLToPath(new URL('../../../packages', import.meta.url))

describe.each([
  ['bundled', []],
  ['built for production', [productionPackages(packages)]],
])('kernel and session, %s', (_, plugins) => {
  let code: string
  beforeAll(async () => {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL('./program.ts', import.meta.url))],
      bundle: true,
      write: false,
      format: 'iife',
      platform: 'neutral',
      conditions: ['@poe/source'],
      plugins,
    })
    code = outputFiles[0]?.text ?? ''
  })

  it('import nothing of Node', () => {
    expect(code.length).toBeGreaterThan(10_000)
    expect(code).not.toMatch(/["']node:|\brequire\(|\bprocess\.|\bBuffer\b/)
  })

  it('run where none of it exists', async () => {
    const lines: string[] = []
    const ended = new Promise<void>((resolve) => {
      const say = (line: string) => {
        lines.push(line)
        if (/^nothing left|^failed/.test(line)) resolve()
      }
      const settle = () => new Promise<void>((settled) => void setImmediate(settled))
      const context = createContext({ ...OF_A_PAGE, page: { say, settle } })
      expect(runInContext('typeof process + typeof Buffer + typeof setTimeout + typeof require', context)).toBe(
        'undefined'.repeat(4),
      )
      runInContext(code, context)
    })
    await ended
    expect(lines).toEqual(['a day has passed', 'stopped', 'nothing left: 0'])
  })
})
