import { Kernel } from '@poe/kernel'
import { VirtualLoop } from '@poe/loop-virtual'
import { Session } from '@poe/session'
import { SocketFactory } from '@poe/wheel-socketfactory'
import { expect, it } from 'vitest'

it('a program that would wait for ever ends with a report of who waits for what', async () => {
  const loop = new VirtualLoop()
  const kernel = new Kernel({ loop })
  Session.create({
    kernel,
    inlineStates: {
      _start(ctx) {
        ctx.kernel.aliasSet('server')
        new SocketFactory(ctx, { bindAddress: 'server', bindPort: 7, successEvent: 'accepted', failureEvent: 'failed' })
      },
      accepted() {},
      failed() {},
    },
  })
  Session.create({
    kernel,
    inlineStates: { _start: ({ kernel }) => kernel.request('server', 'never').catch(() => {}), never() {} },
  })
  Session.create({ kernel, inlineStates: { _start: () => new Promise(() => {}) } })
  const report = await kernel.run().then(
    () => '',
    (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
  )
  expect(report).toMatch(/^ERR_POE_STUCK: /)
  expect(report).toContain('Session 1 (server) lives because of alias server, handle SocketFactory(1) -> select accept')
  expect(report).toContain('Session 3 lives because of promise _start.')
  expect(report).toContain(':7')
})
