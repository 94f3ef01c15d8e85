import { isHandleError, type Listener, type SocketHandle } from '@poe/loop'
import { codeOf, equal, ok, rejection } from '../expect.ts'
import type { Rig } from '../rig.ts'
import type { Suite } from '../suite.ts'

function connectMany(rig: Rig, listener: Listener, count: number): Promise<SocketHandle[]> {
  return Promise.all(Array.from({ length: count }, () => rig.connect(listener)))
}

/** `net.listen()`. */
export const listeners: Suite = {
  topic: 'listening',
  needs: ['net'],
  tests: {
    'says where it listens': async (rig) => {
      rig.run()
      const { local, state, error } = await rig.listener()
      ok(local.port > 0 && local.address !== '', `a listener listens at ${local.address}, port ${local.port}`)
      equal([state, error], ['open', null], 'state and error of a listener')
    },
    'accepts one connection per readiness, and repeats it': async (rig) => {
      rig.run()
      const listener = await rig.listener()
      const accepted: SocketHandle[] = []
      let calls = 0
      rig.watch(listener, 'read', () => {
        calls++
        const socket = listener.accept()
        if (socket !== null) accepted.push(rig.keep(socket))
      })
      await connectMany(rig, listener, 5)
      await rig.until(() => accepted.length === 5, 'five connections')
      ok(calls >= 5, `five connections were accepted by ${calls} calls`)
      equal([listener.accept(), listener.error], [null, null], 'accept() and error when nobody waits')
    },
    'repeats readiness while nobody accepts': async (rig) => {
      rig.run()
      const listener = await rig.listener()
      let calls = 0
      rig.watch(listener, 'read', () => void calls++)
      await rig.connect(listener)
      await rig.until(() => calls >= 5, 'five calls for one connection')
      ok(rig.keep(listener.accept() as SocketHandle).state === 'open', 'the connection is not open')
    },
    'accepts nothing while paused, and those who came after resume': async (rig) => {
      rig.run()
      const listener = await rig.listener()
      const accepted: SocketHandle[] = []
      rig.watch(listener, 'read', () => {
        const socket = listener.accept()
        if (socket !== null) accepted.push(rig.keep(socket))
      })
      listener.pause('read')
      await connectMany(rig, listener, 3)
      await rig.settle()
      equal(accepted.length, 0, 'connections accepted while paused')
      listener.resume('read')
      await rig.until(() => accepted.length === 3, 'connections after resume()')
    },
    'joins the two ends it connects': async (rig) => {
      rig.run()
      const [connected, accepted] = await rig.pair()
      equal(connected.remote, accepted.local, 'the far end of who connected')
      equal(accepted.remote, connected.local, 'the far end of who accepted')
    },
    'has the ends a proxy tells of, and knows its own': async (rig) => {
      rig.run()
      const [, accepted] = await rig.pair()
      const { local, remote } = accepted
      // A loop may lack it.
      if (accepted.readdress === undefined) return
      equal(accepted.direct === undefined, true, 'whether nothing is direct before')
      const told = { local, remote: { family: 'inet', address: '192.0.2.1', port: 7 } as const }
      accepted.readdress(told)
      equal([accepted.local, accepted.remote], [told.local, told.remote], 'the ends that were told')
      equal(accepted.direct, { local, remote }, 'its own ends')
    },
    'calls nothing and connects nobody after close': async (rig) => {
      rig.run()
      const listener = await rig.listener()
      let calls = 0
      rig.watch(listener, 'read', () => void calls++)
      listener.close()
      listener.close()
      rig.awaited = 'connect() to a listener that was closed'
      const { address: host, port } = listener.local
      const error = await rejection(rig.net.connect({ host, port }), 'connect() to a listener that was closed')
      equal([codeOf(error), calls, listener.state], ['ECONNREFUSED', 0, 'closed'], 'what came of it')
    },
    'fails to listen where somebody listens': async (rig) => {
      rig.run()
      const { address: host, port } = (await rig.listener()).local
      rig.awaited = 'listen() where somebody listens'
      const error = await rejection(rig.net.listen({ host, port }), 'listen() where somebody listens')
      ok(isHandleError(error), `listen() rejected with ${error}, not with a HandleError`)
      equal([error.code, error.errno, error.syscall], ['EADDRINUSE', 98, 'bind'], 'the error')
    },
    'does not listen for a signal that is aborted': async (rig) => {
      rig.run()
      const listening = rig.net.listen({ host: '127.0.0.1', port: 0, signal: AbortSignal.abort('reason') })
      rig.awaited = 'listen() that is aborted'
      equal(await rejection(listening, 'listen() with an aborted signal'), 'reason', 'what it rejects with')
    },
  },
}
