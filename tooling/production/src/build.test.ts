import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Kernel, type KernelOptions } from '@poe/kernel'
import { TimeLoop } from '@poe/loop'
import { Session } from '@poe/session'
import { describe, expect, it } from 'vitest'
import { productionOf } from '../../build/production/build.ts'
import { mangledNames, publicNames } from '../../build/production/names.ts'
import { productionSource, readNotes } from '../../build/production/source.ts'
import { parsed, sourcesOf } from '../../build/production/sources.ts'
import { packages, root } from './packages.ts'

const folderOf = (name: string): string => join(root, 'packages', name)
const codesIn = (text: string): string[] => [...new Set(text.match(/ERR_POE_[A-Z_]+/g))].sort()

/** Who asks for traces. */
type Asked = Partial<KernelOptions> & { readonly shown?: boolean }

class AskedLoop extends TimeLoop {
  readonly env: Readonly<Record<string, string>>

  constructor(env: Readonly<Record<string, string>>) {
    super({ settle: async () => {} })
    this.env = env
  }
}

describe('the production build', () => {
  it('is what exports promise of errors, kernel, queue-heap and session', () => {
    expect(packages).toEqual(['errors', 'kernel', 'queue-heap', 'session'])
  })

  it.each(packages)('of %s knows every code that its sources throw', async (name) => {
    const sources = [...sourcesOf(folderOf(name)).values()].map(({ text }) => text.replace(/\/\*[\s\S]*?\*\//g, ''))
    const codes = codesIn(sources.join('\n')).filter((code) => code !== 'ERR_POE_ASSERT')
    expect(codesIn(await productionOf(folderOf(name)))).toEqual(codes)
  })

  it.each(packages)('of %s exports what its index exports', async (name) => {
    const built: object = await import(`../dist/${name}.js`)
    const source: object = await import(join(folderOf(name), 'src/index.ts'))
    expect(Object.keys(built).sort()).toEqual(Object.keys(source).sort())
  })

  it('has nothing of a traced kernel', async () => {
    const text = await productionOf(folderOf('kernel'))
    expect(text).not.toMatch(/process\.env|\beval\(|<ss>|stackTraceLimit|ERR_POE_ASSERT/)
  })

  it('is the same, however often it is made', async () => {
    expect(await productionOf(folderOf('kernel'))).toBe(await productionOf(folderOf('kernel')))
  })

  it('says so where traces are asked for, by option, by the environment, and by a session', () => {
    const warnings = ({ shown = false, ...options }: Asked, env: Record<string, string> = {}): number => {
      const loop = new AskedLoop(env)
      const kernel = new Kernel({ loop, ...options })
      Session.create({ kernel, options: { trace: shown }, inlineStates: { _start() {} } })
      kernel.stop()
      return loop.warnings.filter((text) => text.includes('no traces')).length
    }
    expect([
      warnings({}),
      warnings({ traces: false, asserts: [] }),
      warnings({}, { POE_TRACE_EVENTS: '0', POE_TRACE_FILENAME: 'x' }),
    ]).toEqual([0, 0, 0])
    expect([warnings({ traces: true }), warnings({ asserts: ['data'] })]).toEqual([1, 1])
    expect([warnings({}, { POE_ASSERT_DEFAULT: '1' }), warnings({ shown: true })]).toEqual([1, 1])
  })

  it('has errors that tell their code and the values', () => {
    const kernel = new Kernel({ loop: new TimeLoop({ settle: async () => {} }) })
    expect(() => kernel.post({ to: 'nobody' } as never, 'x')).toThrow('ERR_POE_DESTINATION object')
    expect(() => kernel.signal('nobody', 5 as never)).toThrow('ERR_POE_SIGNAL signal 5')
    expect(() => new Kernel({ turnEvent: 1 } as never)).toThrow('ERR_POE_UNKNOWN_OPTION Kernel turnEvent')
  })
})

describe('a source for production', () => {
  const sourceOf = (text: string, all = text) => productionSource(text, readNotes([parsed(all)]))

  it('has errors of a code and values', () => {
    expect(
      sourceOf(`throw new PoeError("A", \`\${who} wants \${show(a)}, not \${many ? 1 : 2}.\` + \` \${f(x)}\`)`),
    ).toBe('throw new PoeError("A", [who, a] as never)')
    expect(sourceOf("throw new PoeError('A', 'No.')")).toBe("throw new PoeError('A')")
    expect(sourceOf("throw new PoeError('A', 'No.', { cause })")).toBe(
      "throw new PoeError('A', [] as never, { cause })",
    )
    expect(sourceOf("throw new PoeError('A', message)")).toBe("throw new PoeError('A', message)")
  })

  it('has what declarations say they are', () => {
    const declared = `class Core {
      /** @production null */
      readonly tracing: T
      /** @production none */
      get where() { return 1 }
    }
    /** @production 0 */
    const TRACED = 8`
    expect(sourceOf('this.tracing = tracing', declared)).toBe('')
    expect(sourceOf("a?.core.tracing?.trace('x')", declared)).toBe("null?.trace('x')")
    expect(sourceOf('if ((core.flags & TRACED) !== 0) f()', declared)).toBe('if ((0) !== 0) f()')
    expect(sourceOf(declared)).not.toMatch(/where|tracing/)
  })

  it('has no words for what check.having() wants', () => {
    expect(sourceOf("check.having('a loop', 'now')")).toBe("check.having('', 'now')")
  })
})

describe('short names', () => {
  const index = '/** @packageDocumentation */\n'
  const publicOf = (...texts: string[]) => [...publicNames(texts.map(parsed))]

  it('are not given to what can be seen from outside', () => {
    const names = publicOf(
      `${index}export { Kernel, type Options, make } from './a.ts'`,
      'export interface Options { readonly first: Inner; call(way: string): void }\ninterface Inner { readonly second: 1 }',
      'class Impl { third = 1 }\nexport const Kernel = Impl as unknown as new (given: Options) => Options',
      'export function make(a: Options): Return { return { ...a, fourth: 1 } }\ninterface Return { fifth: 1 }',
    )
    expect(names).toEqual(expect.arrayContaining(['first', 'call', 'second', 'fifth']))
    expect(names).not.toContain('third')
    expect(names).not.toContain('fourth')
  })

  it('are not given to what is somewhere in quotes', () => {
    expect(publicOf(`if ('held' in session) go()`)).toContain('held')
  })

  it('are given to fields of the kernel that nobody else knows', () => {
    const names = mangledNames(folderOf('kernel'))
    expect([...names.keys()]).toEqual(expect.arrayContaining(['core', 'ring', 'heapValue', 'sliceOpen']))
    for (const known of ['session', 'post', 'heap', 'errno', 'push', 'reason', 'dispose', 'message'])
      expect(names.has(known)).toBe(false)
    const types = readFileSync(join(folderOf('kernel'), 'src/types.ts'), 'utf8')
    expect([...names.keys()].filter((name) => new RegExp(`^  (readonly )?${name}[?(:<]`, 'm').test(types))).toEqual([])
  })
})
