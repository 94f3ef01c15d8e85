import { describe, expect, it } from 'vitest'
import type { Native } from './native.ts'
import { Poller } from './poller.ts'

const [SIZE, DATA] = process.arch === 'x64' ? [12, 4] : [16, 8]

/** A system by a script: what it was asked for, and a wait that ends when the test says. */
class FakeSystem {
  readonly calls: string[] = []
  #events: DataView | null = null
  #done: (count: number) => void = () => {}
  #descriptors = 100
  refusing = false

  readonly native = {
    epollCreate: () => this.#note('epoll', ++this.#descriptors),
    eventfd: () => this.#note('bell', ++this.#descriptors),
    epollControl: (_: number, operation: number, descriptor: number) =>
      this.#note(
        `${['', 'add', 'delete', 'modify'][operation]} ${descriptor}`,
        this.refusing && descriptor < 100 ? -1 : 0,
      ),
    epollWait: (_: number, events: Uint8Array, __: number, ___: number, done: (count: number) => void) => {
      this.calls.push('wait')
      this.#events = new DataView(events.buffer)
      this.#done = done
    },
    read: () => this.#note('read bell', 8),
    write: () => this.#note('ring', 8),
    close: (descriptor: number) => this.#note(`close ${descriptor}`, 0),
    failure: () => ({ code: 'EPERM', errno: 1, syscall: 'epoll_ctl', message: 'no' }),
  } as unknown as Native

  /** The wait ends with these ids. */
  end(...ids: number[]): void {
    for (const [at, id] of ids.entries()) this.#events?.setUint32(at * SIZE + DATA, id, true)
    this.#done(ids.length)
  }

  /** What was asked for since it was last looked at. */
  get since(): string[] {
    return this.calls.splice(0)
  }

  #note(call: string, result: number): number {
    this.calls.push(call)
    return result
  }
}

function start(): { system: FakeSystem; poller: Poller; told: number[]; add: (descriptor: number) => number } {
  const system = new FakeSystem()
  const poller = new Poller(system.native)
  const told: number[] = []
  const add = (descriptor: number): number =>
    poller.add({ descriptor, reported: () => void told.push(descriptor) }) as number
  return { system, poller, told, add }
}

describe('Poller', () => {
  it('opens nothing before the first descriptor, and waits only while it runs and somebody asks', () => {
    const { system, poller, add } = start()
    poller.start()
    expect(system.since).toEqual([])
    const id = add(5)
    expect(system.since).toEqual(['epoll', 'bell', 'add 102', 'add 5'])
    poller.ask(id, 1)
    expect(system.since).toEqual(['modify 5', 'wait'])
    expect([poller.waiting, poller.size]).toEqual([true, 1])
  })

  it('has one wait at a time, and none when nobody asks any more', () => {
    const { system, poller, told, add } = start()
    poller.start()
    const [one, two] = [add(5), add(6)]
    poller.ask(one, 1)
    poller.ask(two, 1)
    expect(system.calls.filter((call) => call === 'wait').length).toBe(1)
    system.end(one)
    expect([told, system.calls.filter((call) => call === 'wait').length]).toEqual([[5], 2])
    system.end(two)
    expect([told, poller.waiting]).toEqual([[5, 6], false])
    expect(system.calls.filter((call) => call === 'wait').length).toBe(2)
  })

  it('fetches the thread home when the loop stops, and sends it again when it runs', () => {
    const { system, poller, told, add } = start()
    poller.ask(add(5), 1)
    expect(poller.waiting).toBe(false)
    poller.start()
    expect(poller.waiting).toBe(true)
    poller.stop()
    poller.start()
    expect(system.since.slice(-2)).toEqual(['wait', 'ring'])
    system.end(0)
    expect([system.since, told]).toEqual([['read bell', 'wait'], []])
    poller.stop()
    system.end(0)
    expect([system.since, poller.waiting]).toEqual([['ring', 'read bell'], false])
    poller.stop()
    expect(system.since).toEqual([])
  })

  it('closes what it has opened with the last descriptor, once the thread is home', () => {
    const { system, poller, add } = start()
    poller.start()
    const id = add(5)
    poller.ask(id, 1)
    expect(system.since).toContain('wait')
    poller.remove(id)
    poller.remove(id)
    expect(system.since).toEqual(['delete 5', 'ring'])
    system.end(0, id)
    expect(system.since).toEqual(['read bell', 'close 101', 'close 102'])
    const again = add(7)
    poller.remove(again)
    expect(system.since).toEqual(['epoll', 'bell', 'add 104', 'add 7', 'delete 7', 'close 103', 'close 104'])
  })

  it('waits again where a wait was interrupted', () => {
    const { system, poller, add } = start()
    poller.start()
    poller.ask(add(5), 1)
    system.end()
    expect(system.since.slice(-2)).toEqual(['wait', 'wait'])
  })

  it('says why a descriptor cannot be waited for, and keeps nothing of it', () => {
    const { system, add } = start()
    system.refusing = true
    expect(add(5)).toMatchObject({ code: 'EPERM' })
    expect(system.since.slice(-2)).toEqual(['close 101', 'close 102'])
  })
})
