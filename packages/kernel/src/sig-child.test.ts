import { type Exit, type LoopHost, type ProcessService, TimeLoop } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { Kernel } from './index.ts'
import { nothing, type States, TestSession } from './rig.test-kit.ts'

const exit = (code: number): Exit => ({ code, signal: null, error: null })

/** A loop that has started programs 1 to 9, and has windows. */
class ProgramLoop extends TimeLoop {
  readonly pids = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9])
  readonly windows = new Map<object, () => void>()
  readonly process: ProcessService
  host!: LoopHost

  constructor() {
    super({ settle: () => new Promise(setImmediate) })
    const { pids } = this
    this.process = {
      pid: 100,
      get running() {
        return pids.size
      },
      isRunning: (pid) => pids.has(pid),
      spawn: () => {
        throw new Error('not here')
      },
    }
  }

  override attach(host: LoopHost): void {
    this.host = host
    super.attach(host)
  }

  end(pid: number): void {
    this.pids.delete(pid)
    this.host.exited(pid, exit(pid))
  }

  watchDestroyed(target: object, destroyed: () => void): Disposable {
    this.windows.set(target, destroyed)
    return { [Symbol.dispose]: () => void this.windows.delete(target) }
  }
}

function rig() {
  const loop = new ProgramLoop()
  const kernel = new Kernel({ loop })
  const trace: string[] = []
  const start = (states: States, on: Kernel = kernel) => {
    const session = new TestSession(states)
    on.sessionAlloc(session)
    return session
  }
  /** Ends programs one by one, as the host would. */
  const end = (...pids: number[]) => {
    for (const pid of pids) setImmediate(() => setImmediate(() => loop.end(pid)))
  }
  return { loop, kernel, trace, start, end, log: (line: string) => void trace.push(line) }
}

const told =
  (log: (line: string) => void) =>
  (_ctx: unknown, name: string, pid: number, { code }: Exit, ...more: unknown[]) =>
    log([name, pid, code, ...more].join(' '))

describe('sigChild', () => {
  it('tells each program’s end once, and keeps a session that lives by nothing else', async () => {
    const { kernel, trace, start, end, log } = rig()
    start({
      _start({ kernel }) {
        for (let pid = 1; pid <= 8; pid++) kernel.sigChild(pid, 'ended', `job ${pid}`)
      },
      ended: told(log),
      _stop: () => log('stop'),
    })
    end(1, 2, 3, 4, 5, 6, 7, 8)
    await kernel.run()
    expect(trace).toEqual([...[1, 2, 3, 4, 5, 6, 7, 8].map((pid) => `CHLD ${pid} ${pid} job ${pid}`), 'stop'])
    expect(kernel.ledger()).toEqual([])
  })

  it('tells those who wait for the program before everybody who watches CHLD', async () => {
    const { kernel, trace, start, end, log } = rig()
    start({
      _start: ({ kernel }) => {
        kernel.aliasSet('any')
        kernel.sig('CHLD', 'any', 'more')
      },
      any(ctx, ...args) {
        told(log)(ctx, ...(args as [string, number, Exit]))
        ctx.kernel.aliasRemove('any')
      },
    })
    for (const name of ['a', 'b'])
      start({ _start: ({ kernel }) => kernel.sigChild(5, 'ended', name), ended: told(log) })
    end(5)
    await kernel.run()
    expect(trace).toEqual(['CHLD 5 5 a', 'CHLD 5 5 b', 'CHLD 5 5 more'])
  })

  it('is replaced, and ended, also where nothing was asked', async () => {
    const { kernel, trace, start, end, log } = rig()
    start({
      _start({ kernel }) {
        kernel.sigChild(1, 'wrong')
        kernel.sigChild(1, 'ended')
        kernel.sigChild(2, 'wrong')
        kernel.sigChild(2)
        kernel.sigChild(3)
      },
      ended: told(log),
      wrong: () => log('wrong'),
    })
    end(2, 1)
    await kernel.run()
    expect(trace).toEqual(['CHLD 1 1'])
  })

  it('of what is no program of the loop holds the session, but keeps nobody from being idle', async () => {
    const { kernel, trace, start, log } = rig()
    start({
      _start({ kernel, session }) {
        kernel.sigChild(77, 'ended')
        log(kernel.explain(session))
      },
      ended: told(log),
      _stop: () => log('stop'),
    })
    await kernel.run()
    expect(trace).toEqual(['Session 1 lives because of process 77.', 'stop'])
  })

  it('ends with its session, and waits for run() otherwise', async () => {
    const { loop, kernel, trace, start, log } = rig()
    const gone = start({ _start: ({ kernel }) => kernel.sigChild(1, 'ended'), ended: () => log('gone') })
    start({ _start: ({ kernel }) => kernel.sigChild(1, 'ended'), ended: told(log) })
    kernel.stop(gone)
    loop.end(1)
    expect(trace).toEqual([])
    await kernel.run()
    expect(trace).toEqual(['CHLD 1 1'])
  })

  it('keeps the kernel from being idle for one who watches CHLD, while a program runs', async () => {
    const { loop, kernel, trace, start, end, log } = rig()
    loop.pids.clear()
    loop.pids.add(4)
    start({
      _start({ kernel }) {
        kernel.aliasSet('waiting')
        kernel.sig('CHLD', 'ended')
      },
      ended: told(log),
      _stop: () => log('stop'),
    })
    end(4)
    await kernel.run()
    expect(trace).toEqual(['CHLD 4 4', 'stop'])
  })
})

describe('signalUiDestroy', () => {
  it('ends everybody when the window is gone, handled or not', async () => {
    const { loop, kernel, trace, start, log } = rig()
    const window = {}
    start({
      _start({ kernel }) {
        kernel.aliasSet('a')
        kernel.sig('UIDESTROY', 'destroyed')
        kernel.signalUiDestroy(window)
        kernel.delay('close', 5)
      },
      close: () => loop.windows.get(window)?.(),
      destroyed({ kernel }) {
        log('destroyed')
        kernel.sigHandled()
      },
      _stop: () => log('stop a'),
    })
    start({ _start: ({ kernel }) => void kernel.delay('never', 1e9), never: nothing, _stop: () => log('stop b') })
    await kernel.run()
    expect(trace).toEqual(['destroyed', 'stop b', 'stop a'])
  })

  it('is ended by disposing of it', () => {
    const { loop, kernel } = rig()
    kernel.signalUiDestroy({})[Symbol.dispose]()
    expect(loop.windows.size).toBe(0)
  })
})
