import { nearest } from './nearest.ts'

/** What to do about an option nobody knows. */
export function remedyFor(name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  return near === undefined ? `it takes ${known.join(', ')}` : `did you mean "${near}"?`
}
