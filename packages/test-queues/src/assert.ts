/** Fails the test with a sentence, unless what was expected is so. */
export function assert(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Error(message)
}

/** Fails the test unless two values that JSON can show are the same. */
export function assertSame(actual: unknown, expected: unknown, what: string): void {
  const [here, there] = [shown(actual), shown(expected)]
  assert(here === there, `${what}: ${here}, not ${there}.`)
}

/** A value as JSON, with the numbers and the absence that JSON has no words for. */
export function shown(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => readable(part)) ?? 'undefined'
}

function readable(part: unknown): unknown {
  if (part === undefined) return 'undefined'
  return typeof part === 'number' && !Number.isFinite(part) ? String(part) : part
}
