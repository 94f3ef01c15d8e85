import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { certificates } from './certificate.ts'
import { type FakeInput, type FakeOutput, FakeTerminal } from './fake-terminal.ts'
import type { TestLoopOptions } from './options.ts'

/** What a process lends to the tests of a loop that runs in it: options of `testLoop`, to be spread. */
export type LentByNode = Pick<
  TestLoopOptions,
  | 'connectToReset'
  | 'folder'
  | 'fullDisk'
  | 'namedPipe'
  | 'programs'
  | 'raise'
  | 'stepWallClock'
  | 'terminal'
  | 'tls'
  | 'unixPath'
> & {
  /** Sets the wall clock right again. */
  readonly dispose: () => void
}

/**
 * Node, Bun or Deno as the host of a loop under test: signals, a wall clock that can be stepped, files, sockets, programs, and a
 * terminal that is none. Make one for a file of tests, and dispose of it after all of them.
 */
export class NodeHost {
  /** What it lends. TLS is not among it without `openssl`, nor a full disk where there is no `/dev/full`. */
  readonly options: LentByNode
  readonly #folder = mkdtempSync(join(tmpdir(), 'poe-'))
  readonly #now = Date.now
  #terminal = new FakeTerminal()
  #paths = 0

  constructor() {
    const tls = certificates(this.#folder)
    this.options = {
      dispose: () => void (Date.now = this.#now),
      stepWallClock(_, milliseconds) {
        const { now } = Date
        Date.now = () => now() + milliseconds
      },
      raise: (_, signal) => void process.kill(process.pid, `SIG${signal}`),
      ...(tls === undefined ? undefined : { tls }),
      unixPath: () => join(this.#folder, `${++this.#paths}`),
      folder: () => mkdtempSync(join(this.#folder, 'files-')),
      namedPipe: (_, path) => void execFileSync('mkfifo', [path]),
      ...(existsSync('/dev/full') ? { fullDisk: () => '/dev/full' } : undefined),
      programs: { cat: ['cat'], exit: (code) => ['sh', '-c', `exit ${code}`] },
      terminal: {
        type: (_, text) => this.#terminal.type(text),
        end: () => this.#terminal.end(),
        output: () => this.#terminal.written,
      },
      connectToReset: (_, { address, port }) => connectToReset(address, port),
    }
  }

  /** The streams of a fresh terminal, for a fresh loop; from now on the tests sit at it. */
  terminal(): { readonly input: FakeInput; readonly output: FakeOutput } {
    this.#terminal = new FakeTerminal()
    return this.#terminal.streams
  }

  /** Removes all files of the tests, and sets the wall clock right. */
  dispose(): void {
    this.options.dispose()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** The same as {@link dispose}. */
  [Symbol.dispose](): void {
    this.dispose()
  }
}

function connectToReset(address: string, port: number): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, address, () => resolve(() => void socket.resetAndDestroy()))
    socket.on('error', reject)
  })
}
