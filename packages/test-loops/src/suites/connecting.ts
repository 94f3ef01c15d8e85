import { isHandleError } from '@poe/loop'
import { equal, ok, rejection } from '../expect.ts'
import type { Suite } from '../suite.ts'

/** `net.connect()`. */
export const connecting: Suite = {
  topic: 'connecting',
  needs: ['net'],
  tests: {
    'is refused where nobody listens': async (rig) => {
      rig.run()
      const listener = await rig.listener()
      const { address: host, port } = listener.local
      listener.close()
      await rig.settle()
      rig.awaited = 'connect() where nobody listens'
      const error = await rejection(rig.net.connect({ host, port }), 'connect() where nobody listens')
      ok(isHandleError(error), `connect() rejected with ${error}, not with a HandleError`)
      equal([error.code, error.errno, error.syscall], ['ECONNREFUSED', 111, 'connect'], 'the error')
    },
    'does nothing for a signal that is aborted': async (rig) => {
      rig.run()
      const listener = await rig.listener()
      const { address: host, port } = listener.local
      rig.awaited = 'connect() with an aborted signal'
      const connecting = rig.net.connect({ host, port, signal: AbortSignal.abort('reason') })
      equal(await rejection(connecting, 'connect() with an aborted signal'), 'reason', 'what it rejects with')
    },
    'is given up when its signal aborts': async (rig) => {
      rig.run()
      const listener = await rig.listener()
      const { address: host, port } = listener.local
      const abort = new AbortController()
      const connecting = rig.net.connect({ host, port, signal: abort.signal })
      abort.abort('reason')
      rig.awaited = 'connect() that is aborted'
      equal(await rejection(connecting, 'connect() that is aborted'), 'reason', 'what it rejects with')
    },
    'is not touched by a signal that aborts afterwards': async (rig) => {
      rig.run()
      const listener = await rig.listener()
      const { address: host, port } = listener.local
      const abort = new AbortController()
      const connected = rig.keep(await rig.net.connect({ host, port, signal: abort.signal }))
      const accepted = await rig.accept(listener)
      abort.abort('reason')
      await rig.settle()
      equal(connected.state, 'open', 'the state of a connection whose signal aborted later')
      const heard = rig.follow(accepted)
      connected.write('x')
      await rig.until(() => heard.octets === 1, 'an octet')
    },
    'reads nothing before it is watched': async (rig) => {
      rig.run()
      const [ours, theirs] = await rig.pair()
      theirs.write('greeting')
      await rig.settle()
      const heard = rig.follow(ours)
      await rig.until(() => heard.octets === 8, 'octets that came before anybody watched')
      equal(heard.text, 'greeting', 'what was read')
    },
  },
}
