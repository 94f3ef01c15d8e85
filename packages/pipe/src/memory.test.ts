import { isPoeError } from '@poe/errors'
import type { StreamHandle } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { OneWay, TwoWay } from './index.ts'
import { follow, StepLoop } from './pipes.test-support.ts'

const octets = (length: number, value = 7) => new Uint8Array(length).fill(value)
const code = (wanted: string) => expect.toSatisfy((error) => isPoeError(error, wanted))

function oneWay(capacity?: number) {
  const loop = new StepLoop()
  const [read, write] = OneWay.create(loop, { capacity })
  return { loop, read, write }
}

function twoWay(capacity?: number) {
  const loop = new StepLoop()
  const [a, b] = TwoWay.create(loop, { capacity })
  return { loop, a, b }
}

describe('OneWay.create', () => {
  it('carries octets and text, in order, and calls from the host alone', () => {
    const { loop, read, write } = oneWay()
    const heard = follow(read)
    write.write('é😀')
    write.write(Uint8Array.of(97, 98))
    expect(heard.text()).toBe('')
    loop.settle()
    expect(heard.text()).toBe('é😀ab')
    expect(loop.waiting).toEqual([])
  })

  it('is read at once what was written by and by', () => {
    const { loop, read, write } = oneWay()
    const heard = follow(read)
    for (const word of ['one', 'two', 'three']) write.write(word)
    loop.settle()
    expect(heard.sizes).toEqual([11])
  })

  it('copies what is written', () => {
    const { loop, read, write } = oneWay()
    const heard = follow(read)
    const chunk = Uint8Array.of(97)
    write.write(chunk)
    chunk[0] = 98
    loop.settle()
    expect(heard.text()).toBe('a')
  })

  it('has no mode but its own, and takes nothing at its reading end', () => {
    const { read, write } = oneWay()
    expect(() => read.watch('write', () => {})).toThrow('it has "read"')
    expect(() => write.watch('read', () => {})).toThrow('it has "write"')
    expect(() => write.watch('expedite', () => {})).toThrow(code('ERR_POE_NO_MODE'))
    expect(read.write('x')).toBeNull()
    expect([read.state, read.error?.code, read.pending]).toEqual(['open', 'EPIPE', 0])
    expect([write.read(9), write.state]).toEqual([null, 'open'])
    expect([read.readAhead, write.readAhead]).toEqual([65_536, 0])
  })

  it('ends after what was taken, once', () => {
    const { loop, read, write } = oneWay()
    const heard = follow(read)
    write.write('last')
    write.shutdown()
    write.shutdown()
    loop.settle()
    expect([heard.text(), heard.told]).toEqual(['last', ['ended']])
    write.close()
    loop.settle()
    expect(heard.told).toEqual(['ended'])
  })

  it('keeps its state open until reading has told the end', () => {
    const { loop, read, write } = oneWay()
    write.shutdown()
    loop.settle()
    expect(read.state).toBe('open')
    expect([read.read(1), read.state]).toEqual([null, 'ended'])
  })

  it('refuses what it cannot mean', () => {
    const loop = new StepLoop()
    expect(() => OneWay.create(loop, { capacity: 3 })).toThrow(code('ERR_POE_BAD_OPTION'))
    expect(() => OneWay.create(loop, { capcity: 9 } as never)).toThrow('did you mean "capacity"?')
    expect(() => OneWay.create({ name: 'bare' })).toThrow('loop "bare" has no "stage"')
  })
})

describe('back-pressure', () => {
  it('takes what the pipe holds and as many again, and gives back the rest', () => {
    const { write } = oneWay(10)
    expect(write.write(octets(8))).toBeNull()
    expect(write.pending).toBe(0)
    expect(write.write(octets(20))).toEqual(octets(8))
    expect(write.pending).toBe(10)
    expect(write.write(octets(5))).toEqual(octets(5))
    expect(write.write('text')).toBe('text')
  })

  it('takes whole characters of a text', () => {
    const { loop, read, write } = oneWay(4)
    const heard = follow(read)
    expect(write.write('a😀é😀')).toBe('😀')
    expect(write.pending).toBe(3)
    expect(write.write('😀')).toBe('😀')
    loop.settle()
    expect(heard.text()).toBe('a😀é')
    expect([write.pending, write.write('😀')]).toEqual([0, null])
  })

  it('is ready to write when nothing is pending', () => {
    const { loop, read, write } = oneWay(10)
    let calls = 0
    write.watch('write', () => void (++calls > 2 && write.pause('write')))
    loop.settle()
    expect(calls).toBe(3)
    write.write(octets(15))
    write.resume('write')
    loop.settle()
    expect(calls).toBe(3)
    read.read(4)
    expect(write.pending).toBe(1)
    loop.settle()
    expect(calls).toBe(3)
    read.read(1)
    expect([write.pending, calls]).toEqual([0, 3])
    loop.settle()
    expect(calls).toBe(4)
  })

  it('carries a lot through little', () => {
    const { loop, read, write } = oneWay(100)
    const heard = follow(read, 30)
    let rest: string | null = 'line\n'.repeat(3000)
    write.watch('write', () => {
      rest = (rest === null ? null : write.write(rest)) as string | null
      if (rest !== null) return
      write.ignore('write')
      write.shutdown()
    })
    loop.settle()
    expect([heard.text(), heard.told]).toEqual(['line\n'.repeat(3000), ['ended']])
    expect(Math.max(...heard.sizes)).toBe(30)
  })

  it('holds no more than its capacity for who does not read', () => {
    const { loop, read, write } = oneWay(10)
    const heard = follow(read)
    read.pause('read')
    write.write(octets(30))
    loop.settle()
    expect([heard.sizes, write.pending]).toEqual([[], 10])
    read.resume('read')
    loop.settle()
    expect([heard.sizes, write.pending]).toEqual([[10, 10], 0])
  })

  it('counts what is put back only once', () => {
    const { loop, read, write } = oneWay(10)
    write.write(octets(10))
    loop.settle()
    const first = read.read(10) as Uint8Array
    read.unread(first)
    read.unread(Uint8Array.of(1, 2))
    expect([read.read(2), read.read(10)]).toEqual([Uint8Array.of(1, 2), first])
    expect(write.write(octets(30))).toEqual(octets(10))
    expect(write.pending).toBe(10)
  })
})

describe('closing', () => {
  it('fails who writes to one that nobody reads, with EPIPE, and drops what waits', () => {
    const { loop, read, write } = oneWay(10)
    let ready = 0
    write.write(octets(15))
    write.watch('write', () => {
      ready++
      write.ignore('write')
    })
    read.close()
    read.close()
    expect([write.pending, write.state, ready]).toEqual([0, 'open', 0])
    loop.settle()
    expect(ready).toBe(1)
    expect(write.write('x')).toBeNull()
    expect([write.state, write.error]).toMatchObject(['failed', { code: 'EPIPE', errno: 32, syscall: 'write' }])
  })

  it('ends what was in the pipe, and drops what was not, when who writes has gone', () => {
    const { loop, read, write } = oneWay(10)
    const heard = follow(read)
    write.write('0123456789abc')
    write.close()
    loop.settle()
    expect([heard.text(), heard.told]).toEqual(['0123456789', ['ended']])
    expect([write.state, write.pending, write.write('x')]).toEqual(['closed', 0, null])
  })

  it('calls nothing of a handle that is closed, though it was announced', () => {
    const { loop, read, write } = oneWay()
    let calls = 0
    const count = () => void calls++
    read.watch('read', count)
    write.watch('write', count)
    write.write('x')
    read.close()
    write.close()
    read.watch('read', count)
    write.watch('write', count)
    loop.settle()
    expect([calls, read.read(9), read.state]).toEqual([0, null, 'closed'])
  })

  it('calls nothing while the loop does not run, and catches up', () => {
    const { loop, read, write } = oneWay()
    const heard = follow(read)
    loop.running = false
    write.write('x')
    write.shutdown()
    loop.settle()
    expect(heard.text()).toBe('')
    loop.running = true
    loop.settle()
    expect([heard.text(), heard.told]).toEqual(['x', ['ended']])
  })
})

describe('TwoWay.create', () => {
  it('carries octets both ways, each way with a room of its own', () => {
    const { loop, a, b } = twoWay(10)
    const [one, other] = [follow(a), follow(b)]
    expect([a.write(octets(20)), b.write('hello')]).toEqual([null, null])
    loop.settle()
    expect([one.text(), other.sizes]).toEqual(['hello', [10, 10]])
  })

  it('ends one way and goes on the other', () => {
    const { loop, a, b } = twoWay()
    const [one, other] = [follow(a), follow(b)]
    a.write('question')
    a.shutdown()
    loop.settle()
    expect([other.text(), other.told]).toEqual(['question', ['ended']])
    b.write('answer')
    b.shutdown()
    loop.settle()
    expect([one.text(), one.told]).toEqual(['answer', ['ended']])
  })

  it('ends and breaks for the other when one end is closed', () => {
    const { loop, a, b } = twoWay()
    const heard = follow(b)
    a.write('bye')
    a.close()
    loop.settle()
    expect([heard.text(), heard.told, b.state]).toEqual(['bye', ['ended'], 'ended'])
    b.write('too late')
    expect([b.state, b.error?.code]).toEqual(['failed', 'EPIPE'])
  })

  it('says which modes it lacks', () => {
    const { a } = twoWay()
    expect(() => a.watch('expedite', () => {})).toThrow('it has "read" and "write"')
  })

  it('has no id twice', () => {
    const loop = new StepLoop()
    const handles: StreamHandle[] = [...TwoWay.create(loop), ...OneWay.create(loop)]
    expect(new Set(handles.map(({ id }) => id)).size).toBe(4)
  })
})
