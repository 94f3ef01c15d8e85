/**
 * Finds a small part of a list that still fails: delta debugging. Drops ever smaller pieces as long as that still
 * fails; the last call that gave true was with what is given back, unless nothing could be dropped.
 *
 * @param fails - whether a part fails; the whole list is known to
 * @param runs - how often it may be asked
 */
export async function shrink<T>(
  whole: readonly T[],
  fails: (part: readonly T[]) => Promise<boolean>,
  runs: number,
): Promise<readonly T[]> {
  let left = runs
  const stillFails = (part: readonly T[]) => left-- > 0 && fails(part)
  if (whole.length > 0 && (await stillFails([]))) return []
  let failing = whole
  let pieces = 2
  while (failing.length >= 2 && left > 0) {
    const smaller = await without(failing, Math.min(pieces, failing.length), stillFails)
    if (smaller !== null) {
      failing = smaller
      pieces = Math.max(2, pieces - 1)
    } else if (pieces >= failing.length) break
    else pieces = Math.min(failing.length, pieces * 2)
  }
  return failing
}

/** The list without one of so many pieces, if that still fails; null where none of them can be dropped. */
async function without<T>(
  list: readonly T[],
  pieces: number,
  stillFails: (part: readonly T[]) => Promise<boolean> | false,
): Promise<readonly T[] | null> {
  const size = Math.ceil(list.length / pieces)
  for (let at = 0; at < list.length; at += size) {
    const rest = [...list.slice(0, at), ...list.slice(at + size)]
    if (await stillFails(rest)) return rest
  }
  return null
}
