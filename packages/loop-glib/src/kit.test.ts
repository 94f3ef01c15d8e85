import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { testLoop } from '@poe/test-loops'
import { afterAll, describe, it, vi } from 'vitest'
import { certificate, hasOpenssl } from './certificate.test-kit.ts'
import { GlibLoop } from './index.ts'
import { FakeTerminal } from './terminal.test-kit.ts'

const folder = mkdtempSync(join(tmpdir(), 'poe-'))
let paths = 0
let tty = new FakeTerminal()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

testLoop(
  { describe, it },
  {
    name: 'GlibLoop',
    timeout: 28_000,
    lacks: ['descriptors'],
    create: () => new GlibLoop({ terminal: (tty = new FakeTerminal()).streams }),
    dispose: () => void vi.restoreAllMocks(),
    fullDisk: () => '/dev/full',
    stepWallClock: (_, milliseconds) => {
      const { now } = Date
      vi.spyOn(Date, 'now').mockImplementation(() => now() + milliseconds)
    },
    raise: (_, signal) => void process.kill(process.pid, `SIG${signal}`),
    ...(hasOpenssl
      ? { tls: { ...certificate(folder, 'localhost'), otherCert: certificate(folder, 'other').cert } }
      : {}),
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
