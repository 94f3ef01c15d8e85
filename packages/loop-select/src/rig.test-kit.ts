import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, connect as netConnect, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Listener, SocketHandle, StreamHandle } from '@poe/loop'
import { SelectLoop } from './index.ts'

/** Far more than anything here takes, on however busy a machine. */
const PATIENCE = 20_000

/** Waits for a condition, looking once per turn of the host. */
export async function until(condition: () => boolean, what = 'condition'): Promise<void> {
  const deadline = Date.now() + PATIENCE
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`gave up waiting: ${what}`)
    await turn()
  }
}

/** One turn of the host. */
export function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve))
}

/** Some turns of the host, and a round trip through its sockets: whatever was on its way has arrived. */
export async function settle(): Promise<void> {
  const { ours, theirs, end } = await plainPair()
  for (let round = 0; round < 3; round++) {
    const came = new Promise((resolve) => theirs.once('data', resolve))
    ours.write('x')
    await came
    await turn()
  }
  end()
}

/** Two connected sockets, by the host's own means. */
export async function plainPair(): Promise<{ ours: Socket; theirs: Socket; end(): void }> {
  const server = createServer()
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const ours = netConnect((server.address() as { port: number }).port, '127.0.0.1')
  const theirs = await accepted
  const end = (): void => {
    ours.destroy()
    theirs.destroy()
    server.close()
  }
  return { ours, theirs, end }
}

/** Everything a test opens; `end()` closes it all. */
export class Rig {
  readonly loop = new SelectLoop()
  readonly #ends: (() => void)[] = []
  #over: Promise<void> | null = null

  /** Starts the loop, until the end of the test. */
  run(): this {
    this.#over = this.loop.run()
    // A test that expects a rejection looks at `over`.
    this.#over.catch(() => {})
    return this
  }

  /** What `run()` comes to. */
  get over(): Promise<void> {
    return this.#over!
  }

  /** To be done at the end of the test. */
  later(end: () => void): void {
    this.#ends.push(end)
  }

  end(): void {
    this.loop.halt()
    for (const end of this.#ends.splice(0).reverse()) end()
  }

  keep<T extends { close(): void }>(thing: T): T {
    this.later(() => thing.close())
    return thing
  }

  /** A folder of its own. */
  folder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'poe-'))
    this.later(() => rmSync(folder, { recursive: true, force: true }))
    return folder
  }

  /** Listens on a port of the system's choice. */
  async listener(options: object = { host: '127.0.0.1', port: 0 }): Promise<Listener> {
    return this.keep(await this.loop.net.listen(options))
  }

  /** A peer by the host's own means. */
  async peer(to: { port: number } | { path: string }): Promise<Peer> {
    const socket = netConnect({ host: '127.0.0.1', allowHalfOpen: true, ...to })
    const peer = new Peer(socket)
    this.later(() => socket.destroy())
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    return peer
  }

  /** A listening server by the host's own means, with the sockets it accepts. */
  async server(): Promise<{ server: Server; port: number; accepted: Peer[] }> {
    const accepted: Peer[] = []
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      accepted.push(new Peer(socket))
      this.later(() => socket.destroy())
    })
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    this.later(() => server.close())
    return { server, port: (server.address() as { port: number }).port, accepted }
  }

  /** A handle, made by listening, and its peer by the host's own means. */
  async accepted(options?: object): Promise<{ handle: SocketHandle; peer: Peer; listener: Listener }> {
    const listener = await this.listener(options)
    const peer = await this.peer(
      listener.local.family === 'unix' ? { path: listener.local.address } : { port: listener.local.port },
    )
    let handle: SocketHandle | null = null
    await until(() => (handle = listener.accept()) !== null, 'connection')
    return { handle: this.keep(handle as unknown as SocketHandle), peer, listener }
  }

  /** A handle, made by connecting, and its peer by the host's own means. */
  async connected(): Promise<{ handle: SocketHandle; peer: Peer }> {
    const { port, accepted } = await this.server()
    const handle = this.keep(await this.loop.net.connect({ host: '127.0.0.1', port }))
    await until(() => accepted.length === 1)
    return { handle, peer: accepted[0]! }
  }
}

/** The other end, by the host's own means: what it got, and how it ended. */
export class Peer {
  readonly socket: Socket
  text = ''
  octets = 0
  ended = false
  closed = false
  error: string | null = null

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (data) => {
      this.octets += data.byteLength
      if (this.octets < 100_000) this.text += data.toString()
    })
    socket.on('end', () => (this.ended = true))
    socket.on('close', () => (this.closed = true))
    socket.on('error', (error) => (this.error = (error as NodeJS.ErrnoException).code ?? error.message))
  }
}

/** What a handle told, in order: octets as text, then `ended` or the failure's code. */
export function follow(handle: StreamHandle, max = 65_536): string[] {
  const trace: string[] = []
  handle.watch('read', () => {
    const octets = handle.read(max)
    if (octets !== null) trace.push(new TextDecoder().decode(octets))
    else if (handle.state !== 'open') trace.push(handle.error?.code ?? handle.state)
  })
  return trace
}

/** Writes chunks until the handle refuses, and answers with the octets it took. */
export function fill(handle: StreamHandle): number {
  const chunk = new Uint8Array(16_384)
  let taken = 0
  while (handle.write(chunk) === null) taken += chunk.byteLength
  return taken
}

/** A program of its own that uses the loop; answers with what it printed and how it ended. */
export function program(source: string, shell = ''): Promise<{ output: string; code: number | null }> {
  const index = new URL('./index.ts', import.meta.url).href
  const text = `import { SelectLoop } from ${JSON.stringify(index)};\n${source}`
  const node = [process.execPath, '--conditions=@poe/source', '--import', 'tsx', '--input-type=module', '-e', text]
  const child: ChildProcess =
    shell === ''
      ? spawn(node[0]!, node.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] })
      : spawn('sh', ['-c', `${shell}; exec "$@"`, 'sh', ...node], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout?.on('data', (data) => (output += data))
  child.stderr?.on('data', (data) => (output += data))
  return new Promise((resolve) => child.on('close', (code) => resolve({ output, code })))
}
