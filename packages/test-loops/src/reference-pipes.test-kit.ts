import {
  type Address,
  type Chunk,
  type HandleError,
  type HandleState,
  handleError,
  type PipeEnds,
  type PipeOptions,
  type PipeService,
  type PipeType,
  type StreamHandle,
} from '@poe/loop'
import type { ReferenceLoop } from './reference-loop.test-kit.ts'
import { ReferenceStream } from './reference-stream.test-kit.ts'

const UNNAMED: Address = { family: 'unix', address: '', port: 0 }

/** One end of a pipe in memory. */
export class ReferencePipeEnd extends ReferenceStream {
  refusal: HandleError | null = null

  override get state(): HandleState {
    return this.refusal !== null && this.peer?.closed === true && !this.closed ? 'failed' : super.state
  }

  override get error(): HandleError | null {
    return this.refusal ?? super.error
  }

  override write(chunk: Chunk): Chunk | null {
    if (this.shut || this.peer?.closed === true) this.refusal = handleError('EPIPE', 'write')
    return this.refusal === null ? super.write(chunk) : null
  }

  override close(): void {
    super.close()
    this.peer?.writing.tell()
  }
}

/** Pipes in memory that pass for the system's. */
export class ReferencePipes implements PipeService {
  readonly types: readonly PipeType[] = ['socketpair', 'inet']
  readonly loop: ReferenceLoop
  readonly End: typeof ReferencePipeEnd

  constructor(loop: ReferenceLoop, End: typeof ReferencePipeEnd = ReferencePipeEnd) {
    this.loop = loop
    this.End = End
  }

  async oneWay(options: PipeOptions = {}): Promise<PipeEnds> {
    const [read, write] = this.ends(options)
    read.only = 'read'
    read.shut = true
    write.only = 'write'
    return { read, write }
  }

  async twoWay(options: PipeOptions = {}): Promise<[StreamHandle, StreamHandle]> {
    return this.ends(options)
  }

  ends({ signal }: PipeOptions): [ReferencePipeEnd, ReferencePipeEnd] {
    signal?.throwIfAborted()
    const { End, loop } = this
    const ends: [ReferencePipeEnd, ReferencePipeEnd] = [
      new End(loop, UNNAMED, UNNAMED),
      new End(loop, UNNAMED, UNNAMED),
    ]
    ends[0].peer = ends[1]
    ends[1].peer = ends[0]
    return ends
  }
}
