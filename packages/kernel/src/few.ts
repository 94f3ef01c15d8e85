/** None, one, a few or many things: nearly always so few that a list, or no list at all, is smaller than a set. */
export type Few<T extends object> = T | T[] | Set<T> | null

const A_FEW = 8

/** With one more, which was not among them. */
export function including<T extends object>(few: Few<T>, item: T): Few<T> {
  if (few === null) return item
  if (few instanceof Set) return few.add(item)
  if (!Array.isArray(few)) return [few, item]
  if (few.length === A_FEW) return new Set(few).add(item)
  few.push(item)
  return few
}

/** Without one, if it was among them. */
export function excluding<T extends object>(few: Few<T>, item: T): Few<T> {
  if (few === item) return null
  if (few instanceof Set) few.delete(item)
  else if (Array.isArray(few)) {
    const at = few.indexOf(item)
    if (at >= 0) few.copyWithin(at, at + 1).pop()
    if (few.length === 1) return few[0] as T
  }
  return few
}

/** Whether one is among them. */
export function isAmong<T extends object>(few: Few<T>, item: T): boolean {
  if (few === null) return false
  return few instanceof Set ? few.has(item) : Array.isArray(few) ? few.includes(item) : few === item
}

/** All of them now, in the order they came. */
export function allOf<T extends object>(few: Few<T>): readonly T[] {
  if (few === null) return []
  return Array.isArray(few) ? few.slice() : few instanceof Set ? [...few] : [few]
}
