/** Whether two values are the same: primitives, octets, lists, maps, sets, dates and objects of the same. */
export function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b) && !(ArrayBuffer.isView(a) && ArrayBuffer.isView(b)))
    return false
  return equalParts(partsOf(a), partsOf(b))
}

function equalParts(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((part, i) => equal(part, b[i]))
}

function partsOf(value: object): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (ArrayBuffer.isView(value)) return [...new Uint8Array(value.buffer, value.byteOffset, value.byteLength)]
  if (value instanceof Map || value instanceof Set) return [...value]
  if (value instanceof Date) return [value.getTime()]
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flat()
}

/** A value in a message, its beginning if it is long. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value, (_key, part: unknown) => readable(part)) ?? String(value)
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}

function readable(part: unknown): unknown {
  if (part instanceof Uint8Array) return `octets ${[...part.subarray(0, 40)].join(' ')}`
  return typeof part === 'bigint' || typeof part === 'function' ? String(part) : part
}

/** Fails the test with a sentence, unless what was expected is so. */
export function assert(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Error(message)
}
