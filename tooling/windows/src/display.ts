import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { openScreen, type Screen } from './screen.ts'

const run = promisify(execFile)

/** A display of its own, with a mouse and nobody before it. */
export interface Display {
  readonly name: string
  /** The window of a title, once it is shown. */
  find(title: string): Promise<number>
  /** Moves the mouse to a place of a window. */
  point(window: number, x: number, y: number): Promise<void>
  /** Moves the mouse to where no window is. */
  pointAway(): Promise<void>
  /** Presses the first button of the mouse, where it is, and lets it go. */
  click(): Promise<void>
  readonly screen: Screen
  close(): Promise<void>
}

/** @throws Error where Xvfb or xdotool is not installed */
export async function openDisplay(): Promise<Display> {
  // The number is the first that is free, which Xvfb tells by its fourth descriptor. It ends when nobody uses it any more.
  const words = ['-displayfd', '3', '-screen', '0', '640x480x24', '-nolisten', 'tcp', '-terminate']
  const server = spawn('Xvfb', words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const name = `:${await numberOf(server)}`
  const screen = openScreen(name)
  const xdotool = async (...words: string[]): Promise<string> => {
    const output = run('xdotool', words, { env: { ...process.env, DISPLAY: name } })
    const { stdout } = await output.catch((cause) => {
      throw new Error('xdotool failed; where it is missing, on Debian: apt-get install xdotool', { cause })
    })
    return stdout.trim()
  }
  return {
    name,
    screen,
    find: async (title) =>
      Number((await xdotool('search', '--sync', '--onlyvisible', '--name', `^${title}$`)).split('\n')[0]),
    point: async (window, x, y) => void (await xdotool('mousemove', '--window', `${window}`, `${x}`, `${y}`)),
    pointAway: async () => void (await xdotool('mousemove', '600', '440')),
    click: async () => void (await xdotool('click', '1')),
    async close() {
      screen.close()
      const over = once(server, 'exit')
      server.kill()
      await over
    },
  }
}

async function numberOf(server: ChildProcess): Promise<string> {
  const failed = once(server, 'error').then(([error]) => {
    throw new Error('Xvfb cannot be started; on Debian: apt-get install xvfb xdotool', { cause: error })
  })
  const output = server.stdio[3] as NodeJS.ReadableStream
  const [number] = await Promise.race([once(output, 'data'), failed, once(server, 'exit')])
  const text = String(number).trim()
  if (!/^\d+$/.test(text)) throw new Error(`Xvfb tells no display but ${text}`)
  return text
}
