/**
 * The contract between POE and a host event loop: time, one timer, wake-ups, OS signals, and the services that
 * make handles, so that no layer above touches the host.
 *
 * @packageDocumentation
 */
export type { FileHandle, FilesService, Stat } from './files.ts'
export { errnoOf, type HandleError, type HandleErrorDetails, handleError, isHandleError } from './handle-error.ts'
export type {
  Address,
  Chunk,
  Datagram,
  DatagramHandle,
  HandleState,
  Listener,
  Mode,
  SocketHandle,
  StreamHandle,
  Watchable,
} from './handles.ts'
export type { Loop, LoopHost, ServiceName } from './loop.ts'
export type { ConnectOptions, DatagramOptions, ListenOptions, NetService, TlsOptions } from './net.ts'
export type { Child, Exit, ProcessService, SpawnOptions } from './process.ts'
export { ReadSlot, type ReadSource } from './read-slot.ts'
export type { TerminalService } from './terminal.ts'
export { TimeLoop, type TimeLoopOptions } from './time-loop.ts'
