import type { StreamHandle } from '@poe/loop'
import { Flow } from './flow.ts'
import { MemoryHandle } from './memory-handle.ts'
import {
  capacityOf,
  type MemoryOptions,
  type OpenOptions,
  openFirst,
  type PipeLoop,
  type SystemLoop,
  stageOf,
} from './options.ts'

/** Pipes one way (POE: `POE::Pipe::OneWay`). */
export const OneWay: {
  /**
   * A pipe in memory: the end to read from, the end to write to. It works at once, on any loop with a stage.
   *
   * @throws PoeError `ERR_POE_NO_SERVICE`, `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_OPTIONS`
   */
  create(loop: PipeLoop, options?: MemoryOptions): [read: StreamHandle, write: StreamHandle]
  /**
   * A pipe of the system: the end to read from, the end to write to. Without a `type`, the loop's types are tried one by one.
   * Rejects with a PoeError as `create` throws it, with a HandleError, or with the signal's reason.
   */
  open(loop: SystemLoop, options?: OpenOptions): Promise<[read: StreamHandle, write: StreamHandle]>
} = {
  create(loop, options = {}) {
    const capacity = capacityOf('OneWay.create', options)
    const stage = stageOf('OneWay.create', loop)
    const flow = new Flow(stage, capacity)
    return [
      new MemoryHandle(stage, { input: flow, output: null, capacity }),
      new MemoryHandle(stage, { input: null, output: flow, capacity }),
    ]
  },
  async open(loop, options = {}) {
    const ends = await openFirst('OneWay.open', loop, options, (pipes, given) => pipes.oneWay(given))
    return [ends.read, ends.write]
  },
}
