import type { Installed } from './fetch.ts'
import { runFile } from './run-file.ts'
import { filesFor, type Suite } from './suites.ts'
import type { Ran } from './verdict.ts'

interface Job {
  readonly runtime: Installed
  readonly suite: Suite
  readonly files: readonly string[]
  readonly ran: Ran & { readonly files: Map<string, Awaited<ReturnType<typeof runFile>>> }
}

/** Hears how far a run has come. */
export interface Watcher {
  /** A suite has ended on a runtime; so many of all are done. */
  done(ran: Ran, done: number, all: number): void
}

/** Runs suites on runtimes, so many files at a time, one process each. */
export async function runAll(
  runtimes: readonly Installed[],
  suites: readonly Suite[],
  jobs: number,
  watcher: Watcher,
): Promise<Ran[]> {
  const all = runtimes.flatMap((runtime) => suites.map((suite) => job(runtime, suite)))
  const files = all.flatMap((job) => job.files.map((file) => ({ job, file })))
  let [next, done] = [0, 0]
  const work = async (): Promise<void> => {
    for (let one = files[next++]; one !== undefined; one = files[next++]) {
      const { runtime, suite, ran } = one.job
      ran.files.set(one.file, await runFile(runtime, suite, one.file))
      if (ran.files.size === one.job.files.length) watcher.done(ran, ++done, all.length)
    }
  }
  await Promise.all(Array.from({ length: jobs }, work))
  return all.map(({ ran }) => ran)
}

function job(runtime: Installed, suite: Suite): Job {
  return {
    runtime,
    suite,
    files: filesFor(runtime.name, suite),
    ran: { runtime: runtime.name, suite: suite.name, files: new Map() },
  }
}
