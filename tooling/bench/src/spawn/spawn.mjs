/**
 * Runs /bin/true 500 times by the Run wheel, each until its outputs have closed and it has been reaped.
 * `spawn.mjs seq|par10`
 */
import { Kernel } from '@poe/kernel'
import { SelectLoop } from '@poe/loop-select'
import { Session } from '@poe/session'
import { Run } from '@poe/wheel-run'
import { report, WORK } from './measure.mjs'

const [mode = 'seq', count = '500'] = process.argv.slice(2)
const atOnce = WORK[mode] ?? process.exit(0)
const total = Number(count)

/** @typedef {import('@poe/session').SessionContext} Context */

/** @param {number} wanted */
async function spawn(wanted) {
  const kernel = new Kernel({ loop: new SelectLoop() })
  /** What is still to come of each wheel: its close, and its exit. @type {Map<number, number>} */
  const left = new Map()
  let [started, done] = [0, 0]
  /** @param {Context} context */
  const start = (context) => {
    if (started === wanted) return
    started++
    const events = { stdoutEvent: 'output', stderrEvent: 'output', closeEvent: 'closed' }
    const { id, pid } = new Run(context, { program: '/bin/true', ...events })
    if (pid === undefined) throw new Error('/bin/true could not be started.')
    left.set(id, 2)
    context.kernel.sigChild(pid, 'reaped', id)
  }
  /** @param {Context} context @param {number} id */
  const one = (context, id) => {
    const more = (left.get(id) ?? 0) - 1
    left.set(id, more)
    if (more > 0) return
    left.delete(id)
    done++
    start(context)
  }
  Session.create({
    kernel,
    inlineStates: {
      _start: (context) => {
        for (let i = 0; i < atOnce; i++) start(context)
      },
      output: () => {},
      closed: (context, /** @type {number} */ id) => one(context, id),
      reaped: (context, _name, _pid, /** @type {{ code: number }} */ { code }, /** @type {number} */ id) => {
        if (code !== 0) throw new Error(`status ${code}`)
        one(context, id)
      },
    },
  })
  await kernel.run()
  if (done !== wanted) throw new Error(`Only ${done} of ${wanted} programs were heard of to the end.`)
}

await spawn(Math.ceil(total / 20))
await report(mode, total, () => spawn(total))
