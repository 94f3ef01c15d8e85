/**
 * The contract between POE and a host event loop: time, one timer, wake-ups, OS signals, and the services that
 * make handles, so that no layer above touches the host.
 *
 * @packageDocumentation
 */
export type { DescriptorService } from './descriptors.ts'
export type { FileHandle, FilesService, OpenFlags, Stat, StreamFlags } from './files.ts'
export { errnoOf, type HandleError, type HandleErrorDetails, handleError, isHandleError } from './handle-error.ts'
export type {
  Address,
  Chunk,
  Datagram,
  DatagramHandle,
  Ends,
  HandleState,
  Listener,
  Mode,
  SocketHandle,
  StreamHandle,
  Watchable,
} from './handles.ts'
export { Level } from './level.ts'
export type { Loop, LoopHost, ServiceName } from './loop.ts'
export type {
  ConnectOptions,
  DatagramOptions,
  ListenOptions,
  NetService,
  SecureOptions,
  TlsOptions,
} from './net.ts'
export type { PipeEnds, PipeOptions, PipeService, PipeType } from './pipes.ts'
export type {
  Child,
  Exit,
  ModuleCall,
  ProcessService,
  ProgramStream,
  ProgramTerminal,
  Pty,
  Ptys,
  RedirectedStream,
  SpawnOptions,
} from './process.ts'
export { ReadSlot, type ReadSource } from './read-slot.ts'
export type { Announced, HandleStage } from './stage.ts'
export type { Key, KeyHandle, KeyOptions, TerminalHandle, TerminalService, TerminalUse } from './terminal.ts'
export { TimeLoop, type TimeLoopOptions } from './time-loop.ts'
export type { CertificateName, PeerCertificate, TlsFacts } from './tls-facts.ts'
