import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Filter } from '@poe/filter'
import { BlockFilter } from '@poe/filter-block'
import { HttpdFilter, type HttpdPut, type HttpdRecord } from '@poe/filter-httpd'
import { ReferenceFilter } from '@poe/filter-reference'
import { zlibCompression } from '@poe/filter-reference/zlib'
import { StreamFilter } from '@poe/filter-stream'
import { Kernel, SelectLoop, TcpClient, TcpServer } from '@poe/poe'
import { afterEach, describe, expect, it } from 'vitest'
import { endServers, perlServer } from './servers.ts'

afterEach(endServers)

const octets = (text: string) => new TextEncoder().encode(text)
const long = Uint8Array.from({ length: 200_001 }, (_, i) => i % 256)

/** Sends records one by one, each once the one before has been answered; gives the answers, and what was noted else. */
async function ask<In, Out>(filter: Filter<In, Out>, records: readonly Out[], kind: string) {
  const { port, end, ended } = await perlServer(kind)
  const kernel = new Kernel({ loop: new SelectLoop() })
  const heard: In[] = []
  const note: string[] = []
  new TcpClient<In, Out>({
    kernel,
    remotePort: port,
    filter,
    connected: ({ heap }) => void heap.server.put(records[0] as Out),
    serverInput({ kernel, heap }, record) {
      heard.push(record)
      const next = records[heard.length]
      if (next === undefined) kernel.yield('shutdown')
      else heap.server.put(next)
    },
    serverError: (_ctx, { operation, errno }) => note.push(`${operation} ${errno}`),
    connectError: (_ctx, { message }) => note.push(message),
    disconnected: () => note.push('disconnected'),
  })
  await kernel.run()
  expect([note, kernel.ledger()]).toEqual([['disconnected'], []])
  end()
  expect(await ended).toBe(`listening ${port}\ndisconnected\n`)
  return heard
}

describe('a client and the server of Perl POE', () => {
  it('talk in blocks with their length in front', async () => {
    const blocks = [octets('a'), octets('0'), octets('\0\r\n'), long]
    const answers = await ask(new BlockFilter(), blocks, 'block')
    expect(answers.map((answer) => new Uint8Array(answer))).toEqual(blocks)
  })

  it('talk in blocks of one size', async () => {
    const blocks = [octets('12345678'), octets('\0\r\n\0\r\n\0\r')]
    const answers = await ask(new BlockFilter({ blockSize: 8 }), blocks, 'fixed')
    expect(answers.map((answer) => new Uint8Array(answer))).toEqual(blocks)
  })

  it('talk HTTP', async () => {
    const get = octets('GET /a?b HTTP/1.1\r\nHost: a\r\n\r\n')
    const post = octets('POST /c HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nfour')
    const answers = await ask(new StreamFilter(), [get, post], 'httpd')
    expect(answers.map((answer) => new TextDecoder().decode(answer))).toEqual([
      expect.stringMatching(/^HTTP\/1\.\d 200 OK\r\n.*\r\n\r\nGET \/a\?b $/s),
      expect.stringMatching(/^HTTP\/1\.\d 200 OK\r\n.*\r\n\r\nPOST \/c four$/s),
    ])
  })
})

/** What a client of Perl POE says of a server that answers each record. */
async function served<In, Out>(filter: Filter<In, Out>, answer: (record: In) => Out, kind: string): Promise<string> {
  const kernel = new Kernel({ loop: new SelectLoop() })
  const server = new TcpServer<In, Out>({
    kernel,
    address: '127.0.0.1',
    clientFilter: () => filter.clone(),
    clientInput: ({ heap }, record) => heap.client.put(answer(record)),
  })
  const running = kernel.run()
  const { port } = await server.listening()
  const script = fileURLToPath(new URL('../programs/filter-client.pl', import.meta.url))
  const { stdout, stderr } = await promisify(execFile)('perl', [script, String(port), kind], { timeout: 20_000 })
  await server.close()
  await running
  expect([stderr, kernel.ledger()]).toEqual(['', []])
  return stdout
}

describe('a server and the client of Perl POE', () => {
  const same = <T>(record: T) => record

  it('talk in blocks with their length in front', async () => {
    expect(await served(new BlockFilter(), same, 'block')).toBe(`${'right\n'.repeat(4)}disconnected\n`)
  })

  it('talk in blocks of one size', async () => {
    expect(await served(new BlockFilter({ blockSize: 4 }), same, 'fixed')).toBe(`${'right\n'.repeat(3)}disconnected\n`)
  })

  it('talk in references', async () => {
    expect(await served(new ReferenceFilter(), same, 'reference')).toBe(`${'right\n'.repeat(3)}disconnected\n`)
  })

  it('talk in compressed references', async () => {
    const filter = new ReferenceFilter({ compression: zlibCompression() })
    expect(await served(filter, same, 'zlib')).toBe(`${'right\n'.repeat(2)}disconnected\n`)
  })

  it('talk HTTP, two requests at once', async () => {
    const answer = (record: HttpdRecord): HttpdPut => {
      if (record.kind === 'answer') return record.response
      return { to: record, body: `${record.method} ${record.target}` }
    }
    expect(await served(new HttpdFilter(), answer, 'httpd')).toBe(`${'right\n'.repeat(2)}disconnected\n`)
  })
})
