import { describe, expect, it } from 'vitest'
import { Program } from './program.test-support.ts'

describe('line-client', () => {
  it('sends what is typed, prints what is answered, and comes back when the server does', async () => {
    const first = new Program('echo-server', { PORT: '0' })
    const [, PORT = ''] = await first.says(/port (\d+)/)
    const client = new Program('line-client', { PORT })
    await client.says(/Connected to 127\.0\.0\.1, port \d+\. Type lines, Ctrl-D to end\.\n$/)
    client.process.stdin.write('hello\n')
    await client.says(/\nhello\n$/)

    first.process.kill('SIGTERM')
    await client.says(/\nThe connection is lost\. Again in 0\.\d s\.\n/)
    client.process.stdin.write('anybody there?\n')
    await client.says(/\nNot sent: there is no connection\.\n/)
    expect(await first.ended).toBe(0)
    const second = new Program('echo-server', { PORT })
    await client.says(/Connected[\s\S]*Connected/)
    client.process.stdin.write('welcome\n')
    await client.says(/\nwelcome\n$/)

    client.process.stdin.end()
    expect([await client.ended, client.stderr]).toEqual([0, ''])
    expect(client.stdout).toMatch(/\nBye\.\n$/)
    second.process.kill('SIGTERM')
    expect(await second.ended).toBe(0)
  })

  it('ends well on Ctrl-C, also while nobody answers', async () => {
    const client = new Program('line-client', { PORT: '1' })
    await client.says(/^Not connected: Connection refused\. Again in 0\.\d s\.\n/)
    client.process.kill('SIGINT')
    expect([await client.ended, client.stderr]).toEqual([0, ''])
  })
})
