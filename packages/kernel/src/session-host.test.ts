import { describe, expect, it } from 'vitest'
import { ScriptedHandle } from './handle.test-kit.ts'
import type { ExceptionInfo } from './index.ts'
import { nothing, Rig } from './rig.test-kit.ts'

/** A rig with one session, and its host. */
function hosted(more = {}) {
  const rig = new Rig()
  const session = rig.start({ _start: nothing, _stop: () => rig.log('stop'), ...more })
  return { rig, session, host: session.kernel.host }
}

describe('a session’s host', () => {
  it('is one for the session, and of whoever is active for the kernel', () => {
    const { rig, session, host } = hosted()
    expect(session.kernel.host).toBe(host)
    expect(host.sessionId).toBe(1)
    expect(() => (rig.kernel as unknown as typeof session.kernel).host).toThrow(
      expect.objectContaining({ code: 'ERR_POE_NO_SESSION' }),
    )
    const seen: number[] = []
    for (const _ of [1, 2])
      rig.start({ _start: () => void seen.push((rig.kernel as unknown as typeof session.kernel).host.sessionId) })
    expect(seen).toEqual([2, 3])
  })

  it('disposes of what is owned when the session stops, after its _stop', async () => {
    const { rig, host } = hosted()
    const owned = (label: string) => ({ kind: 'wheel', label, dispose: () => rig.log(`dispose ${label}`) })
    const gone = owned('gone')
    host.own(owned('kept'))
    host.own(gone)
    host.disown(gone)
    expect(await rig.run()).toEqual(['stop', 'dispose kept'])
  })

  it.each([1, 2, 3, 9, 20])(
    'disposes of %i things once each, in their order, though one disposes of another',
    async (many) => {
      const { rig, host } = hosted()
      const all = Array.from({ length: many }, (_, i) => ({
        kind: 'wheel',
        label: `${i}`,
        dispose() {
          rig.log(`${i}`)
          const last = all.at(-1)
          if (i !== 0 || last === undefined || last === this) return
          host.disown(last)
          last.dispose()
        },
      }))
      for (const owned of all) host.own(owned)
      const middle = all.map(({ label }) => label).slice(1, -1)
      const wheels = rig.kernel.ledger().filter(({ kind }) => kind === 'wheel')
      expect(wheels.map(({ label }) => label)).toEqual(all.map(({ label }) => label))
      expect(await rig.run()).toEqual(['stop', '0', ...(many > 1 ? [`${many - 1}`] : []), ...middle])
    },
  )

  it('has what fails to be disposed of end the run, with everything else disposed of', async () => {
    const { rig, host } = hosted()
    host.own({
      kind: 'wheel',
      label: 'bad',
      dispose() {
        throw new Error('bad wheel')
      },
    })
    host.own({ kind: 'wheel', label: 'good', dispose: () => rig.log('good') })
    expect(await rig.failure()).toMatchObject({ message: 'bad wheel' })
    expect(rig.trace).toEqual(['stop', 'good'])
    expect(rig.kernel.getSessionCount()).toBe(0)
  })

  it('holds until disposed of, twice being harmless', async () => {
    const { rig, host } = hosted()
    const held = host.hold('working', 'it')
    host.after(100, 'done', () => {
      rig.log(`@${rig.loop.now()}`)
      held.dispose()
      held.dispose()
    })
    expect(await rig.run()).toEqual(['@100', 'stop'])
  })

  it('runs things later, in the session, in the order of events; not if disposed of', async () => {
    const { rig, session, host } = hosted({ hi: () => rig.log('hi') })
    rig.kernel.post(session, 'hi')
    host.post('posted', () => rig.log(`${rig.kernel.getActiveEvent()}`))
    rig.kernel.post(session, 'hi')
    host.after(10, 'never', () => rig.log('never')).dispose()
    const timer = host.after(10, 'after', () => {
      rig.log(`${rig.kernel.getActiveEvent()}`)
      timer.dispose()
    })
    // The session's own timers are another matter.
    expect(session.kernel.alarmRemoveAll()).toEqual([])
    session.kernel.delay('after')
    expect(await rig.run()).toEqual(['hi', 'posted', 'hi', 'after', 'stop'])
  })

  it('watches handles, and what is thrown is the session’s', async () => {
    const rig = new Rig()
    const handle = new ScriptedHandle()
    const session = rig.start({
      _start({ kernel }) {
        kernel.sig('DIE', 'die')
        const ready = () => {
          rig.log(`${kernel.getActiveSession() === session} ${kernel.getActiveEvent()}`)
          watch.dispose()
          watch.dispose()
          watch.pause()
          watch.resume()
          throw new Error('no')
        }
        const watch = kernel.host.watch(handle, 'read', 'label', { ready })
        watch.pause()
        watch.resume()
        handle.becomeReady('read')
      },
      die({ kernel }, _name: string, info: ExceptionInfo) {
        rig.log(info.event)
        kernel.sigHandled()
      },
    })
    expect(await rig.run()).toEqual(['true label', 'label'])
    expect(handle.asked).toEqual(['watch read', 'pause read', 'resume read', 'ignore read'])
  })

  it('delivers at once, as from the queue', async () => {
    const { rig, session, host } = hosted({
      got(ctx: { sender: unknown }, ...args: unknown[]) {
        expect(ctx.sender).toBe(session)
        rig.log(`got ${args}`)
        throw new Error('of the session')
      },
    })
    host.deliver('got', 1, 2, 3, 4)
    expect(rig.trace).toEqual(['got 1,2,3,4'])
    expect(await rig.failure()).toMatchObject({ message: 'of the session' })
  })

  it('calls at the end of the outermost dispatch, once per asking; what is asked for there waits for the next', async () => {
    const { rig, host, session } = hosted({
      go: () => {
        host.atEnd(ending)
        host.atEnd({ atEnd: () => rig.log(`second ${rig.kernel.getActiveSession() === rig.kernel}`) })
        session.kernel.delay('last', 10)
        rig.log('go')
      },
      last: () => rig.log('last'),
      next: () => rig.log('next'),
    })
    let ends = 0
    const ending = {
      atEnd() {
        rig.log(`end ${++ends}`)
        if (ends === 1) host.atEnd(ending)
      },
    }
    rig.kernel.post(session, 'go')
    rig.kernel.post(session, 'next')
    // Both are of one slice, which is the outermost dispatch.
    expect(await rig.run()).toEqual(['go', 'next', 'end 1', 'second true', 'end 2', 'last', 'stop'])
  })

  it('has an ending that fails end the run', async () => {
    const { rig, host } = hosted()
    host.atEnd({
      atEnd() {
        throw new Error('bad end')
      },
    })
    expect(await rig.failure()).toMatchObject({ message: 'bad end' })
  })

  it('does nothing for a session that has stopped, and leaves nothing behind', async () => {
    const { rig, session, host } = hosted()
    rig.kernel.stop(session)
    expect(host.stopped).toBe(true)
    const handle = new ScriptedHandle()
    host.hold('a', 'b').dispose()
    host.watch(handle, 'read', 'x', { ready: nothing }).dispose()
    host.after(5, 'x', () => rig.log('after')).dispose()
    host.post('x', () => rig.log('post'))
    host.deliver('_stop')
    host.own({ kind: 'wheel', label: 'w', dispose: () => rig.log('disposed') })
    expect(handle.asked).toEqual([])
    expect(rig.kernel.getEventCount()).toBe(0)
    rig.start({ _start: ({ kernel }) => void kernel.aliasSet('idle') })
    expect(await rig.run()).toEqual(['stop', 'disposed'])
  })

  it('gives the services of the loop, and says who has one that is missing', () => {
    const { host } = hosted()
    for (const name of ['net', 'process', 'files', 'terminal'] as const)
      expect(() => host.service(name)).toThrow(
        expect.objectContaining({
          code: 'ERR_POE_NO_SERVICE',
          message: expect.stringMatching(new RegExp(`^Loop "time" has no "${name}" service; @poe/loop-select `)),
        }),
      )
  })

  it('numbers wheels', () => {
    const { rig, host } = hosted()
    const other = rig.start({ _start: nothing }).kernel.host
    expect([host.nextWheelId(), other.nextWheelId(), host.nextWheelId()]).toEqual([1, 2, 3])
  })
})
