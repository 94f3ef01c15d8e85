import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { Program } from './program.test-support.ts'

describe('echo-server', () => {
  it('says where it listens and what to type, echoes lines, prints them, and ends well on Ctrl-C', async () => {
    const program = new Program('echo-server', { PORT: '0' })
    const [, port] = await program.says(/^Listening on port (\d+)\. In another terminal, type: nc 127\.0\.0\.1 \1\n$/)
    const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8')
    let echoed = ''
    socket.on('data', (text) => {
      echoed += text
    })
    socket.write('hello\nné')
    await program.says(/client 2: hello\n/)
    socket.write(' à Paris\n')
    await program.says(/client 2: né à Paris\n/)
    program.process.kill('SIGINT')
    await once(socket, 'close')
    expect([await program.ended, program.stderr, echoed]).toEqual([0, '', 'hello\r\nné à Paris\r\n'])
  })

  it('says in one line why it cannot listen', async () => {
    const first = new Program('echo-server', { PORT: '0' })
    const [, port] = await first.says(/port (\d+)/)
    const second = new Program('echo-server', { PORT: String(port) })
    expect([await second.ended, second.stdout, second.stderr]).toEqual([
      1,
      '',
      `TcpServer cannot listen: option "port" is ${port}: it is in use; choose another one, 0 for any that is free, or end the program that has it (EADDRINUSE).\n`,
    ])
    first.process.kill('SIGTERM')
    expect(await first.ended).toBe(0)
  })
})
