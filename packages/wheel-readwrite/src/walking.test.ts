import { JsonLinesFilter } from '@poe/filter-jsonl'
import { LineFilter } from '@poe/filter-line'
import { type HandleError, handleError } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import type { ReadWrite } from './index.ts'
import { Rig } from './rig.test-support.ts'
import { ALL } from './scripted-handle.test-support.ts'

type AnyWheel = ReadWrite<unknown, unknown>
const RESET: HandleError = handleError('ECONNRESET', 'read')
const noEvent = { inputEvent: undefined }

/** Walks a wheel and notes what happens; `step` may break the loop by giving true. */
async function walk(rig: Rig, wheel: AnyWheel, step: (record: unknown) => unknown = () => {}): Promise<void> {
  try {
    for await (const record of wheel) {
      rig.trace.push(`got ${record}`)
      if ((await step(record)) === true) break
    }
    rig.trace.push('end')
  } catch (error) {
    rig.trace.push(`thrown ${(error as { code: string }).code}`)
  }
}

describe('for await on a ReadWrite', () => {
  it('gives each record and ends with the input, which is told to no event', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('one\ntw', 'o\nthree\n').finish()
    rig.session({ handle, ...noEvent }, { start: (wheel) => walk(rig, wheel) })
    expect(await rig.run()).toEqual(['got one', 'got two', 'got three', 'end'])
    expect(rig.left).toEqual([])
  })

  it('reads only when a record is asked for', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('1\n2\n', '3\n').finish()
    let open = () => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    rig.session(
      { handle, ...noEvent },
      { start: (wheel) => walk(rig, wheel, (record) => (record === '2' ? gate : undefined)) },
    )
    await rig.play(async () => {
      expect([rig.trace, handle.unreadText]).toEqual([['got 1', 'got 2'], '3\n'])
      open()
    })
    expect(rig.trace).toEqual(['got 1', 'got 2', 'got 3', 'end'])
    expect(rig.left).toEqual([])
  })

  it('throws a failure there and nowhere else, with the wheel error as its cause', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('one\n').finish(RESET)
    const causes: unknown[] = []
    const start = async (wheel: AnyWheel) => {
      const records = wheel[Symbol.asyncIterator]()
      expect(await records.next()).toEqual({ done: false, value: 'one' })
      await records.next().catch((error: Error) => causes.push(error.message, error.cause))
      expect([await records.next(), wheel.broken]).toEqual([{ done: true, value: undefined }, true])
      wheel.dispose()
    }
    rig.session({ handle, ...noEvent }, { start })
    expect(await rig.run()).toEqual([])
    expect(causes).toEqual([
      'ReadWrite(1): read failed, Connection reset by peer.',
      expect.objectContaining({ operation: 'read', code: 'ECONNRESET', wheelId: 1 }),
    ])
    expect(rig.left).toEqual([])
  })

  it('throws what the filter says', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('one\ntoo long\n')
    rig.session(
      { handle, ...noEvent, filter: new LineFilter({ maxLength: 3 }) },
      { start: (wheel) => walk(rig, wheel) },
    )
    expect(await rig.run()).toEqual(['got one', 'thrown ERR_POE_FILTER_LINE_TOO_LONG'])
  })

  it('gives a last line without its end', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('one\ntwo').finish()
    rig.session({ handle, ...noEvent }, { start: (wheel) => walk(rig, wheel) })
    expect(await rig.run()).toEqual(['got one', 'got two', 'end'])
  })

  it('can be left, and gone on with by another or by events', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('1\n2\n3\n4\n5\n').finish()
    const start = async (wheel: AnyWheel) => {
      await walk(rig, wheel, (record) => record === '1')
      expect(handle.isWatched('read')).toBe(false)
      await walk(rig, wheel, (record) => record === '3')
      wheel.event({ inputEvent: 'input' })
    }
    rig.session({ handle, ...noEvent }, { start, error: (wheel) => wheel.dispose() })
    expect(await rig.run()).toEqual([
      'got 1',
      'end',
      'got 2',
      'got 3',
      'end',
      'input 4 1',
      'input 5 1',
      'error read - 0 1',
    ])
    expect(rig.left).toEqual([])
  })

  it('ends when the wheel is disposed of, shut down or left by its session', async () => {
    for (const ending of ['dispose', 'shutdownInput', 'close'] as const) {
      const rig = new Rig()
      const handle = rig.handle().feed('1\n')
      rig.session({ handle, ...noEvent }, { start: (wheel) => walk(rig, wheel) })
      await rig.play(async () => {
        rig.wheel[ending]()
        await rig.quiet()
        expect(rig.trace).toEqual(['got 1', 'end'])
        rig.wheel.dispose()
      })
      expect(rig.left).toEqual([])
    }
  })

  it('waits while input is paused', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('1\n2\n').finish()
    rig.session({ handle, ...noEvent }, { start: (wheel) => [wheel.pauseInput(), walk(rig, wheel)][1] })
    await rig.play(async () => {
      expect(rig.trace).toEqual([])
      rig.wheel.resumeInput()
    })
    expect(rig.trace).toEqual(['got 1', 'got 2', 'end'])
  })

  it('answers several questions in their order', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('1\n', '2\n').finish()
    const start = async (wheel: AnyWheel) => {
      const records = wheel[Symbol.asyncIterator]()
      const answers = await Promise.all([records.next(), records.next(), records.next(), records.next()])
      expect(answers.map(({ value }) => value)).toEqual(['1', '2', undefined, undefined])
    }
    rig.session({ handle, ...noEvent }, { start })
    await rig.run()
    expect(rig.left).toEqual([])
  })

  it('is refused where there is an input event, or somebody else waits', async () => {
    const rig = new Rig()
    const walked = expect.objectContaining({ code: 'ERR_POE_WALKED' })
    rig.session(
      { handle: rig.handle() },
      { start: (wheel) => expect(() => wheel[Symbol.asyncIterator]()).toThrow(walked) },
    )
    const start = async (wheel: AnyWheel) => {
      void wheel[Symbol.asyncIterator]().next()
      await expect(wheel[Symbol.asyncIterator]().next()).rejects.toThrow('somebody waits for the next record already')
      wheel.dispose()
    }
    rig.session({ handle: rig.handle(), ...noEvent }, { start })
    await rig.play(async () => void rig.kernel.stop())
  })
})

describe('ReadWrite, at the end of input', () => {
  it('marks a last record that has no end', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('one\ntwo').finish()
    const marks: unknown[] = []
    const input = (_wheel: AnyWheel, ...[record, , last]: unknown[]) => marks.push([record, last])
    rig.session({ handle }, { input: input as never, error: (wheel) => wheel.dispose() })
    await rig.run()
    expect(marks).toEqual([
      ['one', undefined],
      ['two', { unterminated: true }],
    ])
    expect(rig.left).toEqual([])
  })

  it('keeps the last record and the end while input is paused', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('one\n').finish()
    const filter = new LineFilter()
    rig.session({ handle, filter }, { input: (wheel) => wheel.pauseInput(), error: (wheel) => wheel.dispose() })
    await rig.play(async () => {
      expect(rig.trace).toEqual(['input one 1'])
      rig.wheel.resumeInput()
    })
    expect(rig.trace).toEqual(['input one 1', 'error read - 0 1'])
    expect(rig.left).toEqual([])
  })

  it('tells nothing more to a wheel that its last record ended', async () => {
    const rig = new Rig()
    rig.session({ handle: rig.handle().feed('one').finish() }, { input: (wheel) => wheel.dispose() })
    expect(await rig.run()).toEqual(['input one 1 last'])
    expect(rig.left).toEqual([])
  })

  it('tells a bad record and goes on behind it', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('1\n{\n"last"\n{').finish()
    const filter = new JsonLinesFilter()
    rig.session(
      { handle, filter },
      { error: (wheel, error: { errno: number }) => error.errno === 0 && wheel.dispose() },
    )
    expect(await rig.run()).toEqual([
      'input 1 1',
      'error read ERR_POE_FILTER_RECORD_JSON 71 1',
      'input last 1',
      'error read ERR_POE_FILTER_RECORD_JSON 71 1',
      'error read - 0 1',
    ])
    expect(rig.left).toEqual([])
  })
})

describe('ReadWrite.flushed', () => {
  it('settles when everything put has been written', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects({ take: 2, pending: 2 }, { take: 2, pending: 2 }, ALL)
    const start = async (wheel: AnyWheel) => {
      wheel.put('one')
      const flushed = wheel.flushed().then(() => rig.trace.push(`flushed, ${handle.written.length > 0}`))
      await flushed
      await wheel.flushed()
      wheel.dispose()
    }
    rig.session({ handle, flushedEvent: undefined }, { start })
    await rig.play(async () => {
      expect(rig.trace).toEqual([])
      handle.handOn()
      await rig.quiet()
      expect(rig.trace).toEqual([])
      handle.handOn()
    })
    expect(rig.trace).toEqual(['flushed, true'])
    expect(rig.left).toEqual([])
  })

  it('rejects when it never will be', async () => {
    const rig = new Rig()
    const gone = expect.objectContaining({ code: 'ERR_POE_NOT_FLUSHED' })
    const start = async (wheel: AnyWheel) => {
      wheel.put('one')
      const flushed = wheel.flushed()
      wheel.dispose()
      await expect(flushed).rejects.toThrow(gone)
      await expect(wheel.flushed()).rejects.toThrow(gone)
    }
    rig.session({ handle: rig.handle(), ...noEvent }, { start })
    await rig.run()
  })
})
