import { afterEach, describe, expect, it } from 'vitest'
import { Peer } from './peer.test-support.ts'
import { Program } from './program.test-support.ts'

let program: Program
afterEach(() => program.process.kill('SIGKILL'))

async function started(): Promise<string> {
  program = new Program('notes-api', { PORT: '0' })
  const [, url = ''] = await program.says(/(http:\S+)/)
  return url
}

describe('notes-api', () => {
  it('keeps notes', async () => {
    const url = await started()
    const ask = async (method: string, name: string, body?: string) => {
      const response = await fetch(`${url}${name}`, { method, ...(body === undefined ? {} : { body }) })
      return [response.status, await response.text()]
    }
    expect(await ask('GET', '')).toEqual([200, '[]\n'])
    expect(await ask('PUT', '/tea', '{"minutes":4}')).toEqual([201, '{"minutes":4}\n'])
    expect(await ask('GET', '/tea')).toEqual([200, '{"minutes":4}\n'])
    expect(await ask('GET', '')).toEqual([200, '["tea"]\n'])
    expect(await ask('PUT', '/tea', 'four minutes')).toEqual([400, '{"error":"That is no JSON."}\n'])
    expect(await ask('POST', '/tea', '1')).toEqual([405, '{"error":"POST is not understood."}\n'])
    expect(await ask('DELETE', '/tea')).toEqual([204, ''])
    expect(await ask('DELETE', '/tea')).toEqual([404, '{"error":"There is no note tea."}\n'])
    expect((await fetch(url.replace('notes', 'other'))).status).toBe(404)
    program.process.kill('SIGINT')
    expect([await program.ended, program.stderr]).toEqual([0, ''])
  })

  it('refuses what is no HTTP, and what is too large', async () => {
    const port = new URL(await started()).port
    const peer = await Peer.connect(port)
    peer.say('nonsense\r\n\r\n')
    await peer.says(/^HTTP\/1\.1 400 /)
    const other = await Peer.connect(port)
    other.say('PUT /notes/x HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n')
    await other.says(/^HTTP\/1\.1 413 /)
  })
})
