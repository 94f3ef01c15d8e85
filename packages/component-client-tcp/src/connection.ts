import type { Filter, OutputFilter } from '@poe/filter'
import { LineFilter } from '@poe/filter-line'
import type { Untyped } from '@poe/kernel'
import type { SocketHandle } from '@poe/loop'
import type { WheelContext } from '@poe/wheel'
import { type InputFilter, ReadWrite } from '@poe/wheel-readwrite'
import type { AnyOptions, ConnectionFilter } from './options.ts'

/** A connection, whatever its filters. */
export type Wheel = ReadWrite<Untyped, Untyped>

const STALL_TIMEOUT = 60_000

/** Octets that may wait for a server before it is told. */
export const HIGH_MARK = 1024 * 1024

/** Wraps a connected socket for the client's session. */
export function wheelFor(ctx: WheelContext, handle: SocketHandle, options: AnyOptions): Wheel {
  const { highMark = HIGH_MARK, lowMark = Math.ceil(highMark / 4), stallTimeout = STALL_TIMEOUT, maxOutput } = options
  return new ReadWrite(ctx, {
    handle,
    ...filters(options),
    errorEvent: 'gotServerError',
    highMark,
    lowMark,
    stallTimeout,
    ...(options.serverInput === undefined ? {} : { inputEvent: 'gotServerInput' }),
    ...(options.serverFlushed === undefined ? {} : { flushedEvent: 'gotServerFlush' }),
    ...(options.serverHigh === undefined ? {} : { highEvent: 'gotHigh' }),
    ...(options.serverLow === undefined ? {} : { lowEvent: 'gotLow' }),
    ...(maxOutput === undefined ? {} : { maxOutput }),
  })
}

function filters({ filter, inputFilter, outputFilter }: AnyOptions) {
  if (inputFilter !== undefined && outputFilter !== undefined)
    return {
      inputFilter: forConnection<InputFilter<Untyped>>(inputFilter),
      outputFilter: forConnection<OutputFilter<Untyped>>(outputFilter),
    }
  return { filter: filter === undefined ? new LineFilter() : forConnection<Filter<Untyped, Untyped>>(filter) }
}

function forConnection<F>(given: ConnectionFilter<F & { clone(): F }>): F {
  return typeof given === 'function' ? (given as () => F)() : given.clone()
}
