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

/** Pipes two ways (POE: `POE::Pipe::TwoWay`). Each end is one handle that reads and writes. */
export const TwoWay: {
  /**
   * A pipe in memory: its two ends. It works at once, on any loop with a stage.
   *
   * @throws PoeError `ERR_POE_NO_SERVICE`, `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_OPTIONS`
   */
  create(loop: PipeLoop, options?: MemoryOptions): [StreamHandle, StreamHandle]
  /**
   * A pipe of the system: its two ends. Without a `type`, the loop's types are tried one by one.
   * Rejects with a PoeError as `create` throws it, with a HandleError, or with the signal's reason.
   */
  open(loop: SystemLoop, options?: OpenOptions): Promise<[StreamHandle, StreamHandle]>
} = {
  create(loop, options = {}) {
    const capacity = capacityOf('TwoWay.create', options)
    const stage = stageOf('TwoWay.create', loop)
    const there = new Flow(stage, capacity)
    const back = new Flow(stage, capacity)
    return [
      new MemoryHandle(stage, { input: back, output: there, capacity }),
      new MemoryHandle(stage, { input: there, output: back, capacity }),
    ]
  },
  async open(loop, options = {}) {
    return openFirst('TwoWay.open', loop, options, (pipes, given) => pipes.twoWay(given))
  },
}
