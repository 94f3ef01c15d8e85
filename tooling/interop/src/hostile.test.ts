import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Client } from './client.ts'
import { type Program, reportingServer } from './program.ts'

const MIB = 1024 * 1024

describe('a hostile client harms nobody else', () => {
  let program: Program
  let port: number
  let neighbour: Client
  beforeAll(async () => {
    ;({ program, port } = await reportingServer({ STALL_TIMEOUT: '1500' }))
    neighbour = await Client.open(port)
    await neighbour.echo('here')
  })
  afterAll(async () => {
    neighbour.socket.destroy()
    await program.interrupt()
  })

  it('by vanishing in the middle of a line', async () => {
    const script = fileURLToPath(new URL('../programs/vanish.pl', import.meta.url))
    const { stdout } = await promisify(execFile)('perl', [script, String(port)])
    expect(stdout).toBe('whole\r\n')
    await program.says(/error ECONNRESET read\n/)
    expect(await neighbour.echo('still here')).toBe('still here')
  })

  it('by sending 100 MB without a newline', async () => {
    const before = program.resident
    const client = await Client.open(port)
    const piece = new Uint8Array(MIB).fill(120)
    let most = 0
    for (let sent = 0; sent < 100 && !client.ended; sent++) {
      await Promise.race([client.send(piece), client.closed])
      most = Math.max(most, program.resident)
      if (sent % 10 === 0) expect(await neighbour.echo(`piece ${sent}`)).toBe(`piece ${sent}`)
    }
    await program.says(/error ERR_POE_FILTER_LINE_TOO_LONG read\n/)
    await client.closed
    expect(most - before).toBeLessThan(80)
    expect(await neighbour.echo('still here')).toBe('still here')
  })

  it('by never reading its replies', async () => {
    const before = program.resident
    const client = await Client.open(port)
    client.socket.pause()
    const lines = `${'x'.repeat(1023)}\n`.repeat(1024)
    let most = 0
    let stuck = false
    for (let sent = 0; sent < 100 && !client.ended && !stuck; sent++) {
      // Once the server reads no more of it, a write never completes: that is the back pressure at work.
      let taken = false
      void client.send(lines).then(() => {
        taken = true
      })
      for (let tick = 0; tick < 50; tick++) expect(await neighbour.echo(`tick ${tick}`)).toBe(`tick ${tick}`)
      stuck = !taken
      most = Math.max(most, program.resident)
    }
    expect(stuck).toBe(true)
    expect(await neighbour.echo('served meanwhile')).toBe('served meanwhile')
    await program.says(/error ETIMEDOUT write\n/)
    expect(most - before).toBeLessThan(80)
    client.socket.destroy()
    expect(await neighbour.echo('still here')).toBe('still here')
  })
})

describe('an exception in clientInput', () => {
  it('is not swallowed: it ends the program with its message', async () => {
    const { program, port } = await reportingServer()
    const client = await Client.open(port)
    expect(await client.echo('fine')).toBe('fine')
    await client.send('boom\n')
    expect(await program.ended).toBe(1)
    expect(program.stderr).toBe('The handler said boom.\n')
    client.socket.destroy()
  })
})
