import { describe, expect, it } from 'vitest'
import { ScriptedHandle } from './handle.test-kit.ts'
import type { ExceptionInfo } from './index.ts'
import { Rig, type TestContext } from './rig.test-kit.ts'

/** One session and one handle that gets ready when `ready` is sent. */
function watched(
  start: (ctx: TestContext, handle: ScriptedHandle) => void,
  more: Record<string, (ctx: TestContext, ...args: never[]) => unknown> = {},
) {
  const rig = new Rig()
  const handle = new ScriptedHandle()
  const session = rig.start({
    _start: (ctx) => start(ctx, handle),
    got: (ctx, given: unknown, mode: string, ...args: unknown[]) => {
      expect(given).toBe(handle)
      rig.log(['got', mode, ...args].join(' '))
      ctx.kernel.select(handle)
    },
    _stop: () => rig.log('stop'),
    ...more,
  })
  return { rig, handle, session }
}

describe('selectRead and the others', () => {
  it('send (handle, mode, …args) while there is something, and keep the session', async () => {
    const { rig, handle } = watched(({ kernel }, handle) => {
      kernel.selectRead(handle, 'got', 1, 2)
      handle.becomeReady('read')
    })
    expect(await rig.run()).toEqual(['got read 1 2', 'stop'])
    expect(handle.asked).toEqual(['watch read', 'ignore read'])
  })

  it('select all modes at once, and count a handle once', async () => {
    const { rig, handle, session } = watched(({ kernel, session: me }, handle) => {
      kernel.select(handle, 'got', 'got', undefined, 'x')
      expect(kernel.ledger(me).filter(({ kind }) => kind === 'handle')).toHaveLength(2)
      handle.becomeReady('write')
    })
    expect((session as unknown as { references: number }).references).toBe(1)
    expect(await rig.run()).toEqual(['got write x', 'stop'])
    expect(handle.watched).toEqual([])
  })

  it('take the new event and arguments when asked again', async () => {
    const { rig } = watched(({ kernel }, handle) => {
      kernel.selectRead(handle, 'nobody', 'old')
      kernel.selectRead(handle, 'got', 'new')
      handle.becomeReady('read')
    })
    expect(await rig.run()).toEqual(['got read new', 'stop'])
  })

  it('may be shared by sessions; who leaves and comes back is welcome', async () => {
    const rig = new Rig()
    const handle = new ScriptedHandle()
    const states = (name: string) => ({
      _start: ({ kernel }: TestContext) => kernel.selectRead(handle, 'got'),
      got({ kernel }: TestContext) {
        rig.log(name)
        kernel.selectRead(handle)
        if (rig.trace.length === 1) {
          kernel.selectRead(handle, 'got')
          handle.becomeReady('read')
        }
      },
    })
    rig.start(states('one'))
    rig.start(states('two'))
    handle.becomeReady('read')
    expect(await rig.run()).toEqual(['one', 'two', 'one'])
  })

  it('are paused and resumed, and pausing keeps everything alive', async () => {
    const { rig, handle } = watched(
      ({ kernel }, handle) => {
        expect(kernel.selectPauseRead(handle)).toBe(false)
        kernel.selectRead(handle, 'got')
        expect([
          kernel.selectPauseRead(handle),
          kernel.selectPauseWrite(handle),
          kernel.selectResumeWrite(handle),
        ]).toEqual([true, false, false])
        handle.becomeReady('read')
        kernel.delay('resume', 50)
      },
      {
        resume: ({ kernel }) => {
          rig.log('resume')
          expect(kernel.selectResumeRead(handle)).toBe(true)
        },
      },
    )
    expect(await rig.run()).toEqual(['resume', 'got read', 'stop'])
  })

  it('end with their session', async () => {
    const { rig, handle } = watched(({ kernel }, handle) => kernel.select(handle, 'got', 'got'))
    rig.kernel.stop()
    expect(handle.watched).toEqual([])
    expect(await rig.run()).toEqual(['stop'])
  })

  it('leave nothing behind where the handle refuses a mode', async () => {
    const { rig } = watched(({ kernel, session }, handle) => {
      expect(() => kernel.selectExpedite(handle, 'got')).toThrow('no such mode')
      expect(kernel.ledger(session)).toEqual([])
    })
    expect(await rig.run()).toEqual(['stop'])
  })
})

describe('a handler of a handle', () => {
  it('is told of the session itself as the sender, and no event as the caller', async () => {
    const seen: unknown[] = []
    const { rig, session } = watched(
      ({ kernel }, handle) => {
        kernel.selectRead(handle, 'look')
        handle.becomeReady('read')
      },
      {
        look: (ctx, handle: ScriptedHandle) => {
          seen.push(ctx.sender, ctx.callerState, ctx.state)
          ctx.kernel.selectRead(handle)
        },
      },
    )
    await rig.run()
    expect(seen).toEqual([session, undefined, 'look'])
  })

  it('may throw, or be async: as from the queue', async () => {
    const { rig, session } = watched(
      ({ kernel }, handle) => {
        kernel.sig('DIE', 'die')
        kernel.selectRead(handle, 'bad')
        handle.becomeReady('read')
      },
      {
        bad: async ({ kernel }, handle: ScriptedHandle) => {
          kernel.selectRead(handle)
          await null
          throw new Error('bad')
        },
        die: ({ kernel }, _name: string, info: ExceptionInfo) => {
          expect(info).toMatchObject({ event: 'bad', sourceSession: session })
          rig.log('die')
          kernel.sigHandled()
        },
      },
    )
    expect(await rig.run()).toEqual(['die', 'stop'])
  })

  it('that calls stop() and throws ends the run at once', async () => {
    const { rig } = watched(
      ({ kernel }, handle) => {
        kernel.selectRead(handle, 'bad')
        handle.becomeReady('read')
      },
      {
        bad: ({ kernel }) => {
          kernel.stop()
          throw new Error('bad')
        },
      },
    )
    expect(await rig.failure()).toMatchObject({ message: 'bad' })
    expect(rig.trace).toEqual(['stop'])
  })

  it('is a dispatch of its own: who falls in it is swept after it, the last to fall first', async () => {
    const rig = new Rig()
    const handle = new ScriptedHandle()
    rig.start({
      _start: ({ kernel }) => void kernel.aliasSet('other'),
      _stop: () => rig.log('stop 1'),
      hi: ({ kernel }) => void kernel.aliasRemove('other'),
    })
    rig.start({
      _start({ kernel }) {
        kernel.selectRead(handle, 'got')
        kernel.delay('ready', 5)
      },
      ready: () => handle.becomeReady('read'),
      got({ kernel }) {
        kernel.selectRead(handle)
        kernel.call('other', 'hi')
        rig.log('got')
      },
      _stop: () => rig.log('stop 2'),
    })
    expect(await rig.run()).toEqual(['got', 'stop 1', 'stop 2'])
  })
})
