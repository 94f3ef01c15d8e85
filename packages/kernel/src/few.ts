/** Things of which there are nearly always one or two: a list of just their number, and a set only where they are many. */
export type Few<T> = readonly T[] | Set<T>

/** None of them. */
export const NONE: readonly never[] = []
const A_FEW = 8

/** With one more, which was not among them. */
export function including<T>(few: Few<T>, item: T): Few<T> {
  if (few instanceof Set) return few.add(item)
  return few.length < A_FEW ? listWith(few, item) : new Set(few).add(item)
}

/** Without one, if it was among them. */
export function excluding<T>(few: Few<T>, item: T): Few<T> {
  if (!(few instanceof Set)) return listWithout(few, item)
  few.delete(item)
  return few
}

/** A list with one more. Written out, it has room for no more than that; one that is spread or filtered has for sixteen. */
export function listWith<T>(list: readonly T[], item: T): readonly T[] {
  return list.length === 0 ? [item] : list.length === 1 ? [list[0] as T, item] : [...list, item]
}

/** A list without one, if it was in there. */
export function listWithout<T>(list: readonly T[], item: T): readonly T[] {
  const at = list.indexOf(item)
  if (at < 0) return list
  if (list.length > 2) return list.filter((other) => other !== item)
  return list.length === 1 ? NONE : [list[1 - at] as T]
}

/** Whether one is among them. */
export function isAmong<T>(few: Few<T>, item: T): boolean {
  return few instanceof Set ? few.has(item) : few.includes(item)
}
