/** Fails unless the condition holds; `message` is the promise that was broken. */
export function ok(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message)
}

/** Fails unless both look alike as JSON. */
export function equal<T>(actual: T, expected: T, what: string): void {
  if (show(actual) !== show(expected)) throw new Error(`${what}: expected ${show(expected)}, got ${show(actual)}`)
}

/** What a promise rejects with; fails when it does not. */
export async function rejection(promise: Promise<unknown>, what: string): Promise<unknown> {
  let value: unknown
  try {
    value = await promise
  } catch (error) {
    return error
  }
  throw new Error(`${what} should have been rejected, and came to ${show(value)}`)
}

/** What a call throws; fails when it does not. */
export function thrown(call: () => unknown, what: string): unknown {
  try {
    call()
  } catch (error) {
    return error
  }
  throw new Error(`${what} should have thrown`)
}

/** The code of a HandleError or PoeError; the value itself, as text, where there is none. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code
  return typeof code === 'string' ? code : String(error)
}

function show(value: unknown): string {
  if (value === undefined || typeof value === 'number') return String(value)
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 500 ? `${text.slice(0, 500)}… (${text.length})` : text
}
