/** Sockets of a page. */
import { TcpClient } from '@poe/component-client-tcp'
import { LineFilter } from '@poe/filter-line'
import { ReferenceFilter } from '@poe/filter-reference'
import { Kernel, type Untyped } from '@poe/kernel'
import type { SocketHandle } from '@poe/loop'
import { BrowserLoop, type WebSocketsOptions, webSockets } from '@poe/loop-browser'
import { Session, type SessionContext } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { ReadWrite } from '@poe/wheel-readwrite'
import { SocketFactory } from '@poe/wheel-socketfactory'

const FILTERS: Readonly<Record<string, () => Untyped>> = {
  lines: () => new LineFilter(),
  references: () => new ReferenceFilter(),
}

const shown = ({ operation, code, errno }: WheelError): string => `${operation} ${code} ${errno}`

/** What a session notes until it has stopped; a wheel that is there is under test. */
async function noted(
  options: WebSocketsOptions | null,
  start: (ctx: SessionContext, note: (what: unknown) => void) => void,
  states: object = {},
): Promise<unknown[]> {
  const notes: unknown[] = []
  const kernel = new Kernel({ loop: new BrowserLoop(options === null ? {} : { net: webSockets(options) }) })
  const note = (what: unknown): void => void notes.push(what)
  Session.create({
    kernel,
    inlineStates: {
      _start: (ctx) => start(ctx, note),
      failed: (_ctx, error: WheelError) => note(shown(error)),
      ...states,
    },
  })
  await kernel.run().catch((error) => note(`${error.code}: ${error.message}`))
  return [...notes, ...kernel.ledger()]
}

/** Sends records to an echo server, and ends the output when the last has come back. */
function echo(port: number, filter: string, records: unknown[], options: WebSocketsOptions): Promise<unknown[]> {
  const heard: unknown[] = []
  return noted(
    options,
    (ctx, note) => {
      ctx.heap.note = note
      new SocketFactory(ctx, {
        remoteAddress: '127.0.0.1',
        remotePort: port,
        successEvent: 'connected',
        failureEvent: 'failed',
      })
    },
    {
      connected(ctx: SessionContext, handle: SocketHandle) {
        ctx.heap.note(`connected ${handle.remote?.port === port}`)
        ctx.heap.wheel = new ReadWrite(ctx, {
          handle,
          filter: FILTERS[filter]?.(),
          inputEvent: 'heard',
          errorEvent: 'ended',
        })
        ctx.heap.wheel.put(...records)
      },
      heard({ heap }: SessionContext, record: unknown) {
        heard.push(record)
        heap.note(record)
        if (heard.length === records.length) heap.wheel.shutdownOutput()
      },
      ended({ heap }: SessionContext, error: WheelError) {
        heap.note(shown(error))
        heap.wheel.dispose()
      },
    },
  )
}

/** What a SocketFactory says that cannot have its socket. */
function fails(factory: object, options: WebSocketsOptions): Promise<unknown[]> {
  return noted(options, (ctx) => {
    new SocketFactory(ctx, { successEvent: 'failed', failureEvent: 'failed', ...factory } as never)
  })
}

/** A client that says hello, and leaves after the answer. */
async function client(port: number): Promise<unknown[]> {
  const notes: unknown[] = []
  const kernel = new Kernel({ loop: new BrowserLoop({ net: webSockets() }) })
  new TcpClient({
    kernel,
    remoteAddress: '127.0.0.1',
    remotePort: port,
    connected: ({ heap }) => void heap.server.put('hello'),
    serverInput({ heap, kernel }, line) {
      notes.push(line)
      if (line === 'hello') heap.server.put('bye')
      else kernel.yield('shutdown')
    },
    disconnected: () => void notes.push('disconnected'),
  })
  await kernel.run()
  return [...notes, ...kernel.ledger()]
}

/** Opens a connection and does not read until it is told to: gives how many octets came then, and how it ended. */
async function late(
  port: number,
  wait: () => Promise<void>,
  options: WebSocketsOptions,
): Promise<[octets: number, ending: string, readAhead: number]> {
  const loop = new BrowserLoop({ net: webSockets(options) })
  loop.attach({ turn() {}, signal() {}, exited() {} })
  const run = loop.run()
  const handle = await loop.net!.connect({ host: '127.0.0.1', port })
  await wait()
  let octets = 0
  const ending = await new Promise<string>((resolve) => {
    handle.watch('read', () => {
      const chunk = handle.read(65_536)
      if (chunk !== null) octets += chunk.byteLength
      else if (handle.state !== 'open') resolve(handle.error?.code ?? handle.state)
    })
  })
  handle.close()
  loop.halt()
  await run
  return [octets, ending, handle.readAhead]
}

/** Asks for what a page lacks. */
function lacks(): Promise<unknown[]> {
  return noted(null, (ctx, note) => {
    for (const name of ['net', 'files', 'process', 'terminal', 'pipes'] as const)
      try {
        ctx.kernel.host.service(name)
      } catch (error) {
        note(`${(error as { code: string }).code} ${(error as Error).message}`)
      }
  })
}

const whenTold = (): Promise<void> =>
  new Promise((resolve) => {
    Object.assign(globalThis, { readOn: resolve })
  })

Object.assign(globalThis, {
  net: {
    echo,
    fails,
    client,
    lacks,
    late: (port: number, options: WebSocketsOptions = {}) => late(port, whenTold, options),
  },
})
