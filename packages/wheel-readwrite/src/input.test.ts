import { LineFilter } from '@poe/filter-line'
import { type HandleError, handleError } from '@poe/loop'
import { Session } from '@poe/session'
import { describe, expect, it } from 'vitest'
import type { ReadWrite } from './index.ts'
import { Rig } from './rig.test-support.ts'
import { octets } from './scripted-handle.test-support.ts'

/** Ends the wheel when it is told of an end or an error. */
const untilEnd = { error: (wheel: { dispose(): void }) => wheel.dispose() }

describe('ReadWrite, reading', () => {
  it('sends each record as (record, wheel id), in order, and the end as an error of number 0', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('one\ntw', 'o\nthree\n').finish()
    rig.session({ handle }, untilEnd)
    expect(await rig.run()).toEqual(['input one 1', 'input two 1', 'input three 1', 'error read - 0 1'])
    expect(rig.left).toEqual([])
  })

  it('reads nothing without an input event, and does not hold the session', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('one\n').finish()
    rig.session({ handle, inputEvent: undefined })
    expect(await rig.run()).toEqual([])
    expect(handle.unreadText).toBe('one\n')
    expect(rig.left).toEqual([])
  })

  it('does not hold a session that ignores the end of input', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('one\n').finish()
    rig.session({ handle, errorEvent: undefined })
    expect(await rig.run()).toEqual(['input one 1'])
    expect(rig.left).toEqual([])
  })

  it('keeps nothing of what it has given to the filter', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('one\n').finish()
    const filter = new LineFilter()
    const given: (readonly Uint8Array[])[] = []
    const start = filter.getOneStart.bind(filter)
    filter.getOneStart = (chunks) => {
      given.push(chunks)
      start(chunks)
    }
    rig.session({ handle, filter }, untilEnd)
    expect(await rig.run()).toEqual(['input one 1', 'error read - 0 1'])
    expect(given.flat().map((chunk) => chunk.length)).toEqual([0])
  })

  it('reads at most a block for each readiness', async () => {
    const rig = new Rig()
    const reads: number[] = []
    const handle = rig.handle().feed('x'.repeat(100_000), '\n').finish()
    const read = handle.read.bind(handle)
    handle.read = (max) => {
      const got = read(max)
      reads.push(got?.length ?? -1)
      return got
    }
    rig.session({ handle }, { error: (wheel) => wheel.dispose(), input: () => {} })
    await rig.run()
    expect(reads).toEqual([65_536, 34_464, 1, -1])
  })

  it('tells a failure once, with its code, after all records, and writes no more', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('one\n').finish(handleError('ECONNRESET', 'read'))
    rig.session({ handle }, { error: (wheel) => [wheel.put('gone'), wheel.broken, wheel.dispose()] })
    expect(await rig.run()).toEqual(['input one 1', 'error read ECONNRESET 104 1'])
    expect(handle.written).toEqual([])
    expect(rig.left).toEqual([])
  })

  it('tells with the wheel intact, so that it can still be asked', async () => {
    const rig = new Rig()
    const handle = rig.handle().finish()
    const seen: unknown[] = []
    rig.session({ handle }, { error: (wheel) => [seen.push(wheel.disposed, wheel.getInputHandle()), wheel.dispose()] })
    await rig.run()
    expect(seen).toEqual([false, handle])
  })

  it('warns of a failure that it has no event for', async () => {
    const rig = new Rig()
    const handle = rig.handle().finish(handleError('ECONNRESET', 'read'))
    rig.session({ handle, errorEvent: undefined })
    await rig.run()
    expect(rig.loop.warnings).toEqual([
      'ReadWrite(1) has no errorEvent to tell: read failed, Connection reset by peer.',
    ])
  })
})

describe('ReadWrite.pauseInput', () => {
  it('stops a batch at once when called by the handler; resumeInput delivers the rest without new input', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('1\n2\n3\n4\n')
    rig.session({ handle }, { ...untilEnd, input: (wheel, record: string) => record === '2' && wheel.pauseInput() })
    await rig.play(async () => {
      expect(rig.trace).toEqual(['input 1 1', 'input 2 1'])
      expect(handle.isWatched('read')).toBe(false)
      rig.wheel.resumeInput()
      expect(rig.trace).toHaveLength(2)
      await rig.quiet()
      expect(rig.trace).toEqual(['input 1 1', 'input 2 1', 'input 3 1', 'input 4 1'])
      handle.feed('5\n').finish()
    })
    expect(rig.trace.slice(4)).toEqual(['input 5 1', 'error read - 0 1'])
    expect(rig.left).toEqual([])
  })

  it('can be undone within the same handler', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('1\n2\n', '3\n').finish()
    rig.session({ handle }, { ...untilEnd, input: (wheel) => [wheel.pauseInput(), wheel.resumeInput()] })
    expect(await rig.run()).toEqual(['input 1 1', 'input 2 1', 'input 3 1', 'error read - 0 1'])
  })

  it('can follow each record, one resume for each', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('1\n2\n3\n')
    rig.session({ handle }, { input: (wheel) => wheel.pauseInput() })
    await rig.play(async () => {
      for (let n = 1; n <= 3; n++) {
        expect(rig.trace).toHaveLength(n)
        rig.wheel.resumeInput()
        rig.wheel.pauseInput()
        rig.wheel.resumeInput()
        await rig.quiet()
      }
      rig.wheel.dispose()
    })
    expect(rig.trace).toEqual(['input 1 1', 'input 2 1', 'input 3 1'])
  })

  it('holds back an end, and keeps the session', async () => {
    const rig = new Rig()
    const handle = rig.handle().finish()
    rig.session({ handle }, { ...untilEnd, start: (wheel) => wheel.pauseInput() })
    await rig.play(async () => {
      expect(rig.trace).toEqual([])
      rig.wheel.resumeInput()
    })
    expect(rig.trace).toEqual(['error read - 0 1'])
  })
})

describe('ReadWrite, ended or changed within its input event', () => {
  it.each<[string, (wheel: ReadWrite<never>) => void]>([
    ['dispose', (wheel) => wheel.dispose()],
    ['Symbol.dispose', (wheel) => wheel[Symbol.dispose]()],
    ['close', (wheel) => wheel.close()],
    ['detach', (wheel) => void wheel.detach()],
  ])('delivers nothing more after %s', async (_name, end) => {
    const rig = new Rig()
    const handle = rig.handle().feed('1\n2\n3\n').finish()
    rig.session({ handle }, { input: (wheel, record: string) => record === '2' && end(wheel as never) })
    expect(await rig.run()).toEqual(['input 1 1', 'input 2 1'])
    expect(rig.kernel.ledger()).toEqual([])
  })

  it('delivers nothing more after shutdownInput, not even the end', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('1\n2\n').finish()
    rig.session({ handle }, { input: (wheel) => wheel.shutdownInput() })
    expect(await rig.run()).toEqual(['input 1 1'])
  })

  it('takes a new name from the very next record on', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('1\n2\n').finish()
    rig.session({ handle }, { ...untilEnd, input: (wheel) => wheel.event({ inputEvent: 'other' }), other: () => {} })
    expect(await rig.run()).toEqual(['input 1 1', 'other 2 1', 'error read - 0 1'])
  })

  it('keeps what was read while it has no input event, for when it has one again', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('1\n2\n3\n')
    const mute = { inputEvent: undefined }
    const start = () => rig.kernel.refcountIncrement(rig.context.session, 'held')
    rig.session({ handle }, { ...untilEnd, start, input: (wheel) => wheel.event(mute), other: () => {} })
    await rig.play(async () => {
      expect(rig.trace).toEqual(['input 1 1'])
      rig.wheel.event({ inputEvent: 'other' })
      expect(rig.trace).toHaveLength(1)
      await rig.quiet()
      expect(rig.trace).toEqual(['input 1 1', 'other 2 1', 'other 3 1'])
      rig.kernel.stop()
    })
  })

  it('stops with its session', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('1\n2\n').finish()
    rig.session({ handle }, { input: () => rig.kernel.stop() })
    expect(await rig.run()).toEqual(['input 1 1'])
    expect(rig.wheel.disposed).toBe(true)
    expect(rig.left).toEqual([])
  })
})

describe('an exception in the handler of the input event', () => {
  it('is a DIE signal that names the event; the rest of the batch is delivered', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('1\n2\n3\n').finish()
    const boom = (_wheel: unknown, record: string) => {
      if (record === '2') throw new Error('boom')
    }
    const die = () => rig.kernel.sigHandled()
    const start = () => rig.context.kernel.sig('DIE', 'die')
    rig.session(
      { handle },
      { start, die, input: boom, error: () => rig.kernel.yield('end'), end: (wheel) => wheel.dispose() },
    )
    expect(await rig.run()).toEqual([
      'input 1 1',
      'input 2 1',
      'input 3 1',
      'error read - 0 1',
      'die DIE in "input": Error: boom',
      'end',
    ])
    expect(rig.left).toEqual([])
  })

  it('ends the run with itself where nobody handles it', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('1\n')
    const error = new Error('boom')
    const input = () => {
      throw error
    }
    rig.session({ handle }, { input })
    await expect(rig.run()).rejects.toBe(error)
    expect(rig.left).toEqual([])
  })
})

describe('a filter that refuses its input', () => {
  it('makes EMSGSIZE of a limit, after the records before it, and reads no more', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('ok\nmuch too long\nmore\n').finish()
    rig.session({ handle, filter: new LineFilter({ maxLength: 5 }) }, { error: () => {} })
    expect(await rig.run()).toEqual(['input ok 1', 'error read ERR_POE_FILTER_LINE_TOO_LONG 90 1'])
    expect(rig.left).toEqual([])
  })

  it('can still be answered', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('much too long\n')
    handle.expects({ take: 100 }).onShutdown = () => handle.finish()
    const error = (wheel: { put(line: string): boolean; close(): void }) => [wheel.put('too long'), wheel.close()]
    rig.session({ handle, filter: new LineFilter({ maxLength: 5 }) }, { error })
    await rig.run()
    expect(handle.written).toEqual(['too long\r\n'])
    expect(rig.left).toEqual([])
  })

  it('makes EPROTO of input that is malformed', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('x')
    const { PoeError } = await import('@poe/errors')
    const filter = new LineFilter()
    filter.getOneStart = () => {
      throw new PoeError('ERR_POE_FILTER_BAD', 'That is no number.')
    }
    rig.session({ handle, filter })
    expect(await rig.run()).toEqual(['error read ERR_POE_FILTER_BAD 71 1'])
  })

  it('ends the run where it throws what is no complaint about input, naming the hidden state', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('x\n')
    const filter = new LineFilter()
    filter.getOne = () => {
      throw new RangeError('a bug')
    }
    const events: string[] = []
    const die = (_wheel: unknown, _name: string, info: { event: string }) => events.push(info.event)
    rig.session({ handle, filter }, { die, start: () => rig.context.kernel.sig('DIE', 'die') })
    await expect(rig.run()).rejects.toThrow('a bug')
    expect(events).toEqual(['ReadWrite(1) -> select read'])
    expect(rig.left).toEqual([])
  })

  it('is asked again with the next input where the exception was handled', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('1\n')
    const filter = new LineFilter()
    const getOne = filter.getOne.bind(filter)
    let bugs = 1
    filter.getOne = () => {
      if (bugs-- > 0) throw new RangeError('a bug')
      return getOne()
    }
    const die = () => rig.kernel.sigHandled()
    rig.session({ handle, filter }, { ...untilEnd, die, start: () => rig.context.kernel.sig('DIE', 'die') })
    await rig.play(async () => {
      handle.feed('2\n').finish()
    })
    expect(rig.trace.filter((line) => line.startsWith('input'))).toEqual(['input 1 1', 'input 2 1'])
  })
})

describe('ReadWrite with a handle for each direction', () => {
  it('reads from one and writes to the other, and closes both', async () => {
    const rig = new Rig()
    const inputHandle = rig.handle().feed('ping\n').finish()
    const outputHandle = rig.handle().expects({ take: 100 })
    rig.session(
      { inputHandle, outputHandle },
      { input: (wheel) => wheel.put('pong'), flushed: (wheel) => wheel.dispose() },
    )
    expect(await rig.run()).toContain('flushed 1')
    expect(outputHandle.written).toEqual(['pong\r\n'])
    expect([rig.wheel.getInputHandle(), rig.wheel.getOutputHandle()]).toEqual([inputHandle, outputHandle])
    expect(rig.left).toEqual([])
  })

  it('tells failures of both', async () => {
    const rig = new Rig()
    const inputHandle = rig.handle().finish(handleError('EIO', 'read') as HandleError)
    const outputHandle = rig.handle()
    outputHandle.breakWriting('EPIPE')
    rig.session({ inputHandle, outputHandle }, { error: (wheel) => wheel.put('x') })
    expect(await rig.run()).toEqual(['error read EIO 5 1', 'error write EPIPE 32 1'])
  })
})

describe('ReadWrite.detach', () => {
  it('gives back what no record was made of, in order, on an open handle', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('login\nraw', ' octets').expects({ take: 100 })
    const detached: unknown[] = []
    const input = (wheel: ReadWrite<string>) => {
      wheel.put('go ahead')
      detached.push(wheel.detach(), wheel.disposed)
    }
    rig.session({ handle }, { input: input as never })
    expect(await rig.run()).toEqual(['input login 1'])
    expect(detached).toEqual([{ input: handle, output: handle, unsent: [] }, true])
    expect([handle.state, handle.unreadText, handle.written]).toEqual(['open', 'raw octets', ['go ahead\r\n']])
    expect([handle.isWatched('read'), handle.isWatched('write')]).toEqual([false, false])
    expect(rig.kernel.ledger()).toEqual([])
  })

  it('gives what the handle does not take', async () => {
    const rig = new Rig()
    const handle = rig.handle().expects({ take: 4 })
    let unsent: unknown
    const start = (wheel: { put(...lines: string[]): boolean; detach(): { unsent: unknown } }) => {
      wheel.put('one', 'two')
      unsent = wheel.detach().unsent
    }
    rig.session({ handle }, { start })
    await rig.run()
    expect([handle.written, unsent]).toEqual([['one\r'], ['\ntwo\r\n']])
  })

  it('lets another wheel go on', async () => {
    const rig = new Rig()
    const handle = rig.handle().feed('a\nb;c;').finish()
    const next = new Rig()
    rig.session(
      { handle },
      {
        input: (wheel) => {
          const { input } = wheel.detach()
          Session.create({
            kernel: rig.kernel,
            inlineStates: {
              async _start(ctx) {
                const { ReadWrite } = await import('./index.ts')
                const filter = new LineFilter({ literal: ';' })
                new ReadWrite(ctx, { handle: input, filter, inputEvent: 'got', errorEvent: 'end' })
              },
              got: (_ctx, record) => next.trace.push(record),
              end() {},
            },
          })
        },
      },
    )
    await rig.run()
    expect(next.trace).toEqual(['b', 'c'])
  })
})

it('gives Uint8Array records of a filter of octets', async () => {
  const rig = new Rig()
  const handle = rig
    .handle()
    .feed(Uint8Array.of(1, 2, 10, 3, 10))
    .finish()
  rig.session({ handle, filter: new LineFilter({ encoding: 'bytes' }) }, untilEnd)
  expect(await rig.run()).toEqual(['input <1,2> 1', 'input <3> 1', 'error read - 0 1'])
  expect(octets('')).toHaveLength(0)
})
