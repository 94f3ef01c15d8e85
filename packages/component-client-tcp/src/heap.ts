import type { Untyped } from '@poe/kernel'
import type { SessionContext } from '@poe/session'
import type { ReadWrite } from '@poe/wheel-readwrite'
import type { SocketFactory } from '@poe/wheel-socketfactory'

interface ClientFlags {
  /** Whether the connection is being ended, or has ended; no input is handled then. Connecting again clears it. */
  readonly shutdown: boolean
  /** Whether errors and the end of input end the connection; true to begin with, a program may change it. */
  shutdownOnError: boolean
  /** Set by the first error of a connection that is not the end of its input. */
  readonly gotAnError: boolean
  /** How often it has connected again by itself since the last connection that lasted. */
  readonly retries: number
  /** Milliseconds after which it connects again by itself; undefined where it does not, or does already. */
  readonly retryDelay: number | undefined
}

interface Connected<Rec, Put> extends ClientFlags {
  /** Whether there is a connection, which is not being ended. */
  readonly connected: true
  /** The connection: `heap.server.put('hello')`. */
  readonly server: ReadWrite<Rec, Put>
}

interface NotConnected<Rec, Put> extends ClientFlags {
  readonly connected: false
  /** What connects; the connection that still writes what was put before it was shut down; else undefined. */
  readonly server: SocketFactory | ReadWrite<Rec, Put> | undefined
}

/** The heap of a client's session: `connected` says what `server` is. Programs keep their own things here too. */
export type TcpClientHeap<Rec, Put> = Connected<Rec, Put> | NotConnected<Rec, Put>

/** The heap where there is a connection: in `connected`, `serverInput` and the other callbacks of the server's. */
export interface TcpServerHeap<Rec, Put> extends ClientFlags {
  /** False while the connection is being ended. */
  readonly connected: boolean
  /** The connection: `heap.server.put('hello')`. */
  readonly server: ReadWrite<Rec, Put>
}

/** What callbacks and states are given first where there need not be a connection. */
export type TcpClientContext<Rec, Put, H> = SessionContext<Untyped, TcpClientHeap<Rec, Put> & H>

/** What callbacks are given first where there is one. */
export type TcpServerContext<Rec, Put, H> = SessionContext<Untyped, TcpServerHeap<Rec, Put> & H>
