import type { Filter, OutputFilter } from '@poe/filter'
import { LineFilter } from '@poe/filter-line'
import type { Untyped } from '@poe/kernel'
import type { InputFilter } from '@poe/wheel-readwrite'
import type { AnyOptions, PerClient } from './options.ts'

/** Cloned for each client: its options are looked at once. */
const LINES = new LineFilter()

/** The filters of one client's wheel: one, or one each way. */
export interface ClientFilters {
  readonly filter?: Filter<Untyped, Untyped>
  readonly inputFilter?: InputFilter<Untyped>
  readonly outputFilter?: OutputFilter<Untyped>
}

/** Makes them. */
export function filtersFor({ clientFilter, clientInputFilter, clientOutputFilter }: AnyOptions): ClientFilters {
  if (clientInputFilter !== undefined && clientOutputFilter !== undefined)
    return {
      inputFilter: perClient<InputFilter<Untyped>>(clientInputFilter),
      outputFilter: perClient<OutputFilter<Untyped>>(clientOutputFilter),
    }
  return { filter: clientFilter === undefined ? LINES.clone() : perClient<Filter<Untyped, Untyped>>(clientFilter) }
}

function perClient<F>(given: PerClient<F & { clone(): F }>): F {
  return typeof given === 'function' ? (given as () => F)() : given.clone()
}
