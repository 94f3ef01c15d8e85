import type { Listener, SocketHandle } from '@poe/loop'
import { codeOf, equal, ok, rejection } from '../expect.ts'
import type { Rig } from '../rig.ts'
import type { Suite } from '../suite.ts'

/** A listener that speaks TLS. */
async function listen(rig: Rig, more: object = {}): Promise<Listener> {
  const { host = '127.0.0.1', port = 0, tls } = rig.options
  rig.awaited = 'net.listen() with TLS'
  return rig.keep(await rig.net.listen({ host, port, tls: { key: tls?.key ?? '', cert: tls?.cert ?? '', ...more } }))
}

async function connect(rig: Rig, listener: Listener, more: object = {}): Promise<SocketHandle> {
  const { address: host, port } = listener.local
  rig.awaited = 'net.connect() with TLS'
  const tls = { ca: rig.options.tls?.cert ?? '', ...more }
  return rig.keep(await rig.net.connect({ host, port, tls }))
}

/** TLS over sockets. */
export const tls: Suite = {
  topic: 'TLS',
  needs: ['net', 'TLS'],
  lent: 'tls',
  tests: {
    'carries octets both ways, and ends each way by itself': async (rig) => {
      rig.run()
      const listener = await listen(rig)
      const [client, server] = await Promise.all([connect(rig, listener), rig.accept(listener)])
      const [atServer, atClient] = [rig.follow(server), rig.follow(client)]
      client.write('question')
      client.shutdown()
      await rig.until(() => atServer.endings.length > 0, 'the end of the question')
      server.write('answer')
      server.shutdown()
      await rig.until(() => atClient.endings.length > 0, 'the end of the answer')
      equal([atServer.text, atClient.text], ['question', 'answer'], 'what was carried')
      equal([atServer.endings, atClient.endings], [['ended'], ['ended']], 'how it ended')
    },
    'lets both sides know what was agreed on': async (rig) => {
      rig.run()
      const listener = await listen(rig, { alpn: ['poe/2', 'poe/1'] })
      const asking = { alpn: ['poe/1'], serverName: 'localhost' }
      const [client, server] = await Promise.all([connect(rig, listener, asking), rig.accept(listener)])
      for (const facts of [client.tls, server.tls]) {
        equal([facts?.alpn, facts?.serverName], ['poe/1', 'localhost'], 'protocol and name')
        ok((facts?.protocol ?? '') !== '' && (facts?.cipher ?? '') !== '', 'protocol or cipher of TLS is not told')
      }
      equal([client.tls?.authorized, client.tls?.peer === null], [true, false], 'what the client knows of the server')
      equal([server.tls?.authorized, server.tls?.peer], [false, null], 'what the server knows of the client')
    },
    'tells of a failed handshake as of an accept that failed, and goes on': async (rig) => {
      rig.run()
      const listener = await listen(rig)
      const told: string[] = []
      const accepted: SocketHandle[] = []
      rig.watch(listener, 'read', () => {
        const socket = listener.accept()
        if (socket !== null) accepted.push(rig.keep(socket))
        else if (listener.error !== null) told.push(listener.error.syscall)
      })
      const { address: host, port } = listener.local
      rig.keep(await rig.net.connect({ host, port })).write('in the clear\n')
      await rig.until(() => told.length > 0, 'a failed handshake')
      equal(told, ['handshake'], 'what was told')
      await connect(rig, listener)
      await rig.until(() => accepted.length === 1, 'a connection after a failed handshake')
    },
    'refuses a certificate it has no reason to trust': async (rig) => {
      rig.run()
      const listener = await listen(rig)
      rig.watch(listener, 'read', () => void listener.accept()?.close())
      const connecting = connect(rig, listener, { ca: rig.options.tls?.otherCert ?? '' })
      ok(codeOf(await rejection(connecting, 'connect() to a foreign certificate')) !== '', 'the error has no code')
    },
    'upgrades both ends in place, with what was put back': async (rig) => {
      rig.run()
      const [client, server] = await rig.pair()
      const { remote } = server
      const { key = '', cert = '' } = rig.options.tls ?? {}
      const upgrade = rig.net.secure?.bind(rig.net)
      ok(upgrade !== undefined, 'net.secure() is missing')
      rig.awaited = 'net.secure() on both ends'
      const secured = await Promise.all([
        upgrade(server, { server: true, key, cert }),
        upgrade(client, { server: false, ca: cert }),
      ])
      equal([client.state, server.state], ['closed', 'closed'], 'the handles from before')
      const [inner, outer] = secured.map((handle) => rig.keep(handle)) as [SocketHandle, SocketHandle]
      const heard = rig.follow(inner)
      outer.write('secret')
      await rig.until(() => heard.octets === 6, 'a secret')
      equal([heard.text, inner.remote, inner.tls === undefined], ['secret', remote, false], 'the upgraded end')
    },
    'gives up a handshake that nobody goes on with': async (rig) => {
      rig.run()
      const [, server] = await rig.pair()
      const { key = '', cert = '' } = rig.options.tls ?? {}
      rig.awaited = 'net.secure() whose peer is silent'
      const securing = rig.net.secure?.(server, { server: true, key, cert, handshakeTimeout: 20 })
      ok(securing !== undefined, 'net.secure() is missing')
      equal(codeOf(await rejection(securing, 'secure() whose peer is silent')), 'ETIMEDOUT', 'the error')
    },
  },
}
