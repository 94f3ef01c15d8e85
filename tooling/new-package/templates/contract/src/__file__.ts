/** Say here what an implementation promises. */
export interface __Class__ {
  /** How it is called in messages and tables. */
  readonly name: string
}

/** The one of that name, if any. */
export function named<T extends __Class__>(all: Iterable<T>, name: string): T | undefined {
  for (const one of all) if (one.name === name) return one
  return undefined
}
