import { readFileSync } from 'node:fs'
import { Kernel, type LedgerEntry, type SessionRef } from '@poe/kernel'
import { SelectLoop } from '@poe/loop-select'
import { Session } from '@poe/session'
import { describe, expect, it } from 'vitest'
import { type Leak, leaks } from './programs.ts'

const lines = readFileSync(new URL('./programs.ts', import.meta.url), 'utf8').split('\n')

/** The line a program leaks in. */
function lineOf({ name }: Leak): number {
  const begin = lines.findIndex((line) => line.includes(`name: '${name}'`))
  return lines.findIndex((line, i) => i > begin && line.endsWith('// leak')) + 1
}

/** Runs a program until it has leaked; gives what the kernel says then. */
async function diagnose(leak: Leak, traced: boolean): Promise<{ said: string; ledger: readonly LedgerEntry[] }> {
  const kernel = new Kernel({ loop: new SelectLoop(), traces: traced ? ['retvals'] : false })
  let found: { said: string; ledger: readonly LedgerEntry[] } | undefined
  const doctor = Session.create({
    kernel,
    inlineStates: {
      _start: ({ kernel }) => kernel.aliasSet('doctor'),
      look({ kernel }, patient: SessionRef) {
        found = { said: kernel.explain(patient), ledger: kernel.ledger(patient) }
        kernel.stop()
      },
    },
  })
  leak.run({ kernel, leaked: (session) => void kernel.post(doctor, 'look', session) })
  await kernel.run()
  expect(kernel.ledger()).toEqual([])
  if (found === undefined) throw new Error('The program never leaked.')
  return found
}

describe('a leak is named by what it is', () => {
  it('in at least thirty programs, each with a line of its own', () => {
    expect(new Set(leaks.map(lineOf)).size).toBe(leaks.length)
    expect(leaks.length).toBeGreaterThanOrEqual(30)
  })

  it.each(leaks)('$name', async (leak) => {
    const { said, ledger } = await diagnose(leak, false)
    const entry = ledger.find(({ kind, label }) => kind === leak.kind && leak.label.test(label))
    expect(entry, JSON.stringify(ledger)).toMatchObject({ holds: true })
    expect(said).toContain(`${entry?.kind} ${entry?.label}`)
    expect(entry?.where).toBeUndefined()
  })
})

describe('a leak is found, while tracing, by its line', () => {
  it.each(leaks)('$name', async (leak) => {
    const { said, ledger } = await diagnose(leak, true)
    const entry = ledger.find(({ kind, label }) => kind === leak.kind && leak.label.test(label))
    expect(entry?.where).toMatch(new RegExp(`/programs\\.ts:${lineOf(leak)}$`))
    expect(said).toContain(`${entry?.kind} ${entry?.label} (at ${entry?.where})`)
  })
})
