import { addState, Kernel, SessionBase, type SessionKernel, stateTable } from '@poe/kernel'
import { TimeLoop, type Watchable } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { peek } from './index.ts'

type Start = (kernel: SessionKernel) => void

/** Watched by nobody but this test. */
const handle = {
  id: 7,
  state: 'open',
  error: null,
  readAhead: 0,
  watch() {},
  ignore() {},
  pause() {},
  resume() {},
  close() {},
} as Watchable

function rig() {
  const loop = new TimeLoop({ settle: () => new Promise(setImmediate) })
  const kernel = new Kernel({ loop }).use(peek)
  const start = (begin: Start, on: Kernel | SessionKernel = kernel) => {
    const table = stateTable()
    addState(table, '_start', ({ kernel }) => begin(kernel as SessionKernel))
    addState(table, 'work', () => {})
    const session = new SessionBase(table, { n: 1 })
    on.sessionAlloc(session)
    return session
  }
  return { loop, kernel, start, peek: kernel.peek }
}

/** A parent with a bit of everything, its child, and a stranger. */
function family() {
  const on = rig()
  let child: SessionBase | undefined
  const parent = on.start((kernel) => {
    kernel.aliasSet('parent')
    kernel.aliasSet('boss')
    kernel.sig('USR1', 'work')
    kernel.sigChild(77, 'work')
    kernel.selectRead(handle, 'work')
    kernel.selectWrite(handle, 'work')
    kernel.refcountIncrement(1, 'one')
    kernel.refcountIncrement(1, 'two')
    child = on.start((own) => own.aliasSet('child'), kernel)
    kernel.yield('work')
    kernel.post('child', 'work')
    kernel.delaySet('work', 500)
  })
  const stranger = on.start(() => {})
  return { ...on, parent, child: child as SessionBase, stranger }
}

describe('peek', () => {
  it('tells of the kernel', async () => {
    const { kernel, peek, start } = rig()
    expect([peek.id(), peek.whichLoop(), peek.isKernelRunning(), peek.sessionCount()]).toEqual([
      kernel.id,
      'time',
      false,
      1,
    ])
    expect([peek.currentSession(), peek.activeEvent(), peek.eventQueueDump()]).toEqual([kernel, undefined, []])
    const seen: unknown[] = []
    const session = start(({ peek }) => {
      seen.push(peek.currentSession(), peek.activeEvent(), peek.getSessionRefcount(), peek.sessionEventList())
    })
    expect(seen).toEqual([session, '_start', 0, ['_start', 'work']])
    expect([peek.sessionCount(), peek.eventList()]).toEqual([2, new Map([[1, ['_start', 'work']]])])
    await kernel.run()
    expect([peek.sessionCount(), peek.sessionList()]).toEqual([1, []])
  })

  it('tells of sessions and their names', () => {
    const { kernel, peek, parent, child, stranger } = family()
    expect(peek.sessionList()).toEqual([parent, child, stranger])
    expect(peek.getSessionChildren('parent')).toEqual([child])
    expect(peek.getSessionChildren(kernel)).toEqual([parent, stranger])
    expect([peek.getSessionParent(child), peek.getSessionParent(parent), peek.getSessionParent(kernel)]).toEqual([
      parent,
      kernel,
      undefined,
    ])
    expect([
      peek.isSessionChild('parent', child),
      peek.isSessionChild(kernel, child),
      peek.isSessionChild(kernel, kernel),
      peek.isSessionChild('nobody', child),
    ]).toEqual([true, false, false, false])
    expect([peek.resolveSessionToRef(2), peek.resolveSessionToId('child'), peek.resolveSessionToId(kernel)]).toEqual([
      child,
      2,
      kernel.id,
    ])
    expect([peek.resolveAlias('boss'), peek.resolveAlias('nobody')]).toEqual([parent, undefined])
    expect([peek.sessionAliasList(parent), peek.sessionAliasCount(parent)]).toEqual([['boss', 'parent'], 2])
    expect([1, 3, kernel, 99].map((session) => peek.sessionIdLoggable(session))).toEqual([
      'session 1 (boss, parent)',
      'session 3',
      `session ${kernel.id} (the kernel)`,
      undefined,
    ])
  })

  it('tells of events, references, handles, signals and programs', () => {
    const { kernel, peek, parent, child } = family()
    expect([peek.eventCountTo(parent), peek.eventCountFrom(parent), peek.eventCountTo(child)]).toEqual([3, 4, 2])
    expect(peek.eventQueueDump().map(({ kind, event, from, to }) => `${kind} ${event} ${from} ${to}`)).toEqual([
      'garbage collection  2 2',
      'user work 1 1',
      'user work 1 2',
      'garbage collection  1 1',
      'garbage collection  3 3',
      'timer work 1 1',
    ])
    expect(peek.getSessionRefcount(parent)).toBe(3 + 1 + 2 + 2 + 1 + 1 + 1)
    expect([peek.extrefCount(), peek.getSessionExtrefCount(parent), peek.getSessionExtrefCount(child)]).toEqual([
      1, 2, 0,
    ])
    expect([
      peek.isHandleTracked(handle),
      peek.isHandleTracked(handle, 'write'),
      peek.isHandleTracked(handle, 'expedite'),
      peek.handleCount(),
      peek.sessionHandleCount(parent),
      peek.sessionHandleCount(child),
    ]).toEqual([true, true, false, 1, 1, 0])
    expect(['TERM', 'USR1', 'ZOMBIE'].map((name) => peek.getSignalType(name))).toEqual([
      'terminal',
      'benign',
      'nonmaskable',
    ])
    expect([peek.isSignalWatched('USR1'), peek.isSignalWatched('USR2')]).toEqual([true, false])
    expect([peek.signalWatchers('USR1'), peek.signalsWatchedBySession(parent)]).toEqual([
      new Map([[1, 'work']]),
      new Map([['USR1', 'work']]),
    ])
    expect([peek.isSignalWatchedBySession('USR1', parent), peek.isSignalWatchedBySession('USR1', child)]).toEqual([
      true,
      false,
    ])
    expect([peek.getSafeSignals().includes('INT'), peek.getSafeSignals().includes('KILL')]).toEqual([true, false])
    expect([peek.sessionPidCount(parent), peek.sessionPidCount(child), peek.sessionPidCount(kernel)]).toEqual([1, 0, 0])
  })

  it('gives nothing for a session that is not there', () => {
    const { peek } = rig()
    expect([
      peek.getSessionChildren(9),
      peek.getSessionParent(9),
      peek.resolveSessionToRef(9),
      peek.resolveSessionToId('x'),
      peek.getSessionRefcount(9),
      peek.sessionEventList(9),
      peek.sessionAliasList(9),
      peek.eventCountTo(9),
      peek.eventCountFrom(9),
      peek.getSessionExtrefCount(9),
      peek.sessionHandleCount(9),
      peek.sessionPidCount(9),
      peek.signalsWatchedBySession(9),
    ]).toEqual([[], undefined, undefined, undefined, undefined, [], [], 0, 0, 0, 0, 0, new Map()])
  })
})

describe('a snapshot', () => {
  it('is the whole kernel, as JSON', () => {
    const { kernel, peek } = family()
    const snapshot = peek.snapshot()
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot)
    expect(snapshot).toMatchObject({
      kernel: kernel.id,
      loop: 'time',
      running: false,
      active: { session: 0, event: null },
      counts: { sessions: 3, events: 5, timers: 1, aliases: 3, handles: 1, signals: 1 },
      sessions: [
        {
          id: 1,
          aliases: ['boss', 'parent'],
          extrefs: { one: 1, two: 1 },
          signals: { USR1: 'work' },
          processes: [77],
          handlers: ['_start', 'work'],
          children: [{ id: 2, aliases: ['child'], children: [] }],
        },
        { id: 3, children: [] },
      ],
      timers: [{ event: 'work', at: 500, to: 1 }],
      handles: [
        { handle: 7, mode: 'read', state: 'open', session: 1, label: 'work' },
        { handle: 7, mode: 'write', state: 'open', session: 1, label: 'work' },
      ],
      signals: { USR1: [1] },
    })
    expect(snapshot.sessions[0]?.ledger).toEqual(kernel.ledger(1))
  })

  it('of deep trees costs no stack', () => {
    const { peek, start, kernel } = rig()
    let on: Kernel | SessionKernel = kernel
    for (let i = 0; i < 5000; i++) start((own) => void (on = own), on)
    let depth = 0
    for (let node = peek.snapshot().sessions[0]; node !== undefined; node = node.children[0]) depth++
    expect(depth).toBe(5000)
    kernel.stop()
  })
})
