import { badOption, check, checkOptions } from '@poe/errors'
import type { Accepting, Untyped } from '@poe/kernel'
import type { Address, Listener, SocketHandle } from '@poe/loop'
import type { WheelError } from '@poe/wheel'

/** The events of a ListenAccept wheel: names of handlers that take what it sends. */
export interface ListenAcceptEvents<M> {
  /** (socket, peer, wheel id) for each connection; the peer is null where it is an unnamed unix one. */
  readonly acceptEvent: Accepting<M, [SocketHandle, Address | null, number]>
  /**
   * (error) when accepting failed, `operation` being `accept`, or the TLS handshake of a connection, `handshake`; the wheel
   * listens on. Without it, there is a warning.
   */
  readonly errorEvent?: Accepting<M, [WheelError]>
}

/** How a ListenAccept wheel is made: POE::Wheel::ListenAccept. */
export interface ListenAcceptOptions<M = Untyped> extends ListenAcceptEvents<M> {
  /** A listening socket, made by `loop.net.listen()`. It is the wheel's from now on, and closed with it. */
  readonly handle: Listener
}

const EVENTS = { acceptEvent: check.name, errorEvent: check.name }

const CHECKS = { ...EVENTS, handle: check.having('a listening socket', 'accept', 'watch', 'close') }

/** Refuses options that are wrong. */
export function checkListenAccept(options: ListenAcceptOptions): void {
  checkOptions('ListenAccept', options, CHECKS, ['handle', 'acceptEvent'])
  const { handle } = options
  if (handle.state !== 'open') throw badOption('ListenAccept', 'handle', handle.state, 'open')
}

/** Refuses names of events that are none, and does not take away the one that the wheel needs. */
export function checkEvents(names: object): void {
  checkOptions('ListenAccept.event()', names, EVENTS)
  if ('acceptEvent' in names && names.acceptEvent === undefined)
    throw badOption('ListenAccept.event()', 'acceptEvent', undefined, 'the name of an event')
}
