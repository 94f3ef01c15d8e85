import type { Filter, OutputFilter } from '@poe/filter'
import { LineFilter } from '@poe/filter-line'
import type { Untyped } from '@poe/kernel'
import type { InputFilter } from '@poe/wheel-readwrite'
import type { AnyOptions, PerClient } from './options.ts'

/** The filters of one client's wheel. */
export function filtersFor({ clientFilter, clientInputFilter, clientOutputFilter }: AnyOptions) {
  if (clientInputFilter !== undefined && clientOutputFilter !== undefined)
    return {
      inputFilter: perClient<InputFilter<Untyped>>(clientInputFilter),
      outputFilter: perClient<OutputFilter<Untyped>>(clientOutputFilter),
    }
  return { filter: clientFilter === undefined ? new LineFilter() : perClient<Filter<Untyped, Untyped>>(clientFilter) }
}

function perClient<F>(given: PerClient<F & { clone(): F }>): F {
  return typeof given === 'function' ? (given as () => F)() : given.clone()
}
