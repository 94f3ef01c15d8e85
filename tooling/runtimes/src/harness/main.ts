/** Runs one test file on the runtime this is: `main.ts <file> <report>`. */
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { startTests } from '@vitest/runner'
import { getTests } from '@vitest/runner/utils'
import { Report } from './report.ts'
import { runner } from './runner.ts'

// What starts programs by the options of Node is to start them here.
if (process.env.POE_NODE !== undefined) process.execPath = process.env.POE_NODE

const [file = '', path = ''] = process.argv.slice(2)
const report = new Report(path)

process.on('uncaughtException', (error) => report.broken([`uncaught: ${error?.stack ?? error}`]))
process.on('unhandledRejection', (error) => report.broken([`unhandled: ${(error as Error)?.stack ?? error}`]))

const files = await startTests([pathToFileURL(file).href], runner(report, process.cwd()))
report.over(files.flatMap((ran) => getTests(ran)))
process.exit()
