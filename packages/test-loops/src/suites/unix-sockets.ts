import { equal } from '../expect.ts'
import type { Suite } from '../suite.ts'

/** Sockets with a path. */
export const unixSockets: Suite = {
  topic: 'unix sockets',
  needs: ['net', 'unix sockets'],
  lent: 'unixPath',
  tests: {
    'connects by path': async (rig) => {
      rig.run()
      const path = rig.options.unixPath?.() ?? ''
      const listener = rig.keep(await rig.net.listen({ path }))
      equal(listener.local, { family: 'unix', address: path, port: 0 }, 'where it listens')
      const [connected, accepted] = await Promise.all([rig.connect(listener), rig.accept(listener)])
      equal([accepted.remote, connected.remote?.address], [null, path], 'far ends')
      const heard = rig.follow(accepted)
      connected.write('hello')
      connected.shutdown()
      await rig.until(() => heard.endings.length > 0, 'the end')
      equal([heard.text, ...heard.endings], ['hello', 'ended'], 'what was told')
    },
  },
}
