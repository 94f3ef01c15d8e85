import { basename } from 'node:path'
import { afterAll, beforeEach, expect } from 'vitest'
import { LEFT_OUT } from './left-out.ts'
import { packageOf } from './package-of.ts'

/** What is said of this file, and whether a test began so. */
const met = new Map(beginningsOf(expect.getState().testPath ?? '').map((beginning) => [beginning, false]))

/** What production leaves out has to be missing there: a test of it that holds all the same is on the list by mistake. */
beforeEach(({ task }) => {
  const name = [basename(task.file.filepath), ...namesOf(task)].join(' > ')
  for (const beginning of met.keys())
    if (name.startsWith(beginning)) {
      met.set(beginning, true)
      expectFailure(task)
    }
})

afterAll(() => {
  const lost = [...met].filter(([, found]) => !found).map(([beginning]) => beginning)
  expect(lost, 'on the list of what is left out, but no test').toEqual([])
})

function expectFailure(task: { fails?: boolean }): void {
  task.fails = true
}

function beginningsOf(file: string): string[] {
  const ofPackage = Object.keys(LEFT_OUT[packageOf(file) ?? ''] ?? {})
  return ofPackage.filter((beginning) => beginning.startsWith(`${basename(file)} > `))
}

interface Named {
  readonly name: string
  readonly suite?: Named | undefined
}

function namesOf({ name, suite }: Named): string[] {
  return suite === undefined || suite.name === '' ? [name] : [...namesOf(suite), name]
}
