import { appendFileSync } from 'node:fs'
import type { File, Suite, Task, Test } from '@vitest/runner'
import { getFullName } from '@vitest/runner/utils'

/** One line of a report: which tests there are, which began, what became of them. */
export type Line =
  | { readonly kind: 'collected'; readonly tests: readonly string[] }
  | { readonly kind: 'began'; readonly test: string }
  | { readonly kind: 'done'; readonly test: string; readonly state: DoneState; readonly errors: readonly string[] }
  | { readonly kind: 'broken'; readonly errors: readonly string[] }
  | { readonly kind: 'over' }

export type DoneState = 'pass' | 'skip' | 'fail'

/** Writes what becomes of the tests line by line, so that a crash says what was under way. */
export class Report {
  readonly #path: string
  readonly #names = new Map<Test, string>()
  readonly #done = new Set<Test>()

  constructor(path: string) {
    this.#path = path
  }

  collected(file: File, tests: readonly Test[]): void {
    const taken = new Map<string, number>()
    for (const test of tests) {
      const name = getFullName(test, ' > ').slice(`${test.file.name} > `.length)
      const times = (taken.get(name) ?? 0) + 1
      taken.set(name, times)
      this.#names.set(test, times === 1 ? name : `${name} (${times})`)
    }
    this.#line({ kind: 'collected', tests: [...this.#names.values()] })
    this.ended(file)
  }

  began(test: Test): void {
    this.#line({ kind: 'began', test: this.#nameOf(test) })
  }

  done(test: Test): void {
    this.#done.add(test)
    const state = test.result?.state
    const ended: DoneState = state === 'pass' || state === 'fail' ? state : 'skip'
    this.#line({ kind: 'done', test: this.#nameOf(test), state: ended, errors: errorsOf(test) })
  }

  /** A file or a suite has ended: its own errors are those of its imports and hooks. */
  ended(suite: Suite): void {
    const errors = errorsOf(suite)
    if (errors.length > 0) this.broken(errors)
  }

  broken(errors: readonly string[]): void {
    this.#line({ kind: 'broken', errors })
  }

  /** The end; the runner says nothing of tests that their definition leaves out. */
  over(tests: readonly Test[]): void {
    for (const test of tests) if (!this.#done.has(test)) this.done(test)
    this.#line({ kind: 'over' })
  }

  #nameOf(test: Test): string {
    return this.#names.get(test) ?? test.name
  }

  #line(line: Line): void {
    appendFileSync(this.#path, `${JSON.stringify(line)}\n`)
  }
}

function errorsOf(task: Task): string[] {
  return (task.result?.errors ?? []).map((error) => error.stack || error.message || JSON.stringify(error))
}
