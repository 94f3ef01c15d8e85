import type { Kernel } from '@poe/kernel'
import type { Address, Listener, SocketHandle } from '@poe/loop'
import { Session } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { ListenAccept } from './index.ts'

declare const kernel: Kernel
declare const handle: Listener

interface Events {
  met(socket: SocketHandle, peer: Address | null, id: number): void
  known(socket: SocketHandle, peer: Address): void
  failed(error: WheelError): void
}

Session.create<Events>({
  kernel,
  inlineStates: {
    _start(ctx) {
      new ListenAccept(ctx, { handle, acceptEvent: 'met', errorEvent: 'failed' })
      // @ts-expect-error no such event
      new ListenAccept(ctx, { handle, acceptEvent: 'mat' })
      // @ts-expect-error a peer may have no name
      new ListenAccept(ctx, { handle, acceptEvent: 'known' })
      // @ts-expect-error an error event carries a WheelError
      new ListenAccept(ctx, { handle, acceptEvent: 'met', errorEvent: 'met' })
      new ListenAccept(ctx, { handle, acceptEvent: 'met' }).event({ errorEvent: undefined })
    },
    met() {},
    known() {},
    failed() {},
  },
})
