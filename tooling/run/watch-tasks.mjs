import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { hasColours, progress } from './cli.mjs'
import { root } from './root.mjs'
import { workspaceFolders } from './workspaces.mjs'

/** How often it is looked for what has begun, in milliseconds. */
const EVERY = 500

/**
 * Shows on a terminal how many of some tasks have begun, by the logs turbo keeps of each.
 *
 * @param {readonly string[]} tasks
 * @param {boolean} all - whether those of every workspace, so that it is known how many there are
 */
export function watchTasks(tasks, all) {
  const started = Date.now()
  const logs = workspaceFolders().flatMap((folder) => {
    const { scripts = {} } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    const own = tasks.filter((task) => scripts[task] !== undefined)
    return own.map((task) => join(root, folder, `.turbo/turbo-${task.replace(':', '$colon$')}.log`))
  })
  const { show: showLine, clear } = progress()
  const show = () => {
    const begun = logs.filter((log) => (statSync(log, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= started).length
    const seconds = Math.round((Date.now() - started) / 1000)
    showLine(`${begun}${all ? ` of ${logs.length}` : ''} tasks have begun, ${seconds} s`)
  }
  if (hasColours()) process.env.FORCE_COLOR ??= '1'
  const timer = setInterval(show, EVERY)
  show()
  return {
    /** Shows what a task said. */
    said(part) {
      clear()
      process.stdout.write(part)
    },
    end() {
      clearInterval(timer)
      clear()
    },
  }
}
