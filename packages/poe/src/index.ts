/**
 * POE in one import: the default kernel on the default loop, and everything most programs need on top of it.
 *
 * @packageDocumentation
 */
export {
  type ReconnectOptions,
  TcpClient,
  type TcpClientContext,
  type TcpClientHeap,
  type TcpClientOptions,
} from '@poe/component-client-tcp'
export { type ClientContext, type ClientHeap, TcpServer, type TcpServerOptions } from '@poe/component-server-tcp'
export { SysRWDriver, type SysRWDriverOptions } from '@poe/driver-sysrw'
export { isPoeError, PoeError } from '@poe/errors'
export { type Chunk, decode, decodeStream, encode, encodeStream, type Filter, get } from '@poe/filter'
export { BlockFilter, type BlockFilterOptions, type BlockHeader, type LengthCodec } from '@poe/filter-block'
export { type GrepBothOptions, type GrepEachOptions, GrepFilter } from '@poe/filter-grep'
export {
  HttpdFilter,
  type HttpdFilterOptions,
  type HttpdRecord,
  type HttpdRequest,
  type HttpdResponse,
  responseOf,
} from '@poe/filter-httpd'
export { type Json, JsonLinesFilter, type JsonLinesFilterOptions } from '@poe/filter-jsonl'
export { LineFilter, type LineFilterOptions } from '@poe/filter-line'
export { type MapBothOptions, type MapEachOptions, MapFilter, several } from '@poe/filter-map'
export { RecordBlockFilter, type RecordBlockFilterOptions } from '@poe/filter-recordblock'
export { jsonSerializer, ReferenceFilter, type ReferenceFilterOptions, type Serializer } from '@poe/filter-reference'
export { StackableFilter, type StackableFilterOptions } from '@poe/filter-stackable'
export { StreamFilter, type StreamFilterOptions } from '@poe/filter-stream'
export {
  type Accepting,
  type Alias,
  alias,
  type Context,
  type Contract,
  contract,
  type Destination,
  type DrainOptions,
  type DrainReport,
  type ExceptionInfo,
  isKernel,
  Kernel,
  type KernelOptions,
  type LedgerEntry,
  type RequestOptions,
  type SessionHost,
  type SessionKernel,
  type SessionRef,
  type Untyped,
} from '@poe/kernel'
export type { Address, Exit, Loop, SocketHandle, StreamHandle } from '@poe/loop'
export { SelectLoop } from '@poe/loop-select'
export { Nfa, type NfaContext, type NfaOptions, type SpawnParams } from '@poe/nfa'
export { type CreateParams, type Postback, Session, type SessionContext, type SessionOptions } from '@poe/session'
export type { WheelContext, WheelError } from '@poe/wheel'
export { FollowTail, type FollowTailOptions } from '@poe/wheel-followtail'
export { ListenAccept, type ListenAcceptOptions } from '@poe/wheel-listenaccept'
export { ReadLine, type ReadLineInput, type ReadLineOptions } from '@poe/wheel-readline'
export { ReadWrite, type ReadWriteOptions } from '@poe/wheel-readwrite'
export { Run, type RunError, type RunOptions } from '@poe/wheel-run'
export { SocketFactory, type SocketFactoryOptions } from '@poe/wheel-socketfactory'
export { chooseLoop, kernel } from './kernel.ts'
export type { LoopChoice } from './loop-choice.ts'
