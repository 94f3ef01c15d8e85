import { readFileSync } from 'node:fs'
import type { Budget } from './consumer.ts'

/** What each consumer may get at most: budgets.json. */
const budgets: Readonly<Record<string, Budget>> = JSON.parse(
  readFileSync(new URL('../budgets.json', import.meta.url), 'utf8'),
)
export default budgets
