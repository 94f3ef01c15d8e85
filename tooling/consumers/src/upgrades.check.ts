import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installed } from './installed.ts'
import { outside } from './outside.ts'
import { publishTarball, released } from './tarball.ts'

const world = await outside()
afterAll(() => world[Symbol.asyncDispose]())

/** Publishes another release of a package: the same code under another version, with other dependencies. */
async function release(name: string, version: string, changes: object = {}): Promise<void> {
  const packed = world.packages.get(name)
  if (packed === undefined) throw new Error(`There is no ${name}.`)
  await publishTarball(
    await released(packed, { version, ...changes }, join(world.folder, 'releases')),
    world.registry,
    'next',
  )
}

const dependenciesOf = (name: string): Readonly<Record<string, string>> =>
  world.packages.get(name)?.manifest.dependencies ?? {}

/** Somebody with these dependencies and this program. */
function consumer(dependencies: Readonly<Record<string, string>>, program: string): string {
  const at = world.place('upgrade')
  writeFileSync(join(at, 'package.json'), JSON.stringify({ name: 'upgrade', type: 'module', dependencies }))
  writeFileSync(join(at, 'main.js'), program)
  return at
}

async function runs(at: string): Promise<string> {
  const { status, output } = await world.npm(at, 'install')
  expect(status, output).toBe(0)
  const ran = await world.node(at, 'main.js')
  expect(ran.status, ran.output).toBe(0)
  return ran.stdout.trim()
}

const COUNT = `
import { Kernel } from '@poe/kernel'
import { VirtualLoop } from '@poe/loop-virtual'
import { Session } from '@poe/session'
const kernel = new Kernel({ loop: new VirtualLoop() })
Session.create({ kernel, inlineStates: { _start: ({ kernel }) => void kernel.delay('on', 1000), on: () => console.log('on') } })
await kernel.run()
`

beforeAll(async () => {
  await release('@poe/session', '0.1.7')
  await release('@poe/session', '0.2.0')
  await release('@poe/session', '0.3.0', { peerDependencies: { '@poe/kernel': '>=0.2.0 <1.0.0' } })
  await release('@poe/kernel', '0.1.7')
  await release('@poe/errors', '0.2.0')
  await release('@poe/filter', '0.2.0', { dependencies: {} })
  await release('@poe/filter-line', '0.2.0', {
    dependencies: { ...dependenciesOf('@poe/filter-line'), '@poe/errors': '^0.2.0', '@poe/filter': '^0.2.0' },
  })
})

describe('an older kernel beside a newer session', () => {
  it.each(['0.1.7', '0.2.0'])('works with session %s, a patch or a minor ahead', async (version) => {
    const at = consumer({ '@poe/kernel': '0.1.0', '@poe/session': version, '@poe/loop-virtual': '^0.1.0' }, COUNT)
    expect(await runs(at)).toBe('on')
    expect(installed(at).ours).toEqual(expect.arrayContaining(['@poe/kernel@0.1.0', `@poe/session@${version}`]))
  })

  it('fails at install where the session needs a newer one, and says so', async () => {
    const at = consumer({ '@poe/kernel': '^0.1.0', '@poe/session': '0.3.0', '@poe/loop-virtual': '^0.1.0' }, COUNT)
    const { status, output } = await world.npm(at, 'install')
    expect(status).not.toBe(0)
    expect(output).toContain('ERESOLVE')
    expect(output).toMatch(/peer @poe\/kernel@">=0\.2\.0 <1\.0\.0" from @poe\/session@0\.3\.0/)
  })
})

describe('an older server beside a newer filter, each with its own contract and errors', () => {
  const program = `
import { connect } from 'node:net'
import { LineFilter } from '@poe/filter-line'
import { kernel, TcpServer } from '@poe/poe'
const server = new TcpServer({
  address: '127.0.0.1',
  clientFilter: new LineFilter({ maxLength: 5 }),
  clientInput: ({ heap }, line) => heap.client.put(line),
  clientError: (_, error) => console.log(error.operation, error.code),
})
const running = kernel.run()
const { port } = await server.listening()
const socket = connect(port, '127.0.0.1').setEncoding('utf8')
socket.end('hello\\nmuch too long\\n')
let heard = ''
for await (const text of socket) heard += text
console.log(JSON.stringify(heard))
await server.close()
await running
`
  it('works, and an error of the filter is one for the wheel', async () => {
    const at = consumer({ '@poe/poe': '^0.1.0', '@poe/filter-line': '0.2.0' }, program)
    const said = await runs(at)
    expect(said).toContain('ERR_POE_FILTER_')
    expect(said).toContain('"hello\\r\\n"')
    const { ours } = installed(at)
    for (const name of ['errors', 'filter', 'filter-line'])
      expect(ours.filter((one) => one.startsWith(`@poe/${name}@`)).sort()).toContain(`@poe/${name}@0.2.0`)
    expect(ours.filter((one) => one.startsWith('@poe/errors@')).length).toBeGreaterThan(1)
  })
})

describe('two copies of the kernel', () => {
  /** A package of somebody who depends on the kernel, where a peer dependency would be right. */
  function selfish(at: string): void {
    const folder = join(at, 'selfish')
    mkdirSync(folder)
    const dependencies = { '@poe/kernel': '0.1.0', '@poe/session': '0.1.0', '@poe/loop-virtual': '^0.1.0' }
    const manifest = { name: 'selfish', version: '1.0.0', type: 'module', exports: './index.js', dependencies }
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
    writeFileSync(
      join(folder, 'index.js'),
      `export { Kernel } from '@poe/kernel'
       export { Session } from '@poe/session'`,
    )
  }

  async function says(program: string): Promise<string> {
    const dependencies = {
      ...{ '@poe/kernel': '0.1.7', '@poe/session': '0.1.7', '@poe/loop-virtual': '^0.1.0' },
      selfish: 'file:./selfish',
    }
    const at = consumer(
      dependencies,
      `import { Kernel } from '@poe/kernel'
       import { VirtualLoop } from '@poe/loop-virtual'
       import { Session } from '@poe/session'
       import * as selfish from 'selfish'
       const inlineStates = { _start: ({ kernel }) => void kernel.aliasSet('here'), ping() {} }
       const own = new Kernel({ loop: new VirtualLoop() })
       const theirs = new selfish.Kernel({ loop: new VirtualLoop() })
       try { ${program}; console.log('nothing') } catch (error) { console.log(error.code, error.message) }`,
    )
    selfish(at)
    const { status, output } = await world.npm(at, 'install', '--install-links')
    expect(status, output).toBe(0)
    const kernels = installed(at).ours.filter((one) => one.startsWith('@poe/kernel@'))
    expect(kernels).toEqual(['@poe/kernel@0.1.0', '@poe/kernel@0.1.7'])
    const ran = await world.node(at, 'main.js')
    expect(ran.status, ran.output).toBe(0)
    return ran.stdout.trim()
  }

  it('are told of where a session is posted to from the other one', async () => {
    expect(await says(`own.post(selfish.Session.create({ kernel: theirs, inlineStates }), 'ping')`)).toMatch(
      /^ERR_POE_FOREIGN Kernel \S+ cannot reach .*look for two installed copies of @poe\/kernel/,
    )
  })

  it('are told of where a session is made on the kernel of the other one', async () => {
    expect(await says(`Session.create({ kernel: theirs, inlineStates })`)).toMatch(
      /two installed copies of @poe\/kernel/,
    )
  })

  it('are told of where one kernel is the destination of the other', async () => {
    expect(await says(`own.post(theirs, 'ping')`)).toMatch(/^ERR_POE_FOREIGN .*two installed copies of @poe\/kernel/)
  })
})
