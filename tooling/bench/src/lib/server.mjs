/** Starts a server program and finds its port; tells what runs and what does not. */
import { spawn, spawnSync } from 'node:child_process'

/** @typedef {{ name: string, command: string[] }} System */

/** Whether Perl POE is installed. */
export function hasPerlPoe() {
  return spawnSync('perl', ['-MPOE', '-e', '1'], { stdio: 'ignore' }).status === 0
}

/**
 * @param {System} system
 * @returns {Promise<{ port: number, pid: number, ended: Promise<unknown>, stop: () => Promise<void> }>}
 */
export function startServer({ name, command }) {
  const [program, ...args] = /** @type {[string, ...string[]]} */ (command)
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.once('close', resolve))
  const stop = async () => {
    child.kill('SIGKILL')
    await ended
  }
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ more) => {
      text += more
      const port = /^port (\d+)$/m.exec(text)?.[1]
      if (/^ready$/m.test(text) && port !== undefined) resolve({ port: Number(port), pid: child.pid ?? 0, ended, stop })
    })
    void ended.then(() => reject(new Error(`${name} ended before it was ready`)))
  })
}

/**
 * Runs a program to its end and gives the numbers it printed as `name value` lines.
 * @param {string[]} command
 * @returns {Promise<Record<string, number>>}
 */
export function numbersOf(command) {
  const [program, ...args] = /** @type {[string, ...string[]]} */ (command)
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ more) => (text += more))
  return new Promise((resolve, reject) =>
    child.once('close', (status) => {
      const numbers = [...text.matchAll(/^(\w+) (-?[\d.]+)$/gm)].map(([, name, value]) => [name, Number(value)])
      if (status === 0) resolve(Object.fromEntries(numbers))
      else reject(new Error(`${command.join(' ')} ended with status ${status}`))
    }),
  )
}
