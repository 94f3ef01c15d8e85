import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { VirtualLoop } from '@poe/loop-virtual'
import { Kernel, TcpClient } from '@poe/poe'
import { createServer } from './server.ts'

/** What the server answers, in a simulated world; it ends every run the same way. */
async function talk(...lines: string[]): Promise<string[]> {
  const kernel = new Kernel({ loop: new VirtualLoop({ seed: 1 }) })
  const server = createServer({ kernel, port: 7 })
  const heard: string[] = []
  new TcpClient({
    kernel,
    remoteAddress: '127.0.0.1',
    remotePort: 7,
    connected: ({ heap }) => void heap.server.put(...lines),
    serverInput: (_context, line) => void heard.push(line),
    disconnected: () => void server.close(),
  })
  await kernel.run()
  assert.deepEqual(kernel.ledger(), [], 'nothing is left')
  return heard
}

describe('the server', () => {
  it('says every line again', async () => {
    assert.deepEqual(await talk('hello', 'you', 'bye'), ['You said: hello', 'You said: you', 'You said: bye'])
  })

  it('ends a connection that is idle for ten minutes', async () => {
    assert.deepEqual(await talk('hello'), ['You said: hello'])
  })
})
