import { Kernel, type SessionRef } from '@poe/kernel'
import { Session } from '@poe/session'
import { describe, expect, it } from 'vitest'
import { Component } from './index.ts'
import { StillLoop } from './still-loop.test-support.ts'

/** Lives under an alias until it is told to end, and takes so many milliseconds over that. */
class Sleeper extends Component {
  readonly session: SessionRef
  readonly trace: string[] = []

  constructor(kernel: Kernel, slow: number) {
    super(kernel)
    const { trace } = this
    this.session = Session.create({
      kernel,
      inlineStates: {
        _start: ({ kernel: mine }) => void mine.delay('end', 1e9),
        _drain: ({ kernel: mine }) => void mine.delay('end', slow),
        end: () => void trace.push('ended well'),
        _stop: () => void trace.push('stopped'),
      },
    })
  }
}

function make(slow: number) {
  const loop = new StillLoop()
  const kernel = new Kernel({ loop })
  return { loop, kernel, sleeper: new Sleeper(kernel, slow) }
}

describe('Component', () => {
  it('ends well by close, twice is fine', async () => {
    const { loop, kernel, sleeper } = make(50)
    const running = kernel.run()
    expect(await Promise.all([sleeper.close(), sleeper.close()])).toEqual([{ late: [] }, { late: [] }])
    await running
    expect([sleeper.trace, loop.now()]).toEqual([['ended well', 'stopped'], 50])
    expect(await sleeper.close()).toEqual({ late: [] })
    expect(kernel.ledger()).toEqual([])
  })

  it('stops at the deadline, and tells who was late and why', async () => {
    const { loop, kernel, sleeper } = make(5000)
    const running = kernel.run()
    const { late } = await sleeper.close({ timeout: 100 })
    await running
    expect(late).toMatchObject([{ session: sleeper.session.id, held: [{ kind: 'timer', label: 'end' }] }])
    expect([sleeper.trace, loop.now()]).toEqual([['stopped'], 100])
  })

  it('ends now by abort, twice is fine', async () => {
    const { kernel, sleeper } = make(50)
    sleeper.abort()
    sleeper.abort()
    await kernel.run()
    expect(sleeper.trace).toEqual(['stopped'])
  })

  it('is closed by await using', async () => {
    const { kernel, sleeper } = make(50)
    const running = kernel.run()
    await sleeper[Symbol.asyncDispose]()
    await running
    expect(sleeper.trace).toEqual(['ended well', 'stopped'])
  })
})
