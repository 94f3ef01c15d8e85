/** The loop kit, in a page or in a Web Worker: each test is run when it is asked for, by its number. */
import { BrowserLoop, webSockets } from '@poe/loop-browser'
import { testLoop } from '@poe/test-loops'
import { kitOptions } from '../kit-options.ts'
import { Helper } from './helper.ts'
import { ListeningNet } from './listening-net.ts'

const tests: (() => Promise<void>)[] = []
const runner = {
  describe: (_: string, define: () => void) => define(),
  it: (_: string, test: () => Promise<void>) => tests.push(test),
}

let helper: Helper | undefined
const restore: (() => void)[] = []

testLoop(runner, {
  ...kitOptions,
  stepWallClock: (_, milliseconds) => {
    const { now } = Date
    restore.push(() => Object.assign(Date, { now }))
    Date.now = () => now() + milliseconds
  },
  dispose: () => {
    for (const undo of restore.splice(0).reverse()) undo()
  },
  unixPath: () => `/tmp/poe-${crypto.randomUUID()}`,
  create: () => {
    const connect = webSockets()
    return new BrowserLoop({ net: (host) => new ListeningNet(connect(host), host.stage, helper as Helper) })
  },
  async connectToReset(_, to) {
    const { id } = await (helper as Helper).ask({ connect: to })
    return () => (helper as Helper).tell({ reset: id })
  },
})

/** Runs a test: rejects as it fails. */
async function run(number: number, port: number): Promise<void> {
  helper ??= new Helper(port)
  await tests[number]?.()
}

Object.assign(globalThis, { kit: { run, count: tests.length } })
