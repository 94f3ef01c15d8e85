import { describe, expect, it } from 'vitest'
import { checkHostFree } from './host-free.ts'
import { workspace } from './test/workspace.ts'

function problemsOf(text: string, path = 'src/a.ts'): string[] {
  return checkHostFree([workspace({ name: '@poe/kernel', poe: { layer: 2 } }, { [path]: text })])
}

describe('checkHostFree', () => {
  const uses = {
    'process.exit()': 'process',
    'const x = { Buffer }': 'Buffer',
    'setTimeout(() => {}, 1)': 'setTimeout',
    'export class A { b = setInterval }': 'setInterval',
    'const t = Date.now()': 'Date.now',
    'const t = new Date()': 'new Date()',
    'const t = new Date': 'new Date()',
    'const t = Date()': 'Date()',
    'const r = Math.random()': 'Math.random',
    "const r = Math['random']()": 'Math.random',
    'globalThis.process': 'globalThis.process',
    "globalThis['setImmediate'](() => {})": 'globalThis.setImmediate',
    'performance.now()': 'performance',
    'console.log(1)': 'console',
    'typeof process': 'process',
    "require('x')": 'require',
    'global.x = 1': 'global',
    'class A extends Worker {}': 'Worker',
    'const a = `${process}`': 'process',
    'AbortSignal.timeout(1)': 'AbortSignal.timeout',
  }
  for (const [text, what] of Object.entries(uses))
    it(`refuses ${text}`, () => {
      expect(problemsOf(`\n${text}`)).toEqual([`packages/kernel/src/a.ts:2: uses ${what}`])
    })

  it('refuses to import a module of Node', () => {
    expect(problemsOf(`import { Socket } from 'node:net'`)).toEqual(['packages/kernel/src/a.ts: imports node:net'])
  })

  it('accepts comments, strings, types, members and names of its own', () => {
    expect(
      problemsOf(`
        // process, setTimeout, Date.now()
        const a = 'console.log(Math.random())'
        interface Loop { readonly process?: string; setTimeout(ms: number): void; require: boolean }
        type Global = typeof process
        export function f(loop: Loop, process: string) {
          const { process: service, require } = loop
          return [loop.process, process, service, require, { console: 1, setTimeout() {} }, a]
        }
        export class Clock { performance = 1; get process() { return this.performance } }
        const performance = { now: () => 0 }
        performance.now()
        export type { Global }`),
    ).toEqual([])
  })

  it('accepts a date of a given time and what every runtime has', () => {
    const text = `new Date(0); new AbortController(); queueMicrotask(() => {}); new TextDecoder(); new WeakRef({});
      new TransformStream(); new FinalizationRegistry(() => {}); globalThis.Symbol; Math.max(1); new Date(1).getTime()`
    expect(problemsOf(text)).toEqual([])
  })

  it('leaves tests alone', () => {
    expect(problemsOf('process.exit()', 'src/a.test.ts')).toEqual([])
  })

  it('covers contracts, filters, drivers, queues, and all from layer 2 up; not loops, nor who says it needs a host', () => {
    const bad = { 'src/a.ts': 'process.exit()' }
    const count = (name: string, layer: number, host?: boolean) =>
      checkHostFree([workspace({ name: `@poe/${name}`, poe: host ? { layer, host } : { layer } }, bad)]).length
    expect(['loop', 'errors'].map((name) => count(name, 0))).toEqual([1, 1])
    expect(['filter-line', 'driver-sysrw', 'queue-heap', 'loop-select'].map((name) => count(name, 1))).toEqual([
      1, 1, 1, 0,
    ])
    expect([count('session', 3), count('wheel-run', 4.5), count('poe', 6), count('poe', 6, true)]).toEqual([1, 1, 1, 0])
  })
})
