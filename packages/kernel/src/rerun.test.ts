import { expect, it } from 'vitest'
import { ScriptedHandle } from './handle.test-kit.ts'
import { Rig } from './rig.test-kit.ts'

it('a kernel that ended by an exception of a _stop runs again, eight rounds', async () => {
  const rig = new Rig()
  for (let round = 0; round < 8; round++) {
    rig.start({
      _start({ kernel }) {
        kernel.sig('USR1', 'usr1')
        kernel.signal(kernel, 'USR1')
      },
      usr1: () => rig.log(`usr1 ${round}`),
      _stop() {
        if (round % 2 === 1) throw new Error(`round ${round}`)
      },
    })
    const error = await rig.failure()
    expect((error as Error | undefined)?.message).toBe(round % 2 === 1 ? `round ${round}` : undefined)
    expect([rig.kernel.ledger(), rig.kernel.getSessionCount(), [...rig.loop.watched]]).toEqual([[], 0, []])
  }
  expect(rig.trace).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((round) => `usr1 ${round}`))
})

it('five pairs of handles are paused and resumed by each other, and the kernel runs twice', async () => {
  const rig = new Rig()
  for (let run = 0; run < 2; run++) {
    const pairs = Array.from({ length: 5 }, () => [new ScriptedHandle(), new ScriptedHandle()] as const)
    for (const [master, slave] of pairs) {
      let pings = 0
      rig.start({
        _start({ kernel }) {
          kernel.selectRead(master, 'pong')
          kernel.selectPauseRead(master)
          kernel.selectRead(slave, 'ping')
          kernel.yield('go')
        },
        go: () => slave.becomeReady('read'),
        ping({ kernel }) {
          kernel.selectPauseRead(slave)
          kernel.selectResumeRead(master)
          master.becomeReady('read')
        },
        pong({ kernel }) {
          rig.log('ping')
          kernel.selectPauseRead(master)
          if (++pings === 5) {
            kernel.selectRead(master)
            kernel.selectRead(slave)
            return
          }
          kernel.selectResumeRead(slave)
          slave.becomeReady('read')
        },
      })
    }
    await rig.run()
  }
  expect(rig.trace.length).toBe(2 * 5 * 5)
})
