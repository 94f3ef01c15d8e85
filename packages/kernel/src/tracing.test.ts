import { TimeLoop } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { ScriptedHandle } from './handle.test-kit.ts'
import { Kernel, type KernelOptions } from './index.ts'
import { nothing, type States, TestSession } from './rig.test-kit.ts'

/** A loop that keeps its trace, in a world of these settings. */
class TracingLoop extends TimeLoop {
  readonly env: Readonly<Record<string, string>>
  readonly lines: string[] = []

  constructor(env: Readonly<Record<string, string>> = {}) {
    super({ settle: () => new Promise(setImmediate) })
    this.env = env
  }

  trace(line: string): void {
    this.lines.push(line)
  }
}

function rigOf(options: Omit<KernelOptions, 'loop'>, env: Readonly<Record<string, string>> = {}) {
  const loop = new TracingLoop(env)
  const kernel = new Kernel({ loop, ...options })
  const start = (states: States) => {
    const session = new TestSession(states)
    kernel.sessionAlloc(session)
    return session
  }
  return { loop, kernel, start }
}

/** The line this is called at. */
const here = () => Number(/tracing\.test\.ts:(\d+)/.exec(new Error().stack?.split('\n')[2] ?? '')?.[1])
const hereIn = (line: number) => expect.stringMatching(new RegExp(`tracing\\.test\\.ts:${line}$`))

describe('tracing', () => {
  it('is off, and knows nothing, unless it is asked for', async () => {
    const { loop, kernel, start } = rigOf({})
    start({
      _start: ({ kernel: own }) => own.yield('next'),
      next: ({ callerFile, callerLine }) => expect([callerFile, callerLine]).toEqual([undefined, undefined]),
    })
    expect(kernel.ledger().map(({ where }) => where)).toEqual([undefined, undefined])
    await kernel.run()
    expect(loop.lines).toEqual([])
  })

  it('tells handlers where their event was sent, after an await too', async () => {
    const { kernel, start } = rigOf({ traces: ['retvals'] })
    const seen: unknown[] = []
    let line = 0
    const look = async (ctx: { callerFile: string | undefined; callerLine: number | undefined }) => {
      await Promise.resolve()
      seen.push(ctx.callerFile?.replace(/.*\//, ''), ctx.callerLine)
    }
    const session = start({
      _start({ kernel: own }) {
        line = here()
        own.yield('queued')
        own.delay('timed', 5)
        own.delayAdd('other', 6)
      },
      queued: look,
      timed: look,
      called: look,
      other: ({ kernel: own }) => own.post(session, 'called'),
    })
    kernel.call(session, 'called')
    await kernel.run()
    const file = 'tracing.test.ts'
    expect(seen).toEqual([file, line + 10, file, line + 1, file, line + 2, file, line + 8])
  })

  it('tells the ledger where each thing was made', async () => {
    const { kernel, start } = rigOf({ traces: ['retvals'] })
    let line = 0
    const session = start({
      _start({ kernel: own, session: me }) {
        line = here()
        own.aliasSet('name')
        own.refcountIncrement(me, 'tag')
        own.delay('timer', 10)
        own.sig('TERM', 'term')
        own.selectRead(new ScriptedHandle(), 'ready')
        own.sigChild(77, 'ended')
        own.host.hold('postback', 'back')
        own.host.own({ kind: 'wheel', label: 'Wheel(1)', dispose: nothing })
        own.yield('event')
        own.sessionAlloc(new TestSession({ _start: ({ kernel }) => kernel.aliasSet('child') }))
        own.host.after(100, 'after', nothing)
      },
    })
    const found = Object.fromEntries(
      kernel.ledger(session).map((entry) => [`${entry.kind} ${entry.label}`, entry.where]),
    )
    expect(found).toMatchObject({
      'alias name': hereIn(line + 1),
      'extref tag': hereIn(line + 2),
      'timer timer': hereIn(line + 3),
      'signal TERM': hereIn(line + 4),
      'handle ready': hereIn(line + 5),
      'process 77': hereIn(line + 6),
      'postback back': hereIn(line + 7),
      'wheel Wheel(1)': hereIn(line + 8),
      'event event': hereIn(line + 9),
      'child session 2': hereIn(line + 10),
      'timer after': hereIn(line + 11),
    })
    expect(kernel.explain(session)).toContain(`tracing.test.ts:${line + 1}), `)
    kernel.stop()
    await kernel.run()
  })

  it('shows what happens, kind by kind', async () => {
    const { loop, kernel, start } = rigOf({ traces: true })
    const handle = new ScriptedHandle()
    const session = start({
      _start({ kernel: own }) {
        own.sig('USR1', 'usr1')
        own.selectRead(handle, 'ready')
        own.selectRead(handle)
        own.yield('next', 1, 'two')
        own.signal(own, 'USR1', 'x')
        own.alarmRemove(9)
      },
      next: () => 'done',
      usr1: nothing,
    })
    await kernel.run()
    const lines = loop.lines.map((line) => line.replace(/ \((?:from|at) .*?\)/g, ''))
    for (const line of [
      '<ss> session 1 is made by the kernel',
      '<ev> session 1 gets "_start" from the kernel ()',
      '<sg> session 1 watches USR1 by "usr1"',
      `<fh> session 1 watches handle ${handle.id} to read`,
      `<fh> session 1 ignores handle ${handle.id} to read`,
      '<ev> session 1 queues "next" for session 1 (1, "two")',
      '<rv> alarmRemove(9) failed: ESRCH, there is no such session, alias, timer or tag, in session 1, event "_start"',
      '<ev> session 1 gets "next" from session 1 (1, "two")',
      '<ev> session 1 has handled "next", giving ("done")',
      '<sg> the kernel gets USR1 ("x")',
      '<sg> session 1 ignores USR1',
      '<ss> session 1 stops',
      '<ss> session 1 is freed',
      '<de> session 1: heap (undefined), handlers _start next usr1',
    ])
      expect(lines).toContain(line)
    expect(lines.some((line) => line.startsWith('<rc> the kernel is held once less'))).toBe(true)
    expect(session.ended).toBe(1)
  })

  it('shows one kind only, by option or by the environment, which comes first', async () => {
    const tags = async (options: Omit<KernelOptions, 'loop'>, env: Record<string, string> = {}) => {
      const { loop, kernel, start } = rigOf(options, env)
      start({ _start: ({ kernel: own }) => own.sig('USR1', 'usr1') })
      await kernel.run()
      return [...new Set(loop.lines.map((line) => line.slice(0, 4)))].sort()
    }
    expect(await tags({ traces: ['signals'] })).toEqual(['<sg>'])
    expect(await tags({}, { POE_TRACE_SIGNALS: '1' })).toEqual(['<sg>'])
    expect(await tags({ traces: ['signals', 'sessions'] }, { POE_TRACE_SIGNALS: '0' })).toEqual(['<ss>'])
    expect(await tags({}, { POE_TRACE_DEFAULT: '1', POE_TRACE_EVENTS: 'off' })).toEqual([
      '<de>',
      '<rc>',
      '<sg>',
      '<ss>',
    ])
    expect(await tags({ traces: false }, { POE_TRACE_DEFAULT: '1' })).toEqual([])
  })

  it('shows the events of one session, if that is what is wanted', async () => {
    const { loop, kernel, start } = rigOf({})
    const session = start({
      _start({ kernel: own, session: me }) {
        me.shown = true
        own.yield('one')
      },
      _default: ({ session: me, kernel: own }, event: string) => {
        if (event !== 'one') return
        own.yield('two')
        me.shown = false
      },
    })
    start({ _start: nothing })
    await kernel.run()
    expect(loop.lines).toEqual(['1 -> one', '1 -> one redirected to _default'])
    expect(session.shown).toBe(false)
  })

  it('goes to where warnings go, on a loop that has no place for it', async () => {
    const loop = new TimeLoop({ settle: () => new Promise(setImmediate) })
    const kernel = new Kernel({ loop, traces: ['sessions'] })
    kernel.sessionAlloc(new TestSession({ _start: nothing }))
    await kernel.run()
    expect(loop.warnings).toEqual([
      '<ss> session 1 is made by the kernel',
      '<ss> session 1 stops',
      '<ss> session 1 is freed',
    ])
  })

  it('refuses what it does not know', () => {
    expect(() => rigOf({ traces: ['everything'] as never })).toThrow(
      'Option "traces" of Kernel has to be true, false or a list of destroy, events, files, refcnt',
    )
    expect(() => rigOf({ asserts: ['alles'] as never })).toThrow('Option "asserts"')
    expect(() => rigOf({ asserts: 'data' as never })).toThrow('Option "asserts"')
  })
})

describe('assertions', () => {
  const told = (kernel: Kernel, run: () => unknown) => {
    try {
      return run()
    } catch (error) {
      return [(error as { code?: string }).code, (error as Error).message, kernel.errno]
    }
  }

  it('make expected misses errors that say who, where and what', async () => {
    const { kernel, start } = rigOf({ asserts: ['usage'] })
    let line = 0
    let seen: unknown
    start({
      _start({ kernel: own }) {
        seen = told(own, () => {
          line = here()
          return own.alarmRemove(7)
        })
      },
    })
    expect(seen).toEqual([
      'ERR_POE_ASSERT',
      expect.stringMatching(
        new RegExp(
          `^alarmRemove\\(7\\) failed: ESRCH, there is no such session, alias, timer or tag, in session 1, event "_start" \\(at .*tracing\\.test\\.ts:${line + 1}\\)$`,
        ),
      ),
      'ESRCH',
    ])
    expect(kernel.post('nobody', 'x')).toBe(false)
    await kernel.run()
  })

  it.each([
    ['data', ['post', 'nobody', 'x']],
    ['data', ['call', 'nobody', 'x']],
    ['data', ['signal', 'nobody', 'X']],
    ['data', ['detachChild', 'nobody']],
    ['usage', ['delayAdjust', 9, 1]],
    ['usage', ['aliasRemove', 'nobody']],
    ['retvals', ['alarmAdjust', 9, 1]],
    ['retvals', ['idToSession', 9]],
    ['retvals', ['refcountDecrement', 1, 'no']],
    ['retvals', ['refcountIncrement', 99, 'no']],
    ['retvals', ['detachMyself']],
    ['retvals', ['aliasResolve', 'nobody']],
  ] as const)('of %s: %j', async (kind, [method, ...args]) => {
    const thrown = async (asserts: KernelOptions['asserts']) => {
      const { kernel, start } = rigOf({ ...(asserts === undefined ? {} : { asserts }) })
      let code: unknown
      start({
        _start({ kernel: own }) {
          const result = told(own, () =>
            (own as unknown as Record<string, (...a: unknown[]) => unknown>)[method]?.(...args),
          )
          code = Array.isArray(result) ? result[0] : undefined
        },
      })
      await kernel.run()
      return code
    }
    expect([await thrown([kind]), await thrown(undefined), await thrown(['states'])]).toEqual([
      'ERR_POE_ASSERT',
      undefined,
      undefined,
    ])
  })

  it('leave what succeeds, and the errno, as they are', async () => {
    const { kernel, start } = rigOf({ asserts: true })
    start({
      _start({ kernel: own, session }) {
        expect(own.call(session, 'missing')).toBeUndefined()
        expect(own.errno).toBe('ENOSYS')
        expect(own.aliasSet('me')).toBe(true)
        expect(own.errno).toBe('ENOSYS')
        expect(own.alarmRemove(own.delaySet('x', 1))?.event).toBe('x')
        expect(own.aliasRemove('me')).toBe(true)
      },
    })
    await kernel.run()
  })

  it('of states warn of events nobody handles', async () => {
    const { loop, kernel, start } = rigOf({}, { POE_ASSERT_STATES: '1' })
    start({ _start: ({ kernel: own }) => own.yield('lost') })
    start({ _start: ({ kernel: own }) => own.yield('found'), _default: nothing })
    await kernel.run()
    expect(loop.warnings).toEqual(['Session 1 has no handler for event "lost", nor a _default.'])
  })

  it('of files refuse a handle that is closed', async () => {
    const { kernel, start } = rigOf({ asserts: ['files'] })
    const handle = new ScriptedHandle()
    handle.close()
    start({
      _start({ kernel: own }) {
        expect(told(own, () => own.selectRead(handle, 'x'))).toMatchObject([
          'ERR_POE_ASSERT',
          expect.stringContaining('closed'),
          '',
        ])
      },
    })
    await kernel.run()
    expect(kernel.ledger()).toEqual([])
  })

  it('of data find counts that went wrong', async () => {
    const { kernel, start } = rigOf({ asserts: ['data'] })
    const session = start({ _start: ({ kernel: own }) => own.yield('x'), x: nothing })
    ;(session as unknown as { references: number }).references = -5
    await expect(kernel.run()).rejects.toThrow('Session 1 has fewer references than none: -6')
  })

  it('and exceptions can be turned by the environment', async () => {
    const { kernel, start } = rigOf({ catchExceptions: true }, { POE_CATCH_EXCEPTIONS: '0' })
    const boom = new Error('boom')
    start({
      _start({ kernel: own }) {
        own.sig('DIE', 'die')
        own.yield('go')
      },
      go() {
        throw boom
      },
      die: ({ kernel: own }) => own.sigHandled(),
    })
    await expect(kernel.run()).rejects.toBe(boom)
  })
})
