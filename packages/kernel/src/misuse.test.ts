import { describe, expect, it } from 'vitest'
import { ScriptedHandle } from './handle.test-kit.ts'
import { chooseKernel, isKernel, type Kernel, type SessionKernel } from './index.ts'
import { nothing, Rig, type TestSession } from './rig.test-kit.ts'

type Any = SessionKernel
type Attempt = (kernel: Any, rig: Rig) => unknown

const code = (attempt: () => unknown): unknown => {
  try {
    attempt()
    return 'nothing thrown'
  } catch (error) {
    return (error as { code?: string }).code ?? error
  }
}
/** As a program without types would call it. */
const loosely = (kernel: unknown, method: string, ...args: unknown[]): unknown =>
  (kernel as Record<string, (...args: unknown[]) => unknown>)[method]?.(...args)

describe('without an active session', () => {
  it.each<[string, Attempt]>([
    ['yield', (kernel) => kernel.yield('x')],
    ['alarm', (kernel) => kernel.alarm('x', 1)],
    ['alarmAdd', (kernel) => kernel.alarmAdd('x', 1)],
    ['alarmSet', (kernel) => kernel.alarmSet('x', 1)],
    ['alarmAdjust', (kernel) => kernel.alarmAdjust(1, 1)],
    ['alarmRemove', (kernel) => kernel.alarmRemove(1)],
    ['alarmRemoveAll', (kernel) => kernel.alarmRemoveAll()],
    ['delay', (kernel) => kernel.delay('x', 1)],
    ['delayAdd', (kernel) => kernel.delayAdd('x', 1)],
    ['delaySet', (kernel) => kernel.delaySet('x', 1)],
    ['delayAdjust', (kernel) => kernel.delayAdjust(1, 1)],
    ['select', (kernel) => kernel.select(new ScriptedHandle(), 'x')],
    ['selectRead', (kernel) => kernel.selectRead(new ScriptedHandle(), 'x')],
    ['selectWrite', (kernel) => kernel.selectWrite(new ScriptedHandle(), 'x')],
    ['selectExpedite', (kernel) => kernel.selectExpedite(new ScriptedHandle(), 'x')],
    ['selectPauseRead', (kernel) => kernel.selectPauseRead(new ScriptedHandle())],
    ['selectResumeRead', (kernel) => kernel.selectResumeRead(new ScriptedHandle())],
    ['selectPauseWrite', (kernel) => kernel.selectPauseWrite(new ScriptedHandle())],
    ['selectResumeWrite', (kernel) => kernel.selectResumeWrite(new ScriptedHandle())],
    ['sig', (kernel) => kernel.sig('TERM', 'x')],
    ['sigChild', (kernel) => kernel.sigChild(1, 'x')],
    ['state', (kernel) => kernel.state('x', nothing)],
    ['detachMyself', (kernel) => kernel.detachMyself()],
    ['host', (kernel) => kernel.host],
  ])('%s says that it needs one, by name', (method, attempt) => {
    const rig = new Rig()
    expect(() => attempt(rig.kernel as unknown as Any, rig)).toThrow(
      expect.objectContaining({
        code: 'ERR_POE_NO_SESSION',
        message: expect.stringContaining(method),
      }),
    )
    expect(rig.kernel.getEventCount()).toBe(0)
    expect([...rig.loop.watched]).toEqual([])
  })

  it('says what to do', () => {
    expect(() => new Rig().kernel.yield('x')).toThrow(
      'yield() needs a session to act for: call it in a handler, or on the ctx.kernel of one.',
    )
  })
})

describe('for a session that has stopped', () => {
  it.each<[string, Attempt, unknown]>([
    ['post', (kernel, rig) => kernel.post(rig.kernel.aliasResolve('alive') as never, 'x'), false],
    ['call', (kernel) => kernel.call('alive', 'x'), undefined],
    ['yield', (kernel) => kernel.yield('x'), undefined],
    ['alarm', (kernel) => kernel.alarm('x', 1), undefined],
    ['alarmAdd', (kernel) => kernel.alarmAdd('x', 1), undefined],
    ['alarmSet', (kernel) => kernel.alarmSet('x', 1), 0],
    ['alarmRemove', (kernel) => kernel.alarmRemove(1), undefined],
    ['delay', (kernel) => kernel.delay('x', 1), undefined],
    ['delaySet', (kernel) => kernel.delaySet('x', 1), 0],
    ['selectRead', (kernel) => kernel.selectRead(new ScriptedHandle(), 'x'), undefined],
    ['sig', (kernel) => kernel.sig('TERM', 'x'), undefined],
    ['signal', (kernel) => kernel.signal('alive', 'TERM'), false],
    ['sigChild', (kernel) => kernel.sigChild(1, 'x'), undefined],
    ['aliasSet', (kernel) => kernel.aliasSet('x'), false],
    ['aliasRemove', (kernel) => kernel.aliasRemove('x'), false],
    ['aliasList', (kernel) => kernel.aliasList(), []],
    ['detachMyself', (kernel) => kernel.detachMyself(), false],
    ['detachChild', (kernel) => kernel.detachChild('alive'), false],
  ])('%s does nothing: ESRCH', (_method, attempt, given) => {
    const rig = new Rig()
    const session = rig.start({ _start: nothing })
    rig.start({ _start: ({ kernel }) => void kernel.aliasSet('alive'), x: () => rig.log('x') })
    rig.kernel.stop(session)
    const before = [rig.kernel.getEventCount(), rig.kernel.ledger()]
    expect(attempt(session.kernel as unknown as Any, rig)).toEqual(given)
    expect(rig.kernel.errno).toBe('ESRCH')
    expect([rig.kernel.getEventCount(), rig.kernel.ledger()]).toEqual(before)
    expect([...rig.loop.watched]).toEqual([])
    expect(rig.trace).toEqual([])
  })

  it.each<[string, (kernel: Kernel, gone: TestSession) => unknown, unknown]>([
    ['post', (kernel, gone) => kernel.post(gone as never, 'x'), false],
    ['call', (kernel, gone) => kernel.call(gone as never, 'x'), undefined],
    ['signal', (kernel, gone) => kernel.signal(gone, 'TERM'), false],
    ['stop', (kernel, gone) => kernel.stop(gone), false],
    ['aliasResolve', (kernel, gone) => kernel.aliasResolve(gone), undefined],
    ['aliasList', (kernel, gone) => kernel.aliasList(gone), []],
    ['idToSession', (kernel, gone) => kernel.idToSession(gone.id), undefined],
    ['sessionToId', (kernel, gone) => kernel.sessionToId(gone), undefined],
    ['refcountIncrement', (kernel, gone) => kernel.refcountIncrement(gone, 't'), undefined],
    ['refcountDecrement', (kernel, gone) => kernel.refcountDecrement(gone, 't'), undefined],
    ['detachChild', (kernel, gone) => kernel.detachChild(gone), false],
    ['ledger', (kernel, gone) => kernel.ledger(gone), []],
  ])('%s finds nobody: ESRCH', (_method, attempt, given) => {
    const rig = new Rig()
    const gone = rig.start({ _start: nothing })
    rig.kernel.stop(gone)
    expect(attempt(rig.kernel, gone)).toEqual(given)
    expect(rig.kernel.errno).toBe('ESRCH')
  })

  it('what it makes is the kernel’s', async () => {
    const rig = new Rig()
    const gone = rig.start({ _start: nothing })
    rig.kernel.stop(gone)
    rig.start({ _start: (ctx) => rig.log(`${ctx.sender === rig.kernel}`) }, [], gone.kernel)
    expect(await rig.run()).toEqual(['true'])
  })
})

describe('a wrong argument', () => {
  const wrong: [string, Attempt, string][] = [
    ...(['alarm', 'alarmAdd', 'alarmSet', 'delay', 'delayAdd', 'delaySet'] as const).flatMap((method) => [
      ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, '5', {}, new Date(Number.NaN)].map(
        (time): [string, Attempt, string] => [
          `${method}(event, ${String(time)})`,
          (kernel) => loosely(kernel, method, 'x', time),
          'ERR_POE_TIME',
        ],
      ),
      ...[undefined, 5, '', null].map((event): [string, Attempt, string] => [
        `${method}(${JSON.stringify(event)}, 5)`,
        (kernel) => loosely(kernel, method, event, 5),
        'ERR_POE_EVENT',
      ]),
    ]),
    ['alarmAdd(event)', (kernel) => (kernel.alarmAdd as (event: string) => void)('x'), 'ERR_POE_TIME'],
    ['alarmAdjust(id, NaN)', (kernel) => kernel.alarmAdjust(1, Number.NaN), 'ERR_POE_TIME'],
    ['alarmAdjust("1", 5)', (kernel) => kernel.alarmAdjust('1' as never, 5), 'ERR_POE_ID'],
    ['alarmRemove()', (kernel) => kernel.alarmRemove(undefined as never), 'ERR_POE_ID'],
    ['post({})', (kernel) => loosely(kernel, 'post', {}, 'x'), 'ERR_POE_DESTINATION'],
    ['post(undefined)', (kernel) => kernel.post(undefined as never, 'x'), 'ERR_POE_DESTINATION'],
    ['post(NaN)', (kernel) => String(kernel.post(Number.NaN, 'x')) + kernel.errno, 'falseESRCH'],
    ['post(1, 5)', (kernel) => kernel.post(1, 5 as never), 'ERR_POE_EVENT'],
    ['call(1)', (kernel) => kernel.call(1, undefined as never), 'ERR_POE_EVENT'],
    ['yield(5)', (kernel) => kernel.yield(5 as never), 'ERR_POE_EVENT'],
    ['aliasSet(5)', (kernel) => kernel.aliasSet(5 as never), 'ERR_POE_ALIAS'],
    ['aliasRemove()', (kernel) => kernel.aliasRemove(undefined as never), 'ERR_POE_ALIAS'],
    ['refcountIncrement(1)', (kernel) => kernel.refcountIncrement(1, undefined as never), 'ERR_POE_TAG'],
    ['refcountDecrement(1, 5)', (kernel) => kernel.refcountDecrement(1, 5 as never), 'ERR_POE_TAG'],
    ['selectRead({})', (kernel) => kernel.selectRead({} as never, 'x'), 'ERR_POE_HANDLE'],
    ['selectRead(handle, 5)', (kernel) => kernel.selectRead(new ScriptedHandle(), 5 as never), 'ERR_POE_EVENT'],
    ['select(handle, x, 5)', (kernel) => kernel.select(new ScriptedHandle(), 'x', 5 as never), 'ERR_POE_EVENT'],
    ['sig()', (kernel) => kernel.sig(undefined as never, 'x'), 'ERR_POE_SIGNAL'],
    ['sig(TERM, 5)', (kernel) => kernel.sig('TERM', 5 as never), 'ERR_POE_EVENT'],
    ['signal(1, "")', (kernel) => kernel.signal(1, ''), 'ERR_POE_SIGNAL'],
    ['signal({}, TERM)', (kernel) => kernel.signal({} as never, 'TERM'), 'ERR_POE_DESTINATION'],
    ['sigChild(0)', (kernel) => kernel.sigChild(0, 'x'), 'ERR_POE_PID'],
    ['sigChild("1")', (kernel) => kernel.sigChild('1' as never, 'x'), 'ERR_POE_PID'],
    ['sigChild(1, 5)', (kernel) => kernel.sigChild(1, 5 as never), 'ERR_POE_EVENT'],
    ['signalUiDestroy(5)', (kernel) => kernel.signalUiDestroy(5 as never), 'ERR_POE_WINDOW'],
    ['signalUiDestroy({})', (kernel) => kernel.signalUiDestroy({}), 'ERR_POE_NO_SERVICE'],
    ['request({})', (kernel) => kernel.request({} as never, 'x' as never), 'ERR_POE_DESTINATION'],
    ['request(1, 5)', (kernel) => kernel.request(1, 5 as never), 'ERR_POE_EVENT'],
    ['with({ timeout: NaN })', (kernel) => kernel.with({ timeout: Number.NaN }), 'ERR_POE_BAD_OPTION'],
    ['with(5)', (kernel) => kernel.with(5 as never), 'ERR_POE_OPTIONS'],
    ['use(5)', (kernel) => kernel.use(5 as never), 'ERR_POE_MIXIN'],
    ['state(5)', (kernel) => kernel.state(5 as never, nothing), 'ERR_POE_EVENT'],
    ['state(x, 5)', (kernel) => kernel.state('x', 5 as never), 'ERR_POE_HANDLER'],
    ['state(x, {})', (kernel) => kernel.state('x', {} as never), 'ERR_POE_HANDLER'],
    ['state(x, { object: {} })', (kernel) => kernel.state('x', { object: {} }), 'ERR_POE_HANDLER'],
    ['stop({})', (kernel) => kernel.stop({} as never), 'ERR_POE_DESTINATION'],
    ['detachChild({})', (kernel) => kernel.detachChild({} as never), 'ERR_POE_DESTINATION'],
    ['sessionAlloc({})', (kernel) => kernel.sessionAlloc({} as never), 'ERR_POE_SESSION'],
  ]
  it.each(wrong)('%s', (what, attempt, expected) => {
    const rig = new Rig()
    const session = rig.start({ _start: nothing })
    session.kernel.delay('x', 5)
    const before = rig.kernel.ledger()
    if (what === 'post(NaN)') expect(attempt(session.kernel as unknown as Any, rig)).toBe(expected)
    else expect(code(() => attempt(session.kernel as unknown as Any, rig))).toBe(expected)
    // Nothing is half done.
    expect(rig.kernel.ledger()).toEqual(before)
    rig.kernel.stop()
    expect(rig.kernel.ledger()).toEqual([])
  })

  it('is not a name with an underscore: such events come like any other, and start or stop nobody', async () => {
    const rig = new Rig()
    const session = rig.start({
      _start: (_ctx, what?: string) => rig.log(`_start ${what}`),
      _own: () => rig.log('_own'),
      _child: (_ctx, what: string) => rig.log(`_child ${what}`),
      _stop: (_ctx, what?: string) => rig.log(`_stop ${what}`),
    })
    for (const event of ['_start', '_own', '_child', '_stop']) rig.kernel.post(session.id, event, 'posted')
    expect(await rig.run()).toEqual([
      '_start undefined',
      '_start posted',
      '_own',
      '_child posted',
      '_stop posted',
      '_stop undefined',
    ])
    expect(session.ended).toBe(1)
  })

  it('is not a time that is far away', async () => {
    const rig = new Rig()
    rig.start({
      _start({ kernel }) {
        kernel.delay('x', Number.MAX_SAFE_INTEGER)
        kernel.alarm('y', -Number.MAX_SAFE_INTEGER)
      },
      x: () => rig.log('x'),
      y: () => rig.log('y'),
    })
    expect(await rig.run()).toEqual(['y', 'x'])
  })
})

describe('a session of another kernel', () => {
  it('is refused by name', () => {
    const [here, there] = [new Rig(), new Rig()]
    const foreign = there.start({ _start: nothing })
    for (const to of [foreign, there.kernel, foreign.kernel])
      for (const attempt of [
        () => loosely(here.kernel, 'post', to, 'x'),
        () => loosely(here.kernel, 'call', to, 'x'),
        () => here.kernel.signal(to, 'TERM'),
        () => here.kernel.refcountIncrement(to as never, 't'),
        () => here.kernel.stop(to as never),
      ])
        expect(code(attempt)).toBe('ERR_POE_FOREIGN')
    expect(() => here.kernel.post(foreign as never, 'x')).toThrow(
      `Kernel ${here.kernel.id} cannot reach session 1 of kernel ${there.kernel.id}: sessions talk within one kernel.`,
    )
  })

  it('from another copy of the package is refused as such', () => {
    const { kernel } = new Rig()
    const other = { [Symbol.for('@poe/session')]: 1, id: 1 }
    expect(() => loosely(kernel, 'post', other, 'x')).toThrow('cannot reach a session of another copy of @poe/kernel')
  })

  it('or of none cannot be reached yet, nor used', () => {
    const rig = new Rig()
    const unborn = new (class extends (rig.start({ _start: nothing }).constructor as new (
      states: object,
    ) => TestSession) {})({})
    expect(rig.kernel.post(unborn as never, 'x')).toBe(false)
    expect(rig.kernel.errno).toBe('ESRCH')
    expect(code(() => unborn.kernel)).toBe('ERR_POE_NOT_ALLOCATED')
    expect(unborn.id).toBe(0)
  })
})

describe('state', () => {
  it('adds, replaces and removes a handler of the session, and tells of replacing', async () => {
    const rig = new Rig()
    const object = { method: () => rig.log('method'), x: () => rig.log('own name') }
    const session = rig.start({
      _start({ kernel }) {
        kernel.state('x', () => rig.log('function'))
        kernel.yield('x')
        kernel.yield('two')
        kernel.yield('x')
        kernel.yield('three')
        kernel.yield('x')
        kernel.yield('four')
        kernel.yield('x')
      },
      two: ({ kernel }) => kernel.state('x', { object, method: 'method' }),
      three: ({ kernel }) => kernel.state('x', { object }),
      four: ({ kernel }) => kernel.state('x'),
    })
    expect(await rig.run()).toEqual(['function', 'method', 'own name'])
    expect(session.replaced).toEqual(['x', 'x'])
    expect(session.unheard).toEqual(['x', '_stop'])
  })
})

describe('isKernel and chooseKernel', () => {
  it('know kernels and views from anything else', () => {
    const rig = new Rig()
    const { kernel } = rig.start({ _start: nothing })
    expect([rig.kernel, kernel, {}, null, 5, rig].map(isKernel)).toEqual([true, true, false, false, false, false])
    expect(chooseKernel('Thing', kernel)).toBe(kernel)
    expect(code(() => chooseKernel('Thing', {}))).toBe('ERR_POE_BAD_OPTION')
    expect(code(() => chooseKernel('Thing', undefined))).toBe('ERR_POE_NO_KERNEL')
  })
})
