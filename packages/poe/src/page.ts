/**
 * POE in one import, for a page: as elsewhere, with a `BrowserLoop` for a `SelectLoop`.
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
export { LineFilter, type LineFilterOptions } from '@poe/filter-line'
export {
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
  type SessionKernel,
  type SessionRef,
} from '@poe/kernel'
export type { Address, Loop, SocketHandle, StreamHandle } from '@poe/loop'
export { BrowserLoop, webSockets } from '@poe/loop-browser'
export { type CreateParams, type Postback, Session, type SessionContext, type SessionOptions } from '@poe/session'
export type { WheelContext, WheelError } from '@poe/wheel'
export { ReadWrite, type ReadWriteOptions } from '@poe/wheel-readwrite'
export { SocketFactory, type SocketFactoryOptions } from '@poe/wheel-socketfactory'
export type { LoopChoice } from './loop-choice.ts'
export { chooseLoop, kernel } from './page-kernel.ts'
