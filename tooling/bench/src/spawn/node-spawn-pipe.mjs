/**
 * The same by the host's own means, the least there is to do. A third argument is how many megabytes of memory it has
 * besides: starting a program costs more the more memory a process has.
 */
import { spawn } from 'node:child_process'
import { report, WORK } from './measure.mjs'

const [mode = 'seq', count = '500', megabytes = '0'] = process.argv.slice(2)
const ballast = Buffer.alloc(Number(megabytes) * 1_000_000, 1)
const atOnce = WORK[mode] ?? process.exit(0)
const total = Number(count)

/** @param {number} wanted @returns {Promise<void>} */
function run(wanted) {
  let [started, done] = [0, 0]
  return new Promise((resolve, reject) => {
    const next = () => {
      if (started === wanted) return
      started++
      const child = spawn('/bin/true', [], { stdio: 'pipe' })
      for (const output of [child.stdout, child.stderr]) output.on('data', () => {})
      child.on('close', (code) => {
        if (code !== 0) reject(new Error(`status ${code}`))
        if (++done === wanted) resolve()
        else next()
      })
    }
    for (let i = 0; i < atOnce; i++) next()
  })
}

await run(Math.ceil(total / 20))
await report(mode, total, () => run(total))
if (ballast.length > 0 && ballast[0] !== 1) throw new Error('The memory has changed.')
