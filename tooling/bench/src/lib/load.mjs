/** What programs that load a server share. */
import { readFileSync } from 'node:fs'
import net from 'node:net'

export const LINE = Buffer.from(`${'0123456789'.repeat(6)}ab\r\n`)

/** The server's CPU time so far, in milliseconds. @param {number} pid */
export function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** @param {string} why @returns {never} */
export function fail(why) {
  console.error(why)
  process.exit(1)
}

/** @param {number} milliseconds @returns {Promise<void>} */
export const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** @param {number} port @returns {Promise<net.Socket>} */
export function connected(port) {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true })
    socket.once('error', reject).once('connect', () => {
      socket.off('error', reject).on('error', (error) => fail(error.message))
      resolve(socket)
    })
  })
}

/**
 * Measures for so many seconds what is under way: calls `count` at the beginning and at the end, and gives what was done in
 * between, the seconds it took, and the server's microseconds of CPU time for each.
 * @param {number} pid @param {number} seconds @param {() => number} count
 */
export async function measured(pid, seconds, count) {
  const [done, cpu, began] = [count(), cpuOf(pid), performance.now()]
  await wait(seconds * 1000)
  const units = count() - done
  return { units, seconds: (performance.now() - began) / 1000, cpu_us: ((cpuOf(pid) - cpu) * 1000) / units }
}

/** Times of something, in steps of 10 µs up to a second. */
export class Latencies {
  #steps = new Uint32Array(100_001)
  #count = 0

  /** @param {number} milliseconds */
  add(milliseconds) {
    const step = Math.min(100_000, Math.floor(milliseconds * 100))
    this.#steps[step] = (this.#steps[step] ?? 0) + 1
    this.#count++
  }

  clear() {
    this.#steps.fill(0)
    this.#count = 0
  }

  /** Microseconds in which so large a share was done. @param {number} share */
  percentile(share) {
    let seen = 0
    for (const [step, count] of this.#steps.entries()) if ((seen += count) > this.#count * share) return step * 10
    return 0
  }
}
