import { BlockFilter } from '@poe/filter-block'
import { LineFilter } from '@poe/filter-line'
import { Kernel } from '@poe/kernel'
import { TimeLoop } from '@poe/loop'
import { Session, type SessionContext } from '@poe/session'
import { describe, expect, it } from 'vitest'
import { FollowTail } from './index.ts'
import { Rig } from './rig.test-support.ts'

const LOG = { files: { '/log': 'old\nolder\n' } }

describe('FollowTail', () => {
  it('delivers what is added, and tells when that was all', async () => {
    const rig = new Rig(LOG)
    expect(await rig.follow({ filename: '/log' })).toEqual(['idle 1'])
    rig.files.append('/log', 'a\nb\n')
    expect(await rig.after(0)).toEqual(['input a 1', 'input b 1', 'idle 1'])
    rig.files.append('/log', 'c')
    expect(await rig.after(0)).toEqual(['idle 1'])
    rig.files.append('/log', 'd\n')
    expect(await rig.after(0)).toEqual(['input cd 1', 'idle 1'])
    expect(await rig.end()).toEqual([])
  })

  it('tells idleness each time it looks in vain, at its interval', async () => {
    const rig = new Rig(LOG)
    rig.files.watching = false
    await rig.follow({ filename: '/log', pollInterval: 500 })
    rig.files.append('/log', 'a\n')
    expect(await rig.after(499)).toEqual([])
    expect(await rig.after(1)).toEqual(['input a 1', 'idle 1'])
    expect(await rig.after(1500)).toEqual(['idle 1', 'idle 1', 'idle 1'])
    expect(await rig.end()).toEqual([])
  })

  it('tells no idleness for a hint at nothing', async () => {
    const rig = new Rig(LOG)
    await rig.follow({ filename: '/log' })
    rig.files.link('/log', '/other')
    expect(await rig.after(0)).toEqual([])
    expect(await rig.end()).toEqual([])
  })

  it('loses nothing by short reads', async () => {
    const rig = new Rig({ faults: { shortReads: 1, shortMost: 3 } })
    const text = Array.from({ length: 100 }, (_, line) => `line ${line}`)
    rig.files.write('/log', `${text.slice(0, 50).join('\n')}\n`)
    const first = await rig.follow({ filename: '/log', seek: 0, idleEvent: undefined })
    rig.files.append('/log', `${text.slice(50).join('\n')}\n`)
    expect([...first, ...(await rig.after(10_000))]).toEqual(text.map((line) => `input ${line} 1`))
    expect(await rig.end()).toEqual([])
  })

  it('takes any filter and driver', async () => {
    const rig = new Rig({ files: { '/log': 'aabbc' } })
    const sizes: number[] = []
    const driver = {
      get(handle: { read(max: number): Uint8Array | null }) {
        const octets = handle.read(2)
        if (octets !== null) sizes.push(octets.byteLength)
        return octets
      },
    }
    const filter = new BlockFilter({ blockSize: 2 })
    expect(await rig.follow({ filename: '/log', seek: 0, filter, driver })).toEqual([
      'input <97,97> 1',
      'input <98,98> 1',
      'idle 1',
    ])
    expect([sizes, rig.wheel.tell()]).toEqual([[2, 2, 1], 4])
    expect(await rig.end()).toEqual([])
  })

  it('changes the names of events', async () => {
    const rig = new Rig(LOG)
    await rig.follow({ filename: '/log', inputEvent: 'other' }, {})
    rig.wheel.event({ inputEvent: 'input', idleEvent: undefined })
    rig.files.append('/log', 'a\n')
    expect(await rig.after(2000)).toEqual(['input a 1'])
    expect(() => rig.wheel.event({ inputEvent: undefined } as never)).toThrow('inputEvent')
    expect(() => rig.wheel.event({ input: 'x' } as never)).toThrow('did you mean "inputEvent"?')
    expect(await rig.end()).toEqual([])
  })

  it('keeps its session alive, and says what for', async () => {
    const rig = new Rig(LOG)
    await rig.follow({ filename: '/log' })
    expect(rig.kernel.ledger().map(({ kind, label }) => `${kind} ${label}`)).toEqual([
      'timer FollowTail(1) -> poll',
      'following FollowTail(1)',
      'wheel FollowTail(1)',
    ])
    expect(await rig.end()).toEqual([])
    expect(rig.trace).toEqual(['stopped'])
  })

  it('closes the file with its session', async () => {
    const rig = new Rig(LOG)
    await rig.follow({ filename: '/log' })
    expect(rig.files.openHandles).toBe(1)
    rig.context.kernel.stop()
    await rig.over
    expect([rig.files.openHandles, rig.kernel.ledger()]).toEqual([0, []])
  })

  it.each(['open', 'stat', 'list'] as const)('closes what %s finds too late', async (operation) => {
    const rig = new Rig(LOG)
    await rig.follow({ filename: '/log' })
    const begin = rig.files[operation].bind(rig.files) as (...args: unknown[]) => Promise<unknown>
    Object.assign(rig.files, {
      [operation]: (...args: unknown[]) => {
        rig.wheel.dispose()
        return begin(...args)
      },
    })
    void rig.files.rename('/log', '/log.1')
    rig.files.write('/log', 'a\n')
    await rig.over
    await rig.closed()
    expect([rig.wheel.disposed, rig.trace.splice(0), await rig.end()]).toEqual([true, ['stopped'], []])
  })

  it('closes a first file it had no use for', async () => {
    const rig = new Rig(LOG)
    const open = rig.files.open.bind(rig.files)
    rig.files.open = (...args) => {
      rig.wheel.dispose()
      return open(...args)
    }
    rig.follow({ filename: '/log' }).catch(() => {})
    await rig.over
    await rig.closed()
    expect(await rig.end()).toEqual([])
  })

  it('delivers nothing after dispose, not even what it has read', async () => {
    const rig = new Rig(LOG)
    await rig.follow({ filename: '/log', seek: 0 }, { input: (wheel) => wheel.dispose() })
    expect(rig.trace).toEqual([])
    await rig.over
    expect(await rig.end()).toEqual([])
  })

  it('survives an exception of its session, which names the event', async () => {
    const rig = new Rig(LOG)
    const boom = (_wheel: unknown, line: never) => {
      if (line === 'bad') throw new Error('boom')
    }
    await rig.follow({ filename: '/log' }, { input: boom })
    rig.context.kernel.sig('DIE', 'DIE')
    rig.files.append('/log', 'bad\ngood\n')
    expect(await rig.after(0)).toEqual(['input bad 1', 'input good 1', 'died boom', 'idle 1'])
    expect(await rig.end()).toEqual([])
  })

  it('needs a loop with files for a name', async () => {
    const loop = new TimeLoop({ settle: () => new Promise(setImmediate) })
    const kernel = new Kernel({ loop })
    Session.create({
      kernel,
      inlineStates: {
        _start: (ctx: SessionContext) => {
          expect(() => new FollowTail(ctx, { filename: '/log', inputEvent: 'input' })).toThrow('no "files" service')
        },
      },
    })
    await kernel.run()
    expect(kernel.ledger()).toEqual([])
  })
})

describe('FollowTail options', () => {
  const cases: readonly [object, string][] = [
    [{}, '"filename"'],
    [{ filename: '/log', handle: { read() {}, close() {} } }, '"handle"'],
    [{ filename: '/log', seek: 1, seekBack: 1 }, '"seekBack"'],
    [{ filename: '/log', seek: 0.5 }, 'a whole number of octets'],
    [{ filename: '/log', wholeRecords: true }, '"wholeRecords"'],
    [{ filename: '/log', pollInterval: -1 }, '"pollInterval"'],
    [{ filename: '/log', inputEvent: undefined }, '"inputEvent"'],
    [{ filename: '/log', filter: {} }, '"filter"'],
    [{ handle: { read() {}, close() {} }, rotated: () => true }, '"rotated"'],
    [{ handle: { read() {}, close() {}, watch() {} }, seek: 5 }, '"seek"'],
    [{ handle: { read() {}, close() {}, watch() {} }, pollInterval: 5 }, '"pollInterval"'],
    [{ fileName: '/log' }, 'did you mean "filename"?'],
  ]
  it.each(cases)('are refused where they cannot be meant: %o', async (options, saying) => {
    const rig = new Rig()
    const all = { inputEvent: 'input', ...options } as never
    Session.create({
      kernel: rig.kernel,
      inlineStates: { _start: (ctx: SessionContext) => expect(() => new FollowTail(ctx, all)).toThrow(saying) },
    })
    await rig.kernel.run()
    expect(rig.kernel.ledger()).toEqual([])
  })
})

describe('FollowTail.pauseInput', () => {
  it('stops within a batch; resumeInput delivers the rest, and what came meanwhile', async () => {
    const rig = new Rig(LOG)
    await rig.follow({ filename: '/log' }, { input: (wheel, line: never) => line === 'b' && wheel.pauseInput() })
    rig.files.append('/log', 'a\nb\nc\n')
    expect(await rig.after(0)).toEqual(['input a 1', 'input b 1'])
    rig.files.append('/log', 'd\n')
    expect([await rig.after(5000), rig.wheel.tell()]).toEqual([[], 14])
    rig.wheel.resumeInput()
    rig.wheel.resumeInput()
    expect(await rig.after(0)).toEqual(['input c 1', 'input d 1', 'idle 1'])
    expect(await rig.end()).toEqual([])
  })

  it('keeps a reset back as well', async () => {
    const rig = new Rig(LOG)
    await rig.follow({ filename: '/log' })
    rig.wheel.pauseInput()
    rig.files.write('/log', 'new\n')
    expect(await rig.after(5000)).toEqual([])
    rig.wheel.resumeInput()
    expect(await rig.after(0)).toEqual(['reset 1', 'input new 1', 'idle 1'])
    rig.wheel.pauseInput()
    expect(await rig.end()).toEqual([])
  })
})

describe('FollowTail.setFilter', () => {
  it('gives the new filter what the old one had not used', async () => {
    const rig = new Rig(LOG)
    const blocks = new BlockFilter({ blockSize: 2 })
    await rig.follow({ filename: '/log' }, { input: (wheel, line: never) => line === 'a' && wheel.setFilter(blocks) })
    rig.files.append('/log', 'a\nbbcc\nd')
    expect(await rig.after(0)).toEqual([
      'input a 1',
      'input <98,98> 1',
      'input <99,99> 1',
      'input <10,100> 1',
      'idle 1',
    ])
    expect(rig.wheel.getFilter()).toBe(blocks)
    rig.files.append('/log', 'e')
    await rig.after(0)
    rig.wheel.setFilter(new LineFilter())
    rig.files.append('/log', 'f\n')
    expect(await rig.after(0)).toEqual(['input ef 1', 'idle 1'])
    expect(await rig.end()).toEqual([])
  })
})

describe('FollowTail by handle', () => {
  it('follows an open file, which it closes', async () => {
    const rig = new Rig(LOG)
    const handle = await rig.files.open('/log', 'r')
    expect(await rig.follow({ handle, seek: 4 })).toEqual(['input older 1', 'idle 1'])
    void rig.files.rename('/log', '/log.1')
    rig.files.write('/log', 'not this\n')
    rig.files.append('/log.1', 'this\n')
    expect(await rig.after(1000)).toEqual(['input this 1', 'idle 1'])
    rig.files.write('/log.1', 'anew\n')
    expect(await rig.after(1000)).toEqual(['reset 1', 'input anew 1', 'idle 1'])
    expect(await rig.end()).toEqual([])
  })

  it('closes a handle it had no time to use', async () => {
    const rig = new Rig(LOG)
    const handle = await rig.files.open('/log', 'r')
    await rig.follow({ handle }, {})
    expect(await rig.end()).toEqual([])
  })
})

describe('FollowTail of a stream', () => {
  it('delivers what comes, and then the end, behind what that cut short', async () => {
    const rig = new Rig()
    const running = rig.kernel
    const listener = await rig.loop.net.listen({ port: 7 })
    const socket = await rig.loop.net.connect({ port: 7 })
    await rig.follow({ handle: socket, pollInterval: undefined })
    const peer = listener.accept()!
    peer.write('one\ntw')
    expect(await rig.after(0)).toEqual(['input one 1'])
    rig.wheel.pauseInput()
    peer.write('o\nthree')
    peer.shutdown()
    expect([await rig.after(1000), rig.wheel.tell()]).toEqual([[], undefined])
    rig.wheel.resumeInput()
    expect(await rig.after(0)).toEqual(['input two 1', 'input three 1 last', 'error read - 0', 'stopped'])
    expect(socket.state).toBe('closed')
    for (const handle of [peer, listener]) handle.close()
    await rig.over
    expect(running.ledger()).toEqual([])
  })

  it('tells a failure once', async () => {
    const rig = new Rig()
    const listener = await rig.loop.net.listen({ port: 7 })
    const socket = await rig.loop.net.connect({ port: 7 })
    await rig.follow({ handle: socket })
    rig.loop.net.resetAll()
    expect(await rig.after(0)).toEqual(['error read ECONNRESET 104', 'stopped'])
    listener.close()
    expect(await rig.end()).toEqual([])
  })

  it('follows a named pipe by its name: writers come and go', async () => {
    const rig = new Rig()
    rig.files.pipe('/pipe')
    await rig.follow({ filename: '/pipe' })
    rig.files.append('/pipe', 'one\n')
    expect(await rig.after(0)).toEqual(['input one 1'])
    rig.files.append('/pipe', 'two\n')
    expect(await rig.after(5000)).toEqual(['input two 1'])
    expect(rig.kernel.ledger().map(({ label }) => label)).toContain('FollowTail(1) -> select read')
    expect(await rig.end()).toEqual([])
  })
})
