import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { testLoop } from '@poe/test-loops'
import { afterAll, describe, it, vi } from 'vitest'
import { certificate, hasOpenssl } from './certificate.test-kit.ts'
import { openDisplay } from './display.test-kit.ts'
import { TkLoop } from './index.ts'
import { FakeTerminal } from './terminal.test-kit.ts'

const folder = mkdtempSync(join(tmpdir(), 'poe-'))
let paths = 0
let tty = new FakeTerminal()
const tls = hasOpenssl
  ? { tls: { ...certificate(folder, 'localhost'), otherCert: certificate(folder, 'other').cert } }
  : {}
const display = await openDisplay()
const script = new TkLoop()
afterAll(async () => {
  script[Symbol.dispose]()
  rmSync(folder, { recursive: true, force: true })
  await display.close()
})

/** All loops of a process share one notifier of Tcl: what one script wants is what any of them serves. */
const scripts = {
  'nothing to do': '',
  'a script that is never idle': 'set goes 1; proc go {} { if {$::goes} { after idle {after 0 go} } }; go',
}

for (const [what, text] of Object.entries(scripts))
  testLoop(
    { describe, it },
    {
      name: `TkLoop beside ${what}`,
      timeout: 28_000,
      lacks: ['descriptors'],
      create: () => {
        script.eval(text)
        return new TkLoop({ terminal: (tty = new FakeTerminal()).streams })
      },
      dispose: () => {
        vi.restoreAllMocks()
        script.eval('set goes 0; update')
      },
      fullDisk: () => '/dev/full',
      stepWallClock: (_, milliseconds) => {
        const { now } = Date
        vi.spyOn(Date, 'now').mockImplementation(() => now() + milliseconds)
      },
      raise: (_, signal) => void process.kill(process.pid, `SIG${signal}`),
      ...tls,
      terminal: { type: (_, text) => tty.type(text), end: () => tty.end(), output: () => tty.written },
      unixPath: () => join(folder, `${++paths}`),
      folder: () => mkdtempSync(join(folder, 'files-')),
      namedPipe: (_, path) => void execFileSync('mkfifo', [path]),
      programs: { cat: ['cat'], exit: (code) => ['sh', '-c', `exit ${code}`] },
      connectToReset: (_, { address, port }) =>
        new Promise((resolve, reject) => {
          const socket = connect(port, address, () => resolve(() => void socket.resetAndDestroy()))
          socket.on('error', reject)
        }),
    },
  )
