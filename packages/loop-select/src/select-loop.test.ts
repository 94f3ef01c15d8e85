import process from 'node:process'
import { isPoeError } from '@poe/errors'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SelectLoop } from './index.ts'
import { program, Rig, settle, until } from './rig.test-kit.ts'

let rig: Rig
let loop: SelectLoop
let turns: number
let onTurn: () => void
let signals: string[]

beforeEach(() => {
  rig = new Rig()
  loop = rig.loop
  turns = 0
  onTurn = () => {}
  signals = []
  loop.attach({
    turn() {
      turns++
      onTurn()
    },
    signal: (name) => void signals.push(name),
    exited() {},
  })
})

afterEach(() => rig.end())

describe('SelectLoop', () => {
  it('says who and where it is', () => {
    expect(loop.name).toBe('select')
    expect(loop.place).toMatch(new RegExp(`.-${process.pid}$`))
  })

  it('has a clock that never goes back, the wall clock, and random numbers', () => {
    const before = loop.now()
    expect(loop.now()).toBeGreaterThanOrEqual(before)
    expect(Math.abs(loop.wallClock() - Date.now())).toBeLessThan(5000)
    expect(loop.random()).toBeLessThan(1)
  })

  it('serves one kernel', () => {
    expect(() => loop.attach({ turn() {}, signal() {}, exited() {} })).toThrow(
      expect.toSatisfy((error) => isPoeError(error, 'ERR_POE_LOOP_TAKEN')),
    )
  })

  it('shows a warning where the host shows warnings', () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    loop.warn('look here')
    expect(warned).toHaveBeenCalledWith('look here', 'PoeWarning')
    warned.mockRestore()
  })
})

describe('run and halt', () => {
  it('runs until halted', async () => {
    let over = false
    rig.run()
    void rig.over.then(() => (over = true))
    await settle()
    expect(over).toBe(false)
    loop.halt()
    await rig.over
  })

  it('halts harmlessly twice, and without a run', async () => {
    loop.halt()
    rig.run()
    loop.halt()
    loop.halt()
    await rig.over
  })

  it('refuses a second run while one is on, and allows one after it', async () => {
    rig.run()
    await expect(loop.run()).rejects.toMatchObject({ code: 'ERR_POE_LOOP_RUNNING' })
    loop.halt()
    await rig.over
    const again = loop.run()
    loop.halt()
    await again
  })

  it('calls nothing back before run, and catches up then', async () => {
    loop.wake()
    loop.setTimer(loop.now())
    await settle()
    expect(turns).toBe(0)
    rig.run()
    await until(() => turns > 0)
  })

  it('calls nothing back after halt, and catches up in the next run', async () => {
    rig.run()
    loop.wake()
    loop.halt()
    await settle()
    expect(turns).toBe(0)
    rig.run()
    await until(() => turns === 1)
    await settle()
    expect(turns).toBe(1)
  })

  it('takes one turn when halted and run again before the turn was due', async () => {
    rig.run()
    loop.wake()
    loop.halt()
    rig.run()
    await settle()
    expect(turns).toBe(1)
  })

  it('rejects with what a turn threw, halted', async () => {
    onTurn = () => {
      throw new Error('broken turn')
    }
    rig.run()
    loop.wake()
    await expect(rig.over).rejects.toThrow('broken turn')
    loop.wake()
    await settle()
    expect(turns).toBe(1)
  })

  it('does not lose an error thrown after a halt in the same callback', async () => {
    const { output, code } = await program(`
      const loop = new SelectLoop()
      loop.attach({ turn() { loop.halt(); throw new Error('too late') }, signal() {}, exited() {} })
      process.on('uncaughtException', (error) => { console.log(error.message) })
      loop.wake()
      await loop.run()
    `)
    expect({ output, code }).toEqual({ output: 'too late\n', code: 0 })
  })

  it('keeps the process alive while it runs, and only then', async () => {
    const { output, code } = await program(`
      import { connect } from 'node:net'
      const loop = new SelectLoop()
      const listener = await loop.net.listen({ host: '127.0.0.1', port: 0 })
      const packets = await loop.net.datagram({ bind: { host: '127.0.0.1' } })
      const client = await loop.net.connect({ host: '127.0.0.1', port: listener.local.port })
      client.watch('read', () => {})
      loop.watchSignal('USR2')
      loop.setTimer(loop.now() + 1e9)
      loop.wake()
      setTimeout(() => { loop.halt() }, 50)
      await loop.run()
      console.log('halted')
    `)
    expect({ output, code }).toEqual({ output: 'halted\n', code: 0 })
  })

  it('starts and registers nothing when made', async () => {
    expect((await program('new SelectLoop()')).code).toBe(0)
  })
})

describe('wake', () => {
  it('brings one turn for any number of calls, later', async () => {
    rig.run()
    for (let call = 0; call < 1001; call++) loop.wake()
    expect(turns).toBe(0)
    await until(() => turns > 0)
    await settle()
    expect(turns).toBe(1)
  })

  it('brings another turn when called in a turn', async () => {
    onTurn = () => {
      if (turns < 5) loop.wake()
    }
    rig.run()
    loop.wake()
    await until(() => turns === 5)
    await settle()
    expect(turns).toBe(5)
  })

  it('lets promises settle between any two callbacks', async () => {
    const trace: string[] = []
    const { handle: one, peer: first } = await rig.accepted()
    const { handle: two, peer: second } = await rig.accepted()
    const log = (name: string): void => {
      trace.push(name)
      void Promise.resolve().then(() => trace.push(`after ${name}`))
    }
    for (const handle of [one, two])
      handle.watch('read', () => {
        handle.read(9)
        log('ready')
      })
    onTurn = () => log('turn')
    first.socket.write('a')
    second.socket.write('b')
    await settle()
    loop.wake()
    rig.run()
    await until(() => trace.length === 6)
    expect(trace).toEqual(['ready', 'after ready', 'ready', 'after ready', 'turn', 'after turn'])
  })
})

describe('the order of I/O and turns', () => {
  it('calls for all that was ready before a turn the first of them asked for', async () => {
    const trace: string[] = []
    const pairs = [await rig.accepted(), await rig.accepted(), await rig.accepted()]
    for (const { peer } of pairs) peer.socket.write('x')
    await settle()
    onTurn = () => void trace.push('turn')
    rig.run()
    for (const { handle } of pairs)
      handle.watch('read', () => {
        handle.read(9)
        trace.push('ready')
        loop.wake()
      })
    await until(() => turns > 0)
    expect(trace).toEqual(['ready', 'ready', 'ready', 'turn'])
  })

  it('announces what waits before the turn, though the turn was asked for first', async () => {
    const trace: string[] = []
    const { handle, peer } = await rig.accepted()
    rig.run()
    onTurn = () => {
      trace.push('turn')
      if (turns < 3) loop.wake()
    }
    handle.watch('read', () => {
      loop.wake()
      trace.push('ready')
      if (turns === 2) handle.read(9)
    })
    peer.socket.write('x')
    await until(() => turns === 3)
    expect(trace.slice(0, 3)).toEqual(['ready', 'ready', 'turn'])
    expect(trace.join(' ')).toContain('turn ready')
  })

  it('lets readiness that nobody takes not hold the turn up', async () => {
    const { handle, peer } = await rig.accepted()
    rig.run()
    handle.watch('read', () => loop.wake())
    peer.socket.write('x')
    await until(() => turns >= 10)
  })

  it('calls for ready I/O before an alarm that came due meanwhile', async () => {
    const trace: string[] = []
    const { handle, peer } = await rig.accepted()
    const { handle: other, peer: trigger } = await rig.accepted()
    rig.run()
    onTurn = () => void trace.push('alarm')
    handle.watch('read', () => {
      handle.read(9)
      trace.push('ready')
    })
    other.watch('read', () => {
      other.read(9)
      peer.socket.write('x')
      loop.setTimer(loop.now() + 2)
      // Busy until the octets and the alarm wait together.
      const until = loop.now() + 20
      while (loop.now() < until);
    })
    trigger.socket.write('x')
    await until(() => trace.length === 2)
    expect(trace).toEqual(['ready', 'alarm'])
  })
})

describe('setTimer', () => {
  it('brings a turn at or after the time, never before, once', async () => {
    const early: number[] = []
    let due = 0
    onTurn = () => early.push(loop.now() - due)
    rig.run()
    for (let round = 1; round <= 30; round++) {
      due = loop.now() + 1 + round / 7
      loop.setTimer(due)
      await until(() => turns === round)
    }
    expect(Math.min(...early)).toBeGreaterThanOrEqual(0)
    await settle()
    expect(turns).toBe(30)
  })

  it('brings a turn for a time that has passed, later', async () => {
    rig.run()
    loop.setTimer(loop.now() - 1000)
    expect(turns).toBe(0)
    await until(() => turns === 1)
  })

  it('replaces the former request: by an earlier one, a later one, none', async () => {
    const took: number[] = []
    onTurn = () => took.push(loop.now())
    rig.run()
    const start = loop.now()
    loop.setTimer(start + 100_000)
    loop.setTimer(start + 5)
    await until(() => turns === 1)
    expect(took[0]! - start).toBeLessThan(100_000)
    const next = loop.now()
    loop.setTimer(next + 2)
    loop.setTimer(next + 30)
    await until(() => turns === 2)
    expect(took[1]! - next).toBeGreaterThanOrEqual(30)
    const last = loop.now()
    loop.setTimer(last + 3)
    loop.setTimer(Infinity)
    await until(() => loop.now() > last + 20)
    await settle()
    expect(turns).toBe(2)
  })

  it('waits for times further away than the host can', async () => {
    rig.run()
    loop.setTimer(loop.now() + 2 ** 31 + 1000)
    loop.setTimer(loop.now() + 1e15)
    const start = loop.now()
    await until(() => loop.now() > start + 20)
    await settle()
    expect(turns).toBe(0)
    loop.setTimer(loop.now() + 1)
    await until(() => turns === 1)
  })

  it('keeps the request over a halt', async () => {
    rig.run()
    const due = loop.now() + 5
    loop.setTimer(due)
    loop.halt()
    await until(() => loop.now() > due + 5)
    await settle()
    expect(turns).toBe(0)
    rig.run()
    await until(() => turns === 1)
  })
})

describe('signals', () => {
  const send = (name: string): void => void process.kill(process.pid, `SIG${name}`)

  afterEach(() => loop.ignoreSignal?.('USR2'))

  it('tells a watched signal by its name, each time', async () => {
    rig.run()
    loop.watchSignal?.('USR2')
    send('USR2')
    await until(() => signals.length === 1)
    send('USR2')
    await until(() => signals.length === 2)
    expect(signals).toEqual(['USR2', 'USR2'])
  })

  it('registers a signal once, however often it is watched', async () => {
    const before = process.listenerCount('SIGUSR2')
    loop.watchSignal?.('USR2')
    loop.watchSignal?.('USR2')
    expect(process.listenerCount('SIGUSR2')).toBe(before + 1)
    loop.ignoreSignal?.('USR2')
    loop.ignoreSignal?.('USR2')
    expect(process.listenerCount('SIGUSR2')).toBe(before)
  })

  it('keeps a signal that comes outside of run, once', async () => {
    loop.watchSignal?.('USR2')
    let came = 0
    const seen = (): void => void came++
    process.on('SIGUSR2', seen)
    send('USR2')
    await until(() => came === 1)
    send('USR2')
    await until(() => came === 2)
    process.off('SIGUSR2', seen)
    expect(signals).toEqual([])
    rig.run()
    await until(() => signals.length > 0)
    await settle()
    expect(signals).toEqual(['USR2'])
  })

  it('has no effect for names the host does not know, and those nobody can catch', () => {
    for (const name of ['NOSUCH', 'KILL', 'STOP', '']) {
      loop.watchSignal?.(name)
      loop.ignoreSignal?.(name)
    }
    expect(process.eventNames().filter((name) => /KILL|STOP|NOSUCH/.test(String(name)))).toEqual([])
  })

  it('gives an ignored signal its default effect again', async () => {
    const { output, code } = await program(`
      const loop = new SelectLoop()
      loop.watchSignal('TERM')
      loop.ignoreSignal('TERM')
      void loop.run()
      console.log('ready')
      process.kill(process.pid, 'SIGTERM')
    `)
    expect({ output, code }).toEqual({ output: 'ready\n', code: null })
  })

  it('rejects run with what a signal callback threw', async () => {
    const other = new SelectLoop()
    other.attach({
      turn() {},
      signal() {
        throw new Error('broken signal')
      },
      exited() {},
    })
    other.watchSignal?.('USR2')
    const over = other.run()
    send('USR2')
    await expect(over).rejects.toThrow('broken signal')
    other.ignoreSignal?.('USR2')
  })
})
