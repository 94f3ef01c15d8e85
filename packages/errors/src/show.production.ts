/** A value in an error without words: never throwing. */
export function show(value: unknown): string {
  return typeof value === 'object' || typeof value === 'function' ? typeof value : String(value)
}
