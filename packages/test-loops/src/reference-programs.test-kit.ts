import { PoeError } from '@poe/errors'
import {
  type Address,
  type Child,
  type Exit,
  type HandleError,
  handleError,
  type ProcessService,
  type SpawnOptions,
} from '@poe/loop'
import type { ReferenceLoop } from './reference-loop.test-kit.ts'
import { pair } from './reference-net.test-kit.ts'
import type { ReferenceStream } from './reference-stream.test-kit.ts'

const NOWHERE: Address = { family: 'virtual', address: '', port: 0 }

/** Programs in memory: `cat`, and `exit` with a code. */
export class ReferencePrograms implements ProcessService {
  readonly pid = 1
  readonly #loop: ReferenceLoop
  readonly #exited: (pid: number, exit: Exit) => void
  readonly #pids = new Set<number>()
  #last = 1

  constructor(loop: ReferenceLoop, exited: (pid: number, exit: Exit) => void) {
    this.#loop = loop
    this.#exited = exited
  }

  get running(): number {
    return this.#pids.size
  }

  isRunning(pid: number): boolean {
    return this.#pids.has(pid)
  }

  spawn({ command, module }: SpawnOptions): Child {
    if (command === undefined || module !== undefined)
      throw new PoeError('ERR_POE_BAD_OPTION', 'process.spawn takes a command, and starts no modules.')
    const [program, argument] = command
    if (program === 'cat') return this.#cat()
    const child = new ReferenceChild(this.#loop, program === 'exit' ? this.#start() : undefined, this.#told)
    if (program === 'exit') child.end({ code: Number(argument), signal: null, error: null })
    else child.end({ code: null, signal: null, error: handleError('ENOENT', 'spawn') })
    return child
  }

  #start(): number {
    const pid = ++this.#last
    this.#pids.add(pid)
    return pid
  }

  #cat(): Child {
    const [stdin, input] = pair(this.#loop, NOWHERE, NOWHERE)
    const [stdout, output] = pair(this.#loop, NOWHERE, NOWHERE)
    stdin.only = 'write'
    stdout.only = 'read'
    const child = new ReferenceChild(this.#loop, this.#start(), this.#told, stdin, stdout)
    copy(input, output, () => child.end({ code: 0, signal: null, error: null }))
    return child
  }

  readonly #told = (pid: number, exit: Exit): void => {
    this.#pids.delete(pid)
    this.#exited(pid, exit)
  }
}

function copy(from: ReferenceStream, to: ReferenceStream, over: () => void): void {
  from.watch('read', () => {
    const octets = from.read(65_536)
    if (octets === null && from.state === 'open') return
    if (octets === null) {
      from.ignore('read')
      to.shutdown()
      return over()
    }
    const rest = to.write(octets)
    if (rest === null) return
    from.unread(rest as Uint8Array)
    from.pause('read')
    to.watch('write', () => {
      to.ignore('write')
      from.resume('read')
    })
  })
}

class ReferenceChild implements Child {
  readonly pid: number | undefined
  readonly stdin?: ReferenceStream
  readonly stdout?: ReferenceStream
  readonly #loop: ReferenceLoop
  readonly #told: (pid: number, exit: Exit) => void
  readonly #waiting: ((exit: Exit) => void)[] = []
  #ended = false

  constructor(
    loop: ReferenceLoop,
    pid: number | undefined,
    told: (pid: number, exit: Exit) => void,
    stdin?: ReferenceStream,
    stdout?: ReferenceStream,
  ) {
    this.#loop = loop
    this.#told = told
    this.pid = pid
    if (stdin !== undefined) this.stdin = stdin
    if (stdout !== undefined) this.stdout = stdout
  }

  kill(signal: string): boolean {
    if (this.#ended) return false
    this.end({ code: null, signal: signal.replace(/^-/, ''), error: null })
    return true
  }

  renice(): HandleError | null {
    return this.#ended ? handleError('ESRCH', 'setpriority') : null
  }

  onExit(exited: (exit: Exit) => void): void {
    this.#waiting.push(exited)
  }

  end(exit: Exit): void {
    this.#ended = true
    this.#loop.later(() => {
      for (const told of this.#waiting) this.#loop.later(() => told(exit))
      const { pid } = this
      if (pid !== undefined) this.#loop.later(() => this.#told(pid, exit))
    })
  }
}
