import type { SocketHandle } from '@poe/loop'
import { equal, ok } from '../expect.ts'
import type { Rig } from '../rig.ts'
import type { Suite } from '../suite.ts'

async function resettable(rig: Rig): Promise<[SocketHandle, () => void]> {
  const listener = await rig.listener()
  const { connectToReset } = rig.options
  ok(connectToReset !== undefined, 'the option "connectToReset" is missing')
  const [reset, handle] = await Promise.all([connectToReset(rig.loop, listener.local), rig.accept(listener)])
  return [handle, reset]
}

/** Connections that are reset by the peer. */
export const resets: Suite = {
  topic: 'a reset',
  needs: ['net'],
  lent: 'connectToReset',
  tests: {
    'is a failure with ECONNRESET, told once': async (rig) => {
      rig.run()
      const [handle, reset] = await resettable(rig)
      const heard = rig.follow(handle)
      await rig.settle()
      reset()
      await rig.until(() => heard.endings.length > 0, 'the failure')
      await rig.settle()
      equal(heard.endings, ['ECONNRESET'], 'endings told')
      equal([handle.state, handle.error?.errno], ['failed', 104], 'the state, and the number of the error')
    },
    'is not told while paused': async (rig) => {
      rig.run()
      const [handle, reset] = await resettable(rig)
      const heard = rig.follow(handle)
      handle.pause('read')
      reset()
      await rig.settle()
      equal([heard.calls, handle.state], [0, 'open'], 'calls, and the state, while paused')
      handle.resume('read')
      await rig.until(() => heard.endings.length > 0, 'the failure after resume()')
    },
    'makes writing ready, and fail without a throw': async (rig) => {
      rig.run()
      const [handle, reset] = await resettable(rig)
      reset()
      const heard = rig.follow(handle)
      await rig.until(() => heard.endings.length > 0, 'the failure')
      let ready = 0
      rig.watch(handle, 'write', () => {
        ready++
        handle.write('lost')
        handle.ignore('write')
      })
      await rig.until(() => ready > 0, 'readiness to write, which fails')
      equal(handle.state, 'failed', 'the state')
    },
  },
}
