/** Starts a server program and finds its port; tells what runs and what does not. */
import { spawn, spawnSync } from 'node:child_process'

/** @typedef {{ name: string, command: string[] }} System */

/** Whether Perl POE is installed. */
export function hasPerlPoe() {
  return spawnSync('perl', ['-MPOE', '-e', '1'], { stdio: 'ignore' }).status === 0
}

/**
 * A server that runs. `ask` sends it a signal and gives the number it then prints, as `name value`.
 * @typedef {{
 *   port: number, pid: number, ended: Promise<unknown>, stop: () => Promise<void>,
 *   ask: (signal: NodeJS.Signals, name: string) => Promise<number>,
 * }} Server
 */

/** @param {System} system @returns {Promise<Server>} */
export function startServer({ name, command }) {
  const [program, ...args] = /** @type {[string, ...string[]]} */ (command)
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.once('close', resolve))
  const stop = async () => {
    child.kill('SIGKILL')
    await ended
  }
  const output = child.stdout.setEncoding('utf8')
  const early = ended.then(() => Promise.reject(new Error(`${name} has ended too early`)))
  const ask = (/** @type {NodeJS.Signals} */ signal, /** @type {string} */ wanted) => {
    child.kill(signal)
    return Promise.race([said(output, new RegExp(`^${wanted} (\\d+)$`, 'm')), early]).then(Number)
  }
  const ready = said(output, /^port (\d+)$[\s\S]*^ready$/m)
  return Promise.race([ready, early]).then((port) => ({ port: Number(port), pid: child.pid ?? 0, ended, stop, ask }))
}

/**
 * What comes to match, the part in brackets of it.
 * @param {import('node:stream').Readable} output @param {RegExp} wanted @returns {Promise<string>}
 */
function said(output, wanted) {
  return new Promise((resolve) => {
    let text = ''
    output.on('data', function look(/** @type {string} */ more) {
      text += more
      const found = wanted.exec(text)?.[1]
      if (found === undefined) return
      output.off('data', look)
      resolve(found)
    })
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
