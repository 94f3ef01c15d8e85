import type { Kernel } from '@poe/kernel'
import { Session } from '@poe/session'
import { watch, watchFrames } from './index.ts'

declare const kernel: Kernel
declare const button: HTMLButtonElement
declare const drawing: SVGCircleElement
declare const socket: WebSocket

interface Events {
  clicked(event: MouseEvent, id: number): void
  anything(event: Event): void
  typed(event: KeyboardEvent): void
  message(event: MessageEvent): void
  drawn(time: number, id: number): void
  nothing(): void
}

Session.create<Events>({
  kernel,
  inlineStates: {
    _start(ctx) {
      watch(ctx, button, 'click', 'clicked')
      watch(ctx, button, 'click', 'anything', { passive: true })
      watch(ctx, button, 'click', 'nothing')
      watch(ctx, drawing, 'keydown', 'typed')
      watch(ctx, document, 'DOMContentLoaded', 'anything')
      watch(ctx, window, 'message', 'message')
      watch(ctx, socket, 'message', 'message')
      // @ts-expect-error no such DOM event
      watch(ctx, button, 'clik', 'clicked')
      // @ts-expect-error no such event of the session
      watch(ctx, button, 'click', 'clickt')
      // @ts-expect-error a key is no click
      watch(ctx, button, 'keydown', 'clicked')
      // @ts-expect-error a WebSocket has no clicks
      watch(ctx, socket, 'click', 'anything')

      watchFrames(ctx, window, 'drawn')
      // @ts-expect-error a frame's event carries its time
      watchFrames(ctx, window, 'clicked')
    },
    clicked() {},
    anything() {},
    typed() {},
    message() {},
    drawn() {},
    nothing() {},
  },
})
