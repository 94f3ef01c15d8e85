/** How an operation under way says that it is done. */
export interface Outcome<T> {
  readonly done: (value: T) => void
  readonly failed: (error: unknown) => void
}

/**
 * A promise of something that takes a while and can be given up: `begin` starts it and answers with how to stop
 * it. When `signal` aborts first, it is stopped, and the promise rejects with the signal's reason.
 */
export function abortable<T>(signal: AbortSignal | undefined, begin: (outcome: Outcome<T>) => () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const aborted = (): void => {
      stop()
      reject(signal?.reason)
    }
    const over = (): void => signal?.removeEventListener('abort', aborted)
    signal?.addEventListener('abort', aborted)
    const stop = begin({
      done: (value) => {
        over()
        resolve(value)
      },
      failed: (error) => {
        over()
        reject(error)
      },
    })
  })
}
