import { check, checkOptions, PoeError } from '@poe/errors'
import type { HandleStage, Loop, PipeOptions, PipeService } from '@poe/loop'

/** What a pipe in memory takes. */
export interface MemoryOptions {
  /**
   * Octets that may lie in the pipe unread; as many again are taken of who writes, and are `pending` there. At least 4.
   * @defaultValue 65536
   */
  readonly capacity?: number | undefined
}

/** What a pipe of the system takes. */
export interface OpenOptions extends PipeOptions {}

/** A loop with a stage, as a pipe in memory needs it. */
export type PipeLoop = Pick<Loop, 'name' | 'stage'>

/** A loop with pipes of the system. */
export type SystemLoop = Pick<Loop, 'name' | 'pipes'>

const MEMORY = { capacity: check.integer(4) }
const SIGNAL = check.having('an AbortSignal', 'addEventListener', 'removeEventListener')
const OPEN = { type: check.oneOf('socketpair', 'inet'), signal: SIGNAL }

/** How many octets a pipe holds. @throws PoeError for options it cannot mean */
export function capacityOf(taker: string, options: MemoryOptions): number {
  checkOptions(taker, options, MEMORY)
  return options.capacity ?? 65_536
}

/** @throws PoeError `ERR_POE_NO_SERVICE` */
export function stageOf(taker: string, loop: PipeLoop): HandleStage {
  if (loop.stage === undefined)
    throw missing(taker, loop.name, 'stage', '@poe/loop-select and @poe/loop-virtual have one')
  return loop.stage
}

/**
 * Opens by the first type that works, as POE does, or by the one that was asked for.
 *
 * @throws PoeError for options it cannot mean, and `ERR_POE_NO_SERVICE`; rejects with the last HandleError
 */
export async function openFirst<Ends>(
  taker: string,
  loop: SystemLoop,
  options: OpenOptions,
  open: (service: PipeService, options: PipeOptions) => Promise<Ends>,
): Promise<Ends> {
  checkOptions(taker, options, OPEN)
  const { pipes } = loop
  if (pipes === undefined) throw missing(taker, loop.name, 'pipes', '@poe/loop-select has pipes of the system')
  const types = options.type === undefined ? pipes.types : [options.type]
  let failure: unknown
  for (const type of types)
    try {
      return await open(pipes, { ...options, type })
    } catch (error) {
      options.signal?.throwIfAborted()
      failure = error
    }
  throw failure
}

function missing(taker: string, loop: string, service: string, remedy: string): PoeError {
  return new PoeError('ERR_POE_NO_SERVICE', `${taker}: loop "${loop}" has no "${service}"; ${remedy}.`)
}
