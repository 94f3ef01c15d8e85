import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import process from 'node:process'
import type { StreamHandle } from '@poe/loop'
import { PollLoop } from './index.ts'

/** Far more than anything here takes, on however busy a machine. */
const PATIENCE = 20_000

/** Waits for a condition, looking once per turn of the host. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + PATIENCE
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`gave up waiting: ${what}`)
    await new Promise((resolve) => void setTimeout(resolve, 1))
  }
}

/** A loop that runs, and what a test opens; all closed by `end()`. */
export class Rig {
  readonly loop = new PollLoop()
  readonly #ends: (() => void)[] = []

  constructor() {
    void this.loop.run()
  }

  later(end: () => void): void {
    this.#ends.push(end)
  }

  keep<T extends { close(): void }>(thing: T): T {
    this.later(() => thing.close())
    return thing
  }

  end(): void {
    this.loop.halt()
    for (const end of this.#ends.splice(0).reverse()) end()
  }
}

/** What a stream told: its octets one read after the other, then how it ended. */
export function follow(stream: StreamHandle): { reads: Uint8Array[]; text: string; ending: string } {
  const told = { reads: [] as Uint8Array[], text: '', ending: '' }
  stream.watch('read', () => {
    const octets = stream.read(65_536)
    if (octets !== null) {
      told.reads.push(octets)
      told.text += new TextDecoder().decode(octets)
    } else if (stream.state !== 'open') told.ending = stream.error?.code ?? stream.state
  })
  return told
}

/** The descriptors of this process. */
export function openDescriptors(): number {
  return readdirSync('/proc/self/fd').length
}

/** A program of its own that uses the loop; answers with what it printed and how it ended. */
export function program(source: string): Promise<{ output: string; code: number | null }> {
  const url = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href)
  const text = `
    import { PollLoop } from ${url('./index.ts')}
    import { system } from ${url('./descriptors.test-kit.ts')}
    const loop = new PollLoop()
    const descriptor = system.eventfd(0, 0o2004000)
    const handle = loop.descriptors.watch(descriptor)
    ${source}`
  const args = ['--conditions=@poe/source', '--import', 'tsx', '--input-type=module', '-e', text]
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (output += data))
  return new Promise((resolve) => child.on('close', (code) => resolve({ output, code })))
}
