import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { testLoop } from '@poe/test-loops'
import { afterAll, describe, it, vi } from 'vitest'
import { certificate, hasOpenssl } from './certificate.test-kit.ts'
import { Fake } from './fake.test-kit.ts'
import { ForeignLoop } from './index.ts'
import { FakeTerminal } from './terminal.test-kit.ts'

const folder = mkdtempSync(join(tmpdir(), 'poe-'))
const tls = hasOpenssl
  ? { tls: { ...certificate(folder, 'localhost'), otherCert: certificate(folder, 'other').cert } }
  : {}
let paths = 0
let tty = new FakeTerminal()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** One that always has something to do is the hardest to live with. */
const foreign = { idle: Number.POSITIVE_INFINITY, 'never idle': 0 }

for (const [what, wait] of Object.entries(foreign))
  testLoop(
    { describe, it },
    {
      name: `ForeignLoop, with a loop that is ${what}`,
      timeout: 28_000,
      lacks: ['descriptors'],
      create: () => {
        tty = new FakeTerminal()
        return new ForeignLoop(Object.assign(new Fake(), { wait }), { terminal: tty.streams })
      },
      dispose: () => void vi.restoreAllMocks(),
      stepWallClock: (_, milliseconds) => {
        const { now } = Date
        vi.spyOn(Date, 'now').mockImplementation(() => now() + milliseconds)
      },
      ...tls,
      fullDisk: () => '/dev/full',
      terminal: { type: (_, text) => tty.type(text), end: () => tty.end(), output: () => tty.written },
      raise: (_, signal) => void process.kill(process.pid, `SIG${signal}`),
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
