/**
 * The job queue at work: the arguments are commands of the shell, run two at a time, three times each at most, and none for longer
 * than `LIMIT` milliseconds.
 */
import { exec } from 'node:child_process'
import { promisify } from 'node:util'
import { kernel } from '@poe/poe'
import { type Job, runJobs } from './job-queue.ts'

const commands = process.argv.length > 2 ? process.argv.slice(2) : ['date', 'test -e /nowhere', 'sleep 60']

const jobs = commands.map(
  (command): Job => ({
    name: command,
    async run(_attempt, signal) {
      try {
        const { stdout } = await promisify(exec)(command, { signal })
        return stdout.trim() || 'without a word'
      } catch (error) {
        throw signal.aborted ? signal.reason : new Error((error as Error).message.trim())
      }
    },
  }),
)

const limits = { atOnce: 2, attempts: 3, timeout: Number(process.env.LIMIT ?? 1000), pause: 100 }
runJobs(kernel, jobs, limits, (line) => console.log(line))
await kernel.run()
