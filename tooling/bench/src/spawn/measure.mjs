/** What both systems measure alike: programs a second, and processor time of one, its own included. */
import { readFileSync } from 'node:fs'

/** How many programs run at once, by mode. @type {Record<string, number>} */
export const WORK = { seq: 1, par10: 10 }

/** Processor time of this process and of those it has reaped, in milliseconds. */
function cpu() {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * 10
}

/**
 * @param {string} mode
 * @param {number} count
 * @param {() => Promise<void>} work
 */
export async function report(mode, count, work) {
  const [began, used] = [performance.now(), cpu()]
  await work()
  const seconds = (performance.now() - began) / 1000
  console.log(`${mode}_spawns_per_s ${(count / seconds).toFixed(1)}`)
  console.log(`${mode}_cpu_ms_per_spawn ${((cpu() - used) / count).toFixed(3)}`)
}
