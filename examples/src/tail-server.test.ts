import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { Peer } from './peer.test-support.ts'
import { Program } from './program.test-support.ts'

const folder = mkdtempSync(join(tmpdir(), 'poe-tail-'))
let program: Program
afterEach(() => {
  program.process.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

describe('tail-server', () => {
  it('tells every listener of every line, through a rotation', async () => {
    const log = join(folder, 'log')
    writeFileSync(log, 'long ago\n')
    program = new Program('tail-server', { PORT: '0', LOG: log })
    const [, port] = await program.says(/port (\d+)/)
    const peers = await Promise.all([1, 2, 3].map(() => Peer.connect(port)))
    // Who has connected is known to the server a moment later: lines are added until the first one is heard.
    const adding = setInterval(() => appendFileSync(log, 'begin\n'), 20)
    for (const peer of peers) await peer.says(/^(begin\r\n)+/)
    clearInterval(adding)
    appendFileSync(log, 'one\n')
    renameSync(log, `${log}.1`)
    writeFileSync(log, 'two\n')
    for (const peer of peers) await peer.says(/^(begin\r\n)+one\r\ntwo\r\n$/)
    await program.says(/another file now/)
    program.process.kill('SIGINT')
    expect([await program.ended, program.stderr]).toEqual([0, ''])
  })
})
