import type { ProgramStream, SpawnOptions, StreamHandle } from '@poe/loop'
import type { Sink } from './child-output.ts'
import { Connection } from './connection.ts'
import { FileSink } from './file-sink.ts'
import type { VirtualFiles } from './files-service.ts'
import { VirtualStream } from './stream-handle.ts'
import type { World } from './world.ts'

/** A pipe's two ends: ours, and the program's. */
interface Pipe {
  readonly ours: VirtualStream
  readonly theirs: VirtualStream
}

/** The streams of a program: our ends, and the program's. */
export class ChildStreams {
  readonly stdin?: StreamHandle
  readonly stdout?: StreamHandle
  readonly stderr?: StreamHandle
  readonly terminal?: StreamHandle
  /** What the program reads; null for nothing. */
  readonly input: StreamHandle | null
  /** What the program writes to; null where that is dropped. The same for both where that was asked for. */
  readonly output: Sink | null
  readonly complaints: Sink | null
  /** The program's end of a pipe, to be closed when it has ended. */
  readonly ownInput: VirtualStream | null
  readonly #world: World
  readonly #files: VirtualFiles
  readonly name: string

  /** @throws HandleError for a file that cannot be opened */
  constructor(world: World, files: VirtualFiles, name: string, options: SpawnOptions) {
    this.#world = world
    this.#files = files
    this.name = name
    const { terminal, stdin = 'pipe', stdout = 'pipe', stderr = 'pipe' } = options
    const tty = terminal === undefined ? null : this.#pipe('terminal', true, true)
    const input = tty ?? (stdin === 'pipe' ? this.#pipe('stdin', true, false) : null)
    const output = tty ?? (stdout === 'pipe' ? this.#pipe('stdout', false, true) : null)
    const complains = tty === null ? stderr === 'pipe' : options.stderr === 'pipe'
    const complaints = complains ? this.#pipe('stderr', false, true) : tty
    if (tty !== null) this.terminal = tty.ours
    else {
      if (input !== null) this.stdin = input.ours
      if (output !== null) this.stdout = output.ours
    }
    if (complaints !== null && complaints !== tty) this.stderr = complaints.ours
    this.input = input?.theirs ?? this.#source(stdin)
    this.output = output?.theirs ?? this.#sink(stdout)
    this.complaints = complaints?.theirs ?? (stderr === stdout ? this.output : this.#sink(stderr))
    this.ownInput = tty === null ? (input?.theirs ?? null) : null
  }

  #source(stream: ProgramStream): StreamHandle | null {
    if (typeof stream === 'string') return null
    if ('handle' in stream) return stream.handle
    return 'file' in stream ? this.#files.reader(stream.file) : null
  }

  #sink(stream: ProgramStream): Sink | null {
    if (typeof stream === 'string') return null
    if ('handle' in stream) return stream.handle
    return 'file' in stream ? new FileSink(this.#files, stream.file) : null
  }

  /** @param inward - whether the program reads from it, and `outward` whether it writes to it */
  #pipe(what: string, inward: boolean, outward: boolean): Pipe {
    const name = `${this.name} ${what}`
    const connection = new Connection(this.#world, { kind: 'pipe', name, hosts: ['localhost', 'localhost'] })
    const input = inward ? connection.there : null
    const output = outward ? connection.back : null
    return {
      ours: new VirtualStream(this.#world, { connection, input: output, output: input }),
      theirs: new VirtualStream(this.#world, { connection, input, output }),
    }
  }
}
