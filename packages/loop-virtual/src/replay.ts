import { PoeError, show } from '@poe/errors'

/** One run of a simulation: its seed, and the ids of the only faults that happen; null for all that would. */
export interface Replay {
  readonly seed: number
  readonly faults: readonly number[] | null
}

const FORM = /^(\d+)(?::((?:\d+(?:,\d+)*)?))?$/

/** As a failure writes it: `17`, or `17:3,12` with the only faults that happen, or `17:` with none. */
export function writeReplay({ seed, faults }: Replay): string {
  return faults === null ? `${seed}` : `${seed}:${faults.join(',')}`
}

/** @throws PoeError `ERR_POE_REPLAY` for anything a failure would not have written */
export function parseReplay(text: string): Replay {
  const found = FORM.exec(text)
  if (found === null)
    throw new PoeError(
      'ERR_POE_REPLAY',
      `A replay is a seed and the ids of faults, such as "17:3,12", as a failure has written it; not ${show(text)}.`,
    )
  const [, seed, ids] = found
  if (ids === undefined) return { seed: Number(seed), faults: null }
  return { seed: Number(seed), faults: ids === '' ? [] : ids.split(',').map(Number) }
}
