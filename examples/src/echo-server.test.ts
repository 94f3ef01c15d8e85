import { once } from 'node:events'
import net from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { printed, runExample } from './run-example.ts'

describe('echo-server', () => {
  it('echoes lines, prints them with the number of their session, and ends well at Ctrl-C', async () => {
    const running = runExample('echo-server', { PORT: '0' })
    const [, port] = await printed(
      running,
      /^Listening on port (\d+)\. In another terminal, type: nc 127\.0\.0\.1 \d+\n/,
    )
    const client = net.connect(Number(port), '127.0.0.1')
    await once(client, 'connect')
    client.write('hello\nworld\n')
    await printed(running, /client 2: hello\nclient 2: world\n/)
    running.process.kill('SIGINT')
    expect(await text(client)).toBe('hello\r\nworld\r\n')
    expect(await running.ended).toBe(0)
    expect(running.errors()).toBe('')
  })

  it('names a wrong PORT in one line and ends with status 1', async () => {
    const running = runExample('echo-server', { PORT: '99999' })
    expect(await running.ended).toBe(1)
    expect(running.errors()).toBe('TcpServer: option "port" must be a whole number from 0 to 65535, not 99999.\n')
  })
})
