/** What one client says and hears. */
export interface Talk {
  readonly name: string
  /** Whether it ends its own output when it has said everything, and then waits for the end of the other. */
  readonly halfCloses: boolean
  readonly said: readonly string[]
  readonly heard: string[]
  /** What the server heard of it. */
  readonly arrived: string[]
  /** How it ended, each time it was told: must be once. */
  readonly ends: string[]
}

/** How a talk ended well. */
export const CLEAN = 'clean'

/** Lines of every kind: empty, short, beyond ASCII, and too long for a window. */
function lineOf(name: string, number: number, random: () => number): string {
  const kind = random()
  const head = `${name}.${number}`
  if (kind < 0.1) return ''
  if (kind < 0.6) return head
  if (kind < 0.9) return `${head} ${'äβ漢😀'.repeat(1 + Math.floor(random() * 8))}`
  return `${head} ${'x'.repeat(Math.floor(random() * 90_000))}`
}

/** What somebody of this name is going to say. */
export function talkOf(name: string, lines: number, random: () => number): Talk {
  return {
    name,
    halfCloses: random() < 0.5,
    said: Array.from({ length: lines }, (_, number) => lineOf(name, number, random)),
    heard: [],
    arrived: [],
    ends: [],
  }
}
