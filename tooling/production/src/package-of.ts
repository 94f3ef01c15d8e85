/** The package a file is a source or a test of, if any. */
export function packageOf(file: string): string | undefined {
  return /packages\/([^/]+)\/src\/[^/]+$/.exec(file)?.[1]
}
