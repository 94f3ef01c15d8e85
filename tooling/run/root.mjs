import { fileURLToPath } from 'node:url'

/** The folder of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** A line about progress, kept apart from what the command itself prints. */
export const say = (line) => process.stderr.write(`${line}\n`)

/** Ends the command with one line instead of a stack trace. */
export function giveUp(line) {
  say(line)
  process.exit(1)
}
