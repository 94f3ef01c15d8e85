import { fileURLToPath } from 'node:url'
import { say } from './cli.mjs'

/** The folder of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Ends the command with one line instead of a stack trace. */
export function giveUp(line) {
  say(line)
  process.exit(1)
}
