import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { Peer } from './peer.test-support.ts'
import { Program } from './program.test-support.ts'

const programs: Program[] = []
let server: Server | undefined
afterEach(() => {
  for (const { process } of programs.splice(0)) process.kill('SIGKILL')
  server?.close()
})

function run(name: string, env: Readonly<Record<string, string>>): Program {
  const program = new Program(name, env)
  programs.push(program)
  return program
}

/** What a figure comes to, once it changes no more. */
async function settled(figure: () => number): Promise<number> {
  for (let last = Number.NaN, same = 0; same < 10; same = figure() === last ? same + 1 : 0) {
    last = figure()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return figure()
}

describe('line-proxy', () => {
  it('stands between a client and the echo server', async () => {
    const [, target] = await run('echo-server', { PORT: '0' }).says(/port (\d+)/)
    const proxy = run('line-proxy', { PORT: '0', TARGET: `127.0.0.1:${target}` })
    const [, port] = await proxy.says(/port (\d+)/)
    const peers = await Promise.all([1, 2, 3].map(() => Peer.connect(port)))
    for (const [i, peer] of peers.entries()) peer.say(`hello ${i}\nagain\n`)
    for (const [i, peer] of peers.entries()) await peer.says(new RegExp(`^hello ${i}\r\nagain\r\n$`))
    for (const { socket } of peers) socket.end()
    proxy.process.kill('SIGINT')
    expect([await proxy.ended, proxy.stderr]).toEqual([0, ''])
  })

  it('ends the client’s connection where there is nobody behind it', async () => {
    const proxy = run('line-proxy', { PORT: '0', TARGET: '127.0.0.1:1' })
    const [, port] = await proxy.says(/port (\d+)/)
    const peer = await Peer.connect(port)
    await expect(peer.says(/anything/)).rejects.toThrow('The connection ended')
    proxy.process.kill('SIGINT')
    expect([await proxy.ended, proxy.stderr]).toEqual([0, expect.stringContaining('127.0.0.1:1: ')])
  })

  it('reads no faster than it is read', async () => {
    const sockets: Socket[] = []
    server = createServer((socket) => void sockets.push(socket.pause())).listen(0, '127.0.0.1')
    await new Promise((listening) => server?.once('listening', listening))
    const { port: target } = server.address() as { port: number }
    const proxy = run('line-proxy', { PORT: '0', TARGET: `127.0.0.1:${target}` })
    const [, port] = await proxy.says(/port (\d+)/)
    const peer = await Peer.connect(port)
    // Far more than sockets and marks hold: who writes it has to wait until somebody reads.
    const much = `${'x'.repeat(1023)}\n`.repeat(1024 * 32)
    peer.say(much)
    expect(await settled(() => peer.socket.writableLength)).toBeGreaterThan(0)
    let got = 0
    for await (const chunk of sockets[0] as Socket) {
      got += (chunk as Buffer).length
      if (got === much.length + 1024 * 32) break
    }
    expect(peer.socket.writableLength).toBe(0)
    peer.socket.destroy()
  })
})
