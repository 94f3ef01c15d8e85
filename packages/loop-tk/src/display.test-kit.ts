import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'

/** A display of this test's own. @throws Error where Xvfb is not installed */
export async function openDisplay(): Promise<{ close(): Promise<void> }> {
  // The number is the first that is free, which Xvfb tells by its fourth descriptor. It ends when nobody uses it any more.
  const words = ['-displayfd', '3', '-screen', '0', '320x240x24', '-nolisten', 'tcp', '-terminate']
  const server = spawn('Xvfb', words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  process.env.DISPLAY = `:${await numberOf(server)}`
  return {
    async close() {
      const over = once(server, 'exit')
      server.kill()
      await over
    },
  }
}

async function numberOf(server: ChildProcess): Promise<string> {
  const failed = once(server, 'error').then(([error]) => {
    throw new Error('Xvfb cannot be started; on Debian: apt-get install xvfb', { cause: error })
  })
  const [number] = await Promise.race([once(server.stdio[3] as NodeJS.ReadableStream, 'data'), failed])
  return String(number).trim()
}
