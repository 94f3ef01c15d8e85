/** The memory of a server. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const collected = new URL('collected.mjs', import.meta.url).href

/** A server of Node's whose memory can be looked at. @param {string} name @param {URL} program */
export function collecting(name, program) {
  return { name, command: [process.execPath, '--expose-gc', '--import', collected, fileURLToPath(program)] }
}

/**
 * Octets it has after a collection: resident, and, where it can be asked, on its heap.
 * @param {import('./server.mjs').Server} server @param {boolean} asked
 */
export async function memoryOf(server, asked) {
  const heap = asked ? await server.ask('SIGUSR2', 'heap') : 0
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8')
  return { heap, resident: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1024 }
}
