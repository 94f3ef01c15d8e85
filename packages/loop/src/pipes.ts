import type { StreamHandle } from './handles.ts'

/** What a pipe of the system is made of: a pair of unnamed unix sockets, or a TCP connection of the host with itself. */
export type PipeType = 'socketpair' | 'inet'

/** How a pipe is opened. */
export interface PipeOptions {
  /** Default: the first of {@link PipeService.types}. */
  readonly type?: PipeType
  /** Gives up, and rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

/** The two ends of a pipe one way. */
export interface PipeEnds {
  /** Watched in mode `read` only. */
  readonly read: StreamHandle
  /** Watched in mode `write` only. */
  readonly write: StreamHandle
}

/**
 * Makes pipes of the operating system, each end a descriptor: for programs and libraries that want one. Nothing of a pipe has a
 * name that another process could open. A failure rejects with a HandleError; promises settle outside `run()` too.
 */
export interface PipeService {
  /** What the host can make pipes of, the best first. */
  readonly types: readonly PipeType[]
  /** What is written to one end comes out of the other; when that is closed, writing fails with EPIPE or ECONNRESET. */
  oneWay(options?: PipeOptions): Promise<PipeEnds>
  /** What is written to either end comes out of the other; each direction ends by itself. */
  twoWay(options?: PipeOptions): Promise<[StreamHandle, StreamHandle]>
}
