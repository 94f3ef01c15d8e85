/** How an operation under way says that it is done. */
export interface Outcome<T> {
  readonly done: (value: T) => void
  readonly failed: (error: unknown) => void
}

/**
 * A promise of something that takes a while and can be given up: `begin` starts it and answers with how to stop
 * it. When `signal` aborts first, it is stopped, and the promise rejects with the signal's reason; any other
 * failure goes through `explain`.
 */
export function abortable<T>(
  signal: AbortSignal | undefined,
  explain: (error: unknown) => unknown,
  begin: (outcome: Outcome<T>) => () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let stop = (): void => {}
    const aborted = (): void => {
      stop()
      reject(signal?.reason)
    }
    const over = (): void => signal?.removeEventListener('abort', aborted)
    const done = (value: T): void => {
      over()
      resolve(value)
    }
    const failed = (error: unknown): void => {
      over()
      reject(explain(error))
    }
    if (signal?.aborted) return reject(signal.reason)
    signal?.addEventListener('abort', aborted)
    try {
      stop = begin({ done, failed })
    } catch (error) {
      failed(error)
    }
  })
}
