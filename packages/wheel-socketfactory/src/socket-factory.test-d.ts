import type { Kernel } from '@poe/kernel'
import type { Address, DatagramHandle, SocketHandle } from '@poe/loop'
import type { ProxyHeader } from '@poe/proxy-protocol'
import { Session } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { SocketFactory } from './index.ts'

declare const kernel: Kernel

interface Events {
  met(socket: SocketHandle, address: string, port: number, id: number): void
  opened(socket: DatagramHandle): void
  failed(error: WheelError): void
  listening(address: Address): void
  proxied(socket: SocketHandle, address: string, port: number, id: number, header: ProxyHeader): void
}

Session.create<Events>({
  kernel,
  inlineStates: {
    _start(ctx) {
      new SocketFactory(ctx, { successEvent: 'met', failureEvent: 'failed', listeningEvent: 'listening' })
      new SocketFactory(ctx, { socketProtocol: 'udp', successEvent: 'opened', failureEvent: 'failed' })
      new SocketFactory(ctx, { proxyProtocol: { timeout: 5 }, successEvent: 'proxied', failureEvent: 'failed' })
      const events = { successEvent: 'met', failureEvent: 'failed' } as const
      // @ts-expect-error trusted is asked about an address, or null
      new SocketFactory(ctx, { ...events, proxyProtocol: { trusted: (at: string) => at === '' } })
      // @ts-expect-error no such event
      new SocketFactory(ctx, { successEvent: 'mat', failureEvent: 'failed' })
      // @ts-expect-error a failure event carries a WheelError
      new SocketFactory(ctx, { successEvent: 'met', failureEvent: 'met' })
      const factory = new SocketFactory(ctx, { successEvent: 'met', failureEvent: 'failed' })
      factory.event({ listeningEvent: undefined })
      // @ts-expect-error a listening event carries an address
      factory.event({ listeningEvent: 'met' })
    },
    met() {},
    opened() {},
    failed() {},
    listening() {},
    proxied() {},
  },
})

Session.create({
  kernel,
  inlineStates: {
    _start: (ctx) => void new SocketFactory(ctx, { successEvent: 'anything', failureEvent: 'whatever' }),
  },
})
