import { SysRWDriver } from '@poe/driver-sysrw'
import { LineFilter } from '@poe/filter-line'
import { describe, expect, it } from 'vitest'
import { Rig } from './rig.test-support.ts'
import { ALL } from './scripted-handle.test-support.ts'

const LINE = 'x'.repeat(98)
/** So many lines of a hundred octets, their ends counted. */
const lines = (count: number) => Array.from({ length: count }, () => LINE)
const untilFlushed = { flushed: (wheel: { dispose(): void }) => wheel.dispose() }

describe('ReadWrite.put', () => {
  it('makes one write of all that is put in a dispatch, when it ends', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects(ALL)
    const start = (wheel: { put(...lines: string[]): boolean }) => {
      wheel.put('one', 'two')
      wheel.put()
      wheel.put('three')
      expect(handle.written).toEqual([])
    }
    rig.session({ handle }, { start, ...untilFlushed })
    expect(await rig.run()).toEqual(['flushed 1'])
    expect(handle.written).toEqual(['one\r\ntwo\r\nthree\r\n'])
    expect(rig.left).toEqual([])
  })

  it('makes one write of the answers to everything that came in one piece', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('1\n2\n3\n').expects(ALL)
    rig.session({ handle }, { input: (wheel, line) => wheel.put(line), ...untilFlushed })
    expect(await rig.run()).toEqual(['input 1 1', 'input 2 1', 'input 3 1', 'flushed 1'])
    expect(handle.written).toEqual(['1\r\n2\r\n3\r\n'])
  })

  it('works from outside any dispatch', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects(ALL)
    rig.session({ handle }, untilFlushed)
    await rig.play(async () => {
      rig.wheel.put('one')
      rig.wheel.put('two')
      expect([handle.written, rig.wheel.isFlushed]).toEqual([[], false])
    })
    expect([handle.written, rig.trace]).toEqual([['one\r\ntwo\r\n'], ['flushed 1']])
    expect(rig.left).toEqual([])
  })

  it('works before the kernel runs', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects(ALL)
    rig.session({ handle }, untilFlushed)
    rig.wheel.put('early')
    expect(await rig.run()).toEqual(['flushed 1'])
    expect(handle.written).toEqual(['early\r\n'])
  })

  it('writes without an input event, and without any event at all', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects({ take: 2, pending: 2 }, ALL)
    const mute = { inputEvent: undefined, flushedEvent: undefined, errorEvent: undefined }
    rig.session({ handle, ...mute }, { start: (wheel) => wheel.put('last words') })
    await rig.play(async () => handle.handOn())
    expect([rig.trace, handle.written]).toEqual([[], ['la', 'st words\r\n']])
    expect(rig.left).toEqual([])
  })

  it('tells nothing flushed where nothing was put', async () => {
    const rig = new Rig()
    const handle = rig.handle().finish()
    const start = (wheel: { put(...lines: string[]): boolean; flush(): void }) => [wheel.put(), wheel.flush()]
    rig.session({ handle }, { start, error: (wheel) => wheel.dispose() })
    expect(await rig.run()).toEqual(['error read - 0 1'])
  })

  it('goes nowhere once the wheel has ended', async () => {
    const rig = new Rig()
    const handle = rig.handle()
    rig.session(
      { handle },
      { start: (wheel) => [wheel.put('dropped'), wheel.dispose(), expect(wheel.put('x')).toBe(false)] },
    )
    expect(await rig.run()).toEqual([])
    expect([handle.written, rig.wheel.broken]).toEqual([[], true])
    expect(rig.left).toEqual([])
  })

  it('keeps what the handle does not take, and writes it when it is ready', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects({ take: 3, pending: 1 }, { take: 2, pending: 2 }, ALL)
    rig.session({ handle }, { start: (wheel) => wheel.put('abcdefgh'), ...untilFlushed })
    await rig.play(async () => {
      expect([handle.written, rig.trace]).toEqual([['abc'], []])
      expect([rig.wheel.getDriverOutOctets(), rig.wheel.getDriverOutMessages()]).toEqual([7, 1])
      rig.wheel.put('more')
      await rig.quiet()
      expect([handle.written, rig.wheel.getDriverOutMessages()]).toEqual([['abc'], 2])
      handle.handOn()
      await rig.quiet()
      expect([handle.written, rig.trace]).toEqual([['abc', 'de'], []])
      handle.handOn()
    })
    expect([handle.written, rig.trace]).toEqual([['abc', 'de', 'fgh\r\nmore\r\n'], ['flushed 1']])
    expect(rig.left).toEqual([])
  })

  it('tells flushed only when the handle has handed all on', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects({ take: 100, pending: 5 })
    rig.session({ handle }, { start: (wheel) => wheel.put('abc'), ...untilFlushed })
    await rig.play(async () => {
      expect([rig.trace, rig.wheel.isFlushed]).toEqual([[], false])
      handle.handOn()
    })
    expect(rig.trace).toEqual(['flushed 1'])
  })

  it('does not let a wheel that refills itself take the whole turn, nor the whole stack', async () => {
    const rig = new Rig()
    const handle = rig.handle()
    handle.otherwise = () => ALL
    let refills = 0
    const flushed = (wheel: { put(line: string): boolean; dispose(): void }) =>
      ++refills < 20_000 ? wheel.put('again') : wheel.dispose()
    let ticks = 0
    const tick = () => {
      if (!rig.wheel.disposed && ++ticks > 0) rig.context.kernel.yield('tick')
    }
    const start = (wheel: { put(line: string): boolean }) => [wheel.put('once'), rig.context.kernel.yield('tick')]
    rig.session({ handle }, { start, flushed, tick })
    await rig.run()
    expect([refills, handle.written.length]).toEqual([20_000, 20_000])
    expect(ticks).toBeGreaterThan(1000)
    expect(rig.left).toEqual([])
  })
})

describe('ReadWrite, autoFlush and flush', () => {
  it('writes within put, events included', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects(ALL, ALL)
    const start = (wheel: { put(line: string): boolean; dispose(): void }) => {
      wheel.put('one')
      rig.trace.push('put')
      wheel.put('two')
      wheel.dispose()
    }
    rig.session({ handle, autoFlush: true }, { start })
    expect(await rig.run()).toEqual(['flushed 1', 'put', 'flushed 1'])
    expect(handle.written).toEqual(['one\r\n', 'two\r\n'])
  })

  it('flush writes at once what was put, and it is told once', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects(ALL).finish()
    const start = (wheel: { put(line: string): boolean; flush(): void }) => {
      wheel.put('one')
      wheel.flush()
      expect(handle.written).toEqual(['one\r\n'])
    }
    rig.session({ handle }, { start, error: (wheel) => wheel.dispose() })
    expect(await rig.run()).toEqual(['flushed 1', 'error read - 0 1'])
  })
})

describe('ReadWrite, highMark and lowMark', () => {
  const marks = { highMark: 1000, lowMark: 200 }

  it('tells once that the high mark is passed, and once that the low one is reached, before flushed', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects({ take: 100, pending: 100 }, { take: 700, pending: 1 }, ALL)
    const start = (wheel: { put(...lines: string[]): boolean }) => rig.trace.push(`put ${wheel.put(...lines(12))}`)
    rig.session({ handle, ...marks }, { start, ...untilFlushed })
    await rig.play(async () => {
      expect(rig.trace).toEqual(['put true', 'high 1'])
      // A small put between the marks takes nothing from the event that is owed.
      expect(rig.wheel.put(LINE)).toBe(true)
      await rig.quiet()
      handle.handOn()
      await rig.quiet()
      expect([rig.wheel.put('x'), rig.trace.length]).toEqual([false, 2])
      handle.handOn()
    })
    expect(rig.trace).toEqual(['put true', 'high 1', 'low 1', 'flushed 1'])
    expect(rig.left).toEqual([])
  })

  it('tells the high mark passed by many small puts while the peer is waited for', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects({ take: 100, pending: 100 }, ALL)
    rig.session({ handle, ...marks }, { start: (wheel) => wheel.put(LINE), ...untilFlushed })
    await rig.play(async () => {
      const given: boolean[] = []
      for (let i = 0; i < 10; i++) {
        given.push(rig.wheel.put(LINE))
        await rig.quiet()
      }
      expect(given.indexOf(true)).toBe(8)
      expect(rig.trace).toEqual(['high 1'])
      handle.handOn()
    })
    expect(rig.trace).toEqual(['high 1', 'low 1', 'flushed 1'])
  })

  it('counts octets, not characters', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects(ALL)
    const put: boolean[] = []
    const start = (wheel: { put(line: string): boolean }) =>
      put.push(wheel.put('x'.repeat(700)), wheel.put('€'.repeat(98)), wheel.put('é'))
    rig.session({ handle, ...marks }, { start, ...untilFlushed })
    await rig.run()
    expect(put).toEqual([false, false, true])
  })

  it('moves the marks', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects({ take: 0, pending: 1 }, { take: 150, pending: 1 }, ALL)
    rig.session({ handle, ...marks }, { start: (wheel) => wheel.put(...lines(5)), ...untilFlushed })
    await rig.play(async () => {
      expect(rig.trace).toEqual([])
      rig.wheel.setHighMark(400)
      expect(rig.wheel.put('x')).toBe(true)
      await rig.quiet()
      expect(rig.trace).toEqual(['high 1'])
      rig.wheel.setLowMark(399)
      handle.handOn()
      await rig.quiet()
      expect(rig.trace).toEqual(['high 1', 'low 1'])
      expect(() => rig.wheel.setLowMark(400)).toThrow('option "lowMark" must be less than "highMark", 400, not 400')
      expect(() => rig.wheel.setHighMark(0)).toThrow('option "highMark" must be a whole number of at least 1, not 0')
      handle.handOn()
    })
    expect(rig.left).toEqual([])
  })

  it('has no marks to move where none were given', async () => {
    const rig = new Rig()
    rig.session({ handle: rig.handle() }, { start: (wheel) => wheel.setHighMark(5) })
    await expect(rig.run()).rejects.toThrow('option "lowMark" must be given where "highMark" is')
  })

  it('sends no event after the wheel was disposed of in the one before', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects({ take: 0, pending: 1 }, ALL)
    const low = (wheel: { dispose(): void }) => wheel.dispose()
    rig.session({ handle, ...marks }, { start: (wheel) => wheel.put(...lines(12)), low })
    await rig.play(async () => handle.handOn())
    expect(rig.trace).toEqual(['high 1', 'low 1'])
    expect(rig.left).toEqual([])
  })
})

describe('ReadWrite, writing that fails', () => {
  it('tells once, with its code, and what is put goes nowhere', async () => {
    const rig = new Rig()
    const handle = rig.handle()
    handle.breakWriting('EPIPE')
    const error = (wheel: { put(line: string): boolean; broken: boolean; dispose(): void }) => {
      rig.trace.push(`${wheel.put('more')} ${wheel.broken}`)
      rig.context.kernel.delay('later', 1000)
    }
    const later = (wheel: { dispose(): void }) => wheel.dispose()
    rig.session({ handle }, { start: (wheel) => wheel.put('x'), error, later })
    expect(await rig.run()).toEqual(['error write EPIPE 32 1', 'false true', 'later'])
    expect(rig.left).toEqual([])
  })

  it('gives up with ENOBUFS where more than maxOutput waits', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects({ take: 100, pending: 100 })
    rig.session(
      { handle, maxOutput: 1000 },
      { start: (wheel) => wheel.put(...lines(10)), error: (wheel) => wheel.dispose() },
    )
    await rig.play(async () => {
      expect(rig.trace).toEqual([])
      rig.wheel.put('one more')
    })
    expect(rig.trace).toEqual(['error write ENOBUFS 105 1'])
    expect(rig.left).toEqual([])
  })

  it('gives up with ETIMEDOUT where the peer takes nothing for stallTimeout', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects({ take: 100, pending: 100 })
    rig.session(
      { handle, stallTimeout: 5000 },
      { start: (wheel) => wheel.put(...lines(10)), error: (wheel) => wheel.dispose() },
    )
    expect(await rig.run()).toEqual(['error write ETIMEDOUT 110 1'])
    expect(rig.loop.now()).toBe(5000)
    expect(rig.left).toEqual([])
  })

  it('waits on as long as the peer takes something', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects({ take: 1000, pending: 1000 })
    const drip = (wheel: { disposed: boolean }) => {
      handle.handOn(100)
      if (!wheel.disposed && handle.pending > 0) rig.context.kernel.delay('drip', 4000)
    }
    const start = (wheel: { put(...lines: string[]): boolean }) => [
      wheel.put(...lines(10)),
      rig.context.kernel.delay('drip', 4000),
    ]
    rig.session({ handle, stallTimeout: 5000 }, { start, drip, ...untilFlushed })
    const trace = await rig.run()
    expect(trace.filter((line) => line !== 'drip')).toEqual(['flushed 1'])
    expect(rig.loop.now()).toBe(40_000)
    expect(rig.left).toEqual([])
  })
})

describe('ReadWrite.shutdownOutput', () => {
  it('ends the output after what was put, and reading goes on', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects({ take: 2, pending: 2 }, ALL)
    const start = (wheel: { put(line: string): boolean; shutdownOutput(): void }) => [
      wheel.put('bye'),
      wheel.shutdownOutput(),
    ]
    rig.session({ handle }, { start, error: (wheel) => wheel.dispose() })
    await rig.play(async () => {
      expect(handle.shutdowns).toBe(0)
      handle.handOn()
      await rig.quiet()
      expect([handle.shutdowns, handle.written]).toEqual([1, ['by', 'e\r\n']])
      handle.feed('still here\n').finish()
    })
    expect(rig.trace).toEqual(['flushed 1', 'input still here 1', 'error read - 0 1'])
    expect(rig.left).toEqual([])
  })

  it('makes what is put afterwards an error that is told', async () => {
    const rig = new Rig()
    const handle = rig.handle()
    const start = (wheel: { put(line: string): boolean; shutdownOutput(): void }) => {
      wheel.shutdownOutput()
      rig.trace.push(String(wheel.put('lost')), String(wheel.put('lost')))
    }
    rig.session({ handle }, { start, error: (wheel) => wheel.dispose() })
    expect(await rig.run()).toEqual(['false', 'false', 'error write EPIPE 32 1'])
  })
})

describe('ReadWrite.close', () => {
  const close = (wheel: { put(line: string): boolean; close(): void }) => [
    wheel.put('bye'),
    wheel.close(),
    wheel.close(),
  ]

  it('writes what is queued, ends the output, reads away until the peer ends too, and closes, without an event', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects({ take: 2, pending: 2 }, ALL)
    handle.onShutdown = () => handle.feed('unheard\n').finish()
    const start = (wheel: { put(line: string): boolean; close(options: object): void }) => {
      wheel.put('bye')
      wheel.close({ stallTimeout: Number.POSITIVE_INFINITY })
    }
    rig.session({ handle, highMark: 5, lowMark: 1 }, { start })
    await rig.play(async () => {
      expect([handle.state, handle.shutdowns]).toEqual(['open', 0])
      expect(rig.kernel.ledger().map(({ kind }) => kind)).toContain('closing')
      handle.handOn()
    })
    expect([handle.written, handle.shutdowns, handle.unreadText, rig.trace]).toEqual([['by', 'e\r\n'], 1, '', []])
    expect(rig.loop.now()).toBe(0)
    expect(rig.left).toEqual([])
  })

  it('reads nothing before all is written, even if input is paused and resumed', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects({ take: 2, pending: 2 }, ALL)
    handle.onShutdown = () => handle.finish()
    rig.session({ handle })
    await rig.play(async () => {
      rig.wheel.put('bye')
      rig.wheel.pauseInput()
      rig.wheel.close({ stallTimeout: Number.POSITIVE_INFINITY })
      rig.wheel.resumeInput()
      handle.feed('early\n')
      await rig.quiet()
      expect(handle.unreadText).toBe('early\n')
      handle.handOn()
    })
    expect([handle.unreadText, handle.shutdowns, rig.trace]).toEqual(['', 1, []])
    expect(rig.left).toEqual([])
  })

  it('waits no longer than linger for a peer that does not end', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects(ALL)
    rig.session({ handle }, { start: close })
    await rig.run()
    expect([handle.shutdowns, rig.loop.now()]).toEqual([1, 2000])
    expect(rig.left).toEqual([])
  })

  it('waits for nobody where the peer has ended already', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects(ALL).finish()
    rig.session({ handle }, { error: close })
    expect(await rig.run()).toEqual(['error read - 0 1'])
    expect([handle.written, rig.loop.now()]).toEqual([['bye\r\n'], 0])
    expect(rig.left).toEqual([])
  })

  it('drops what the peer takes nothing of', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects({ take: 1, pending: 1 })
    rig.session({ handle }, { start: close })
    expect(await rig.run()).toEqual([])
    expect([handle.shutdowns, rig.loop.now()]).toEqual([0, 60_000])
    expect(rig.left).toEqual([])
  })

  it('takes other times', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects({ take: 1, pending: 1 })
    rig.session({ handle }, { start: (wheel) => [wheel.put('x'), wheel.close({ stallTimeout: 300, linger: 0 })] })
    await rig.run()
    expect(rig.loop.now()).toBe(300)
    expect(() => rig.wheel.close({ linger: -1 })).toThrow('option "linger" must be a number of milliseconds, 0 or more')
  })

  it('ends at once after writing has failed', async () => {
    const rig = new Rig()
    const handle = rig.handle()
    handle.breakWriting('ECONNRESET')
    rig.session({ handle }, { start: (wheel) => wheel.put('x'), error: close })
    expect(await rig.run()).toEqual(['error write ECONNRESET 104 1'])
    expect(rig.loop.now()).toBe(0)
    expect(rig.left).toEqual([])
  })

  it('ends where writing fails meanwhile', async () => {
    const rig = new Rig()
    const handle = rig.handle()
    handle.breakWriting('ECONNRESET')
    rig.session({ handle }, { start: close })
    expect(await rig.run()).toEqual([])
    expect(rig.left).toEqual([])
  })

  it('takes nothing more, and has no events to change', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects(ALL).feed('x\n')
    const start = (wheel: { put(line: string): boolean; close(): void; event(names: object): void }) => {
      close(wheel)
      wheel.event({ inputEvent: 'input' })
      rig.trace.push(String(wheel.put('late')))
    }
    rig.session({ handle }, { start: start as never })
    expect(await rig.run()).toEqual(['false'])
    expect(handle.written).toEqual(['bye\r\n'])
  })

  it('ends a wheel on a handle that cannot be read', async () => {
    const rig = new Rig()
    const { PoeError } = await import('@poe/errors')
    const handle = rig.handle().expects(ALL)
    const watch = handle.watch.bind(handle)
    handle.watch = (mode, ready) => {
      if (mode === 'read') throw new PoeError('ERR_POE_NO_MODE', 'It cannot be read.')
      watch(mode, ready)
    }
    rig.session({ handle, inputEvent: undefined }, { start: close })
    rig.kernel.run().catch(() => {})
    await rig.quiet()
    expect([handle.state, handle.written]).toEqual(['closed', ['bye\r\n']])
  })
})

describe('ReadWrite options', () => {
  const given = (options: object, start?: (wheel: never) => unknown) => {
    const rig = new Rig()
    rig.session({ handle: rig.handle(), ...options } as never, { ...(start && { start: start as never }) })
    const message = rig.run().then(
      () => 'fine',
      (error: Error & { code: string }) => `${error.code} ${error.message}`,
    )
    return { rig, message }
  }

  it.each<[object, string]>([
    [{ inputEvnet: 'x' }, 'ERR_POE_UNKNOWN_OPTION ReadWrite: unknown option "inputEvnet"; did you mean "inputEvent"?'],
    [{ handle: 5 }, 'ERR_POE_BAD_OPTION ReadWrite: option "handle" must be a stream handle, not 5.'],
    [{ handle: undefined }, 'option "handle" must be given, or both "inputHandle" and "outputHandle", not undefined.'],
    [{ inputEvent: '' }, 'option "inputEvent" must be a string of at least one character, not "".'],
    [{ filter: {} }, 'option "filter" must be a filter (it has no method "getOneStart"), not an object.'],
    [{ driver: {} }, 'option "driver" must be a driver (it has no method "get"), not an object.'],
    [{ filter: new LineFilter(), inputFilter: new LineFilter() }, 'option "filter" must be left out where'],
    [{ highMark: 5 }, 'option "lowMark" must be given where "highMark" is, not undefined.'],
    [{ lowMark: 5 }, 'option "highMark" must be given where "lowMark" is, not undefined.'],
    [{ highMark: 5, lowMark: 5 }, 'option "lowMark" must be less than "highMark", 5, not 5.'],
    [{ highEvent: 'x' }, 'option "highMark" must be given, with "lowMark", where "highEvent" or "lowEvent" is'],
    [{ autoFlush: 1 }, 'option "autoFlush" must be true or false, not 1.'],
    [{ maxOutput: 0 }, 'option "maxOutput" must be a whole number of at least 1, not 0.'],
    [{ stallTimeout: -1 }, 'option "stallTimeout" must be a number of milliseconds, 0 or more, not -1.'],
  ])('refuses %j', async (options, message) => {
    const { rig, message: got } = given(options)
    expect(await got).toContain(message)
    expect(rig.kernel.ledger()).toEqual([])
  })

  it('refuses a handle beside one for each direction', async () => {
    const rig = new Rig()
    rig.session({ handle: rig.handle(), inputHandle: rig.handle() })
    await expect(rig.run()).rejects.toThrow('option "handle" must be left out where "inputHandle" or "outputHandle"')
  })

  it.each<[object, string]>([
    [{ inputEvnet: 'x' }, 'ReadWrite.event(): unknown option "inputEvnet"; did you mean "inputEvent"?'],
    [{ errorEvent: 5 }, 'ReadWrite.event(): option "errorEvent" must be a string of at least one character, not 5.'],
    [{ lowEvent: 'low' }, 'option "highMark" must be given, with "lowMark"'],
  ])('refuses event(%j)', async (names, message) => {
    expect(await given({}, (wheel: { event(names: object): void }) => wheel.event(names)).message).toContain(message)
  })

  it('uses the driver and the filters it is given', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('ab;cd;').finish().expects(ALL)
    const inputFilter = new LineFilter({ literal: ';' })
    const outputFilter = new LineFilter({ literal: '|' })
    const driver = new SysRWDriver({ blockSize: 2 })
    const error = (wheel: { close(): void; getInputFilter(): unknown; getOutputFilter(): unknown }) => {
      expect([wheel.getInputFilter(), wheel.getOutputFilter()]).toEqual([inputFilter, outputFilter])
      wheel.close()
    }
    rig.session(
      { handle, inputFilter, outputFilter, driver },
      { input: (wheel, line) => wheel.put(line), error, flushed: () => {} },
    )
    handle.otherwise = () => ALL
    expect((await rig.run()).filter((line) => line.startsWith('input'))).toEqual(['input ab 1', 'input cd 1'])
    expect(handle.text).toBe('ab|cd|')
  })

  it('leaves the handle alone where it cannot be read', async () => {
    const rig = new Rig()
    const handle = rig.handle()
    handle.watch = () => {
      throw new Error('not for reading')
    }
    rig.session({ handle })
    await expect(rig.run()).rejects.toThrow('not for reading')
    expect(handle.state).toBe('open')
  })
})
