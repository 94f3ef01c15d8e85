/** Fails the test with a sentence, unless what was expected is so. */
export function assert(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Error(message)
}

/** Fails the test unless two values are the same. */
export function assertSame(actual: unknown, expected: unknown, what: string): void {
  const [here, there] = [shown(actual), shown(expected)]
  assert(here === there, `${what}: ${here}, not ${there}.`)
}

/** A value in a message; of many octets the first. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value, (_key, part: unknown) => readable(part)) ?? String(value)
  return text.length > 300 ? `${text.slice(0, 300)}… (${text.length})` : text
}

function readable(part: unknown): unknown {
  if (part === undefined) return 'undefined'
  return part instanceof Uint8Array ? `octets ${[...part].join(' ')}` : part
}
