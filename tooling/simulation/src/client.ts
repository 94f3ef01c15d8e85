import type { Kernel, Untyped } from '@poe/kernel'
import type { SocketHandle } from '@poe/loop'
import { Session, type SessionContext } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { ReadWrite } from '@poe/wheel-readwrite'
import { SocketFactory } from '@poe/wheel-socketfactory'
import type { Parts } from './parts.ts'
import { CLEAN, type Talk } from './talk.ts'

/** Longer than the simulated network tries. */
const PATIENCE = 2_000_000

type Ctx = SessionContext<Untyped, { factory?: SocketFactory; wheel?: ReadWrite }>

/** A session that connects, says its lines, and hears what comes back. Its name is its first line. */
export function startClient(kernel: Kernel, port: number, talk: Talk, parts: Parts): void {
  Session.create({
    kernel,
    heap: {},
    inlineStates: {
      _start(ctx: Ctx) {
        const events = { successEvent: 'connected', failureEvent: 'failed' }
        ctx.heap.factory = new SocketFactory(ctx, { remoteAddress: 'server', remotePort: port, ...events })
        ctx.kernel.delay('patienceEnded', PATIENCE)
      },
      connected: (ctx: Ctx, handle: SocketHandle) => begin(ctx, handle, talk, parts),
      heard(ctx: Ctx, line: string) {
        talk.heard.push(line)
        if (talk.heard.length === talk.said.length && !talk.halfCloses) end(ctx, talk, CLEAN)
      },
      failed: (ctx: Ctx, error: WheelError) => end(ctx, talk, `${error.operation} ${error.code}`),
      ended: (ctx: Ctx, error: WheelError) => end(ctx, talk, error.errno === 0 ? CLEAN : error.code),
      patienceEnded: (ctx: Ctx) => end(ctx, talk, 'patience'),
    },
  })
}

function begin(ctx: Ctx, handle: SocketHandle, talk: Talk, parts: Parts): void {
  const wheel = new ReadWrite(ctx, {
    handle: parts.handle(handle),
    driver: parts.driver(),
    filter: parts.filter(),
    inputEvent: 'heard',
    errorEvent: 'ended',
  })
  ctx.heap.wheel = wheel
  wheel.put(talk.name, ...talk.said)
  if (talk.halfCloses) wheel.shutdownOutput()
}

function end({ kernel, heap }: Ctx, talk: Talk, how: string): void {
  talk.ends.push(how)
  kernel.delay('patienceEnded')
  if (how === CLEAN) heap.wheel?.close()
  else heap.wheel?.dispose()
}
