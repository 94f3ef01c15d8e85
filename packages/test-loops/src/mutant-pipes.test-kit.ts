import type { Announced, Chunk, HandleStage, Mode, PipeEnds, PipeOptions, PipeService } from '@poe/loop'
import type { Mutant } from './mutant-loops.test-kit.ts'
import { ReferenceLoop } from './reference-loop.test-kit.ts'
import { ReferencePipeEnd, ReferencePipes } from './reference-pipes.test-kit.ts'

type Wrong<Make> = Readonly<Record<string, readonly [caughtBy: string, saying: string, make: Make]>>

const THROUGH = 'carries octets through a pipe, and then its end'
const MODES = 'has one mode at each end of a pipe one way'
const CLOSED = 'ends a pipe whose writer is closed, after what had left'
const SIGNAL = 'opens no pipe for a signal that is aborted'

const ENDS: Wrong<typeof ReferencePipeEnd> = {
  'a pipe that loses its end': [
    THROUGH,
    'the end',
    class extends ReferencePipeEnd {
      override shutdown(): void {
        this.shut = true
      }
    },
  ],
  'a pipe that is watched in any mode': [
    MODES,
    'should have thrown',
    class extends ReferencePipeEnd {
      override watch(mode: Mode, ready: () => void): void {
        this.only = null
        super.watch(mode, ready)
      }
    },
  ],
  'a pipe that is written to at either end': [
    MODES,
    'an end that reads takes what is written',
    class extends ReferencePipeEnd {
      override write(chunk: Chunk): Chunk | null {
        if (this.only === 'read') this.shut = false
        return super.write(chunk)
      }
    },
  ],
  'a pipe without a bottom': [
    'holds back who writes to a pipe that nobody reads, until somebody does',
    'write() takes without end',
    class extends ReferencePipeEnd {
      override write(chunk: Chunk): Chunk | null {
        super.write(chunk)
        return null
      }
    },
  ],
  'a pipe that has room while it is full': [
    'holds back who writes to a pipe that nobody reads, until somebody does',
    'readiness to write while nobody reads',
    class extends ReferencePipeEnd {
      override watch(mode: Mode, ready: () => void): void {
        super.watch(mode, ready)
        if (mode === 'write') this.loop.later(ready)
      }
    },
  ],
  'a pipe that nobody reads and everybody writes': [
    'fails to write to a pipe that nobody will read',
    'a write that fails',
    class extends ReferencePipeEnd {
      override write(): Chunk | null {
        return null
      }
    },
  ],
  'a pipe that drops what is in it when its writer is closed': [
    CLOSED,
    'what was told',
    class extends ReferencePipeEnd {
      override get pending(): number {
        return 0
      }
      override close(): void {
        if (this.only === 'write' && this.peer !== null) this.peer.coming = []
        super.close()
      }
    },
  ],
  'a pipe that ends both ways at once': [
    'ends each way of a pipe by itself',
    'the end of the answer',
    class extends ReferencePipeEnd {
      override shutdown(): void {
        super.shutdown()
        if (this.peer !== null) this.peer.shut = true
      }
    },
  ],
  'a pipe that does not notice that its other end is closed': [
    'tells the other end of a pipe two ways that one was closed',
    'the end',
    class extends ReferencePipeEnd {
      override close(): void {
        this.closed = true
      }
    },
  ],
  'a pipe one way only': [
    'carries a megabyte each way through a pipe two ways',
    'not within',
    class extends ReferencePipeEnd {
      override write(chunk: Chunk): Chunk | null {
        return this.id % 2 === 0 ? null : super.write(chunk)
      }
    },
  ],
}

const SERVICES: Wrong<typeof ReferencePipes> = {
  'pipes opened for an aborted signal': [
    SIGNAL,
    'should have been rejected',
    class extends ReferencePipes {
      override ends(): [ReferencePipeEnd, ReferencePipeEnd] {
        return super.ends({})
      }
    },
  ],
  'pipes of a type they do not have': [
    'opens a pipe of each type it names, also before it runs',
    'no such type',
    class extends ReferencePipes {
      override ends(options: PipeOptions): [ReferencePipeEnd, ReferencePipeEnd] {
        if (options.type === 'inet') throw new Error('no such type')
        return super.ends(options)
      }
    },
  ],
  'pipes that are opened in a run only': [
    'opens a pipe of each type it names, also before it runs',
    'a pipe of type socketpair',
    class extends ReferencePipes {
      override async oneWay(options: PipeOptions): Promise<PipeEnds> {
        await new Promise<void>((resolve) => this.loop.later(resolve))
        return super.oneWay(options)
      }
    },
  ],
}

type Stages = new (loop: ReferenceLoop) => HandleStage

/** The reference's own stage, to be made wrong. */
class Stage implements HandleStage {
  readonly loop: ReferenceLoop

  constructor(loop: ReferenceLoop) {
    this.loop = loop
  }

  get running(): boolean {
    return this.loop.running
  }

  nextId(): number {
    return ++this.loop.ids
  }

  announceLater(announced: Announced): void {
    this.loop.later(() => announced.announce())
  }
}

const STAGES: Wrong<Stages> = {
  'a stage that calls back at once': [
    'calls back those that are announced, once each, in the order of the requests',
    'was called inside announceLater()',
    class extends Stage {
      override announceLater(announced: Announced): void {
        announced.announce()
      }
    },
  ],
  'a stage that calls back the last first': [
    'calls back those that are announced, once each, in the order of the requests',
    'who was called back',
    class extends Stage {
      override announceLater(announced: Announced): void {
        this.loop.next.unshift(() => announced.announce())
        this.loop.pump()
      }
    },
  ],
  'a stage that calls back twice': [
    'calls back those that are announced, once each, in the order of the requests',
    'who was called back',
    class extends Stage {
      override announceLater(announced: Announced): void {
        super.announceLater(announced)
        super.announceLater(announced)
      }
    },
  ],
  'a stage that calls back all at once': [
    'settles promises between any two that are announced',
    'who was called back',
    class extends Stage {
      readonly #waiting: Announced[] = []
      override announceLater(announced: Announced): void {
        this.#waiting.push(announced)
        this.loop.later(() => {
          for (const one of this.#waiting.splice(0)) one.announce()
        })
      }
    },
  ],
  'a stage that goes on for ever': [
    'calls back who announces itself again and again, and others meanwhile',
    'neither another callback nor a turn came',
    class extends Stage {
      override announceLater(announced: Announced): void {
        this.loop.round.unshift(() => announced.announce())
        this.loop.pump()
      }
    },
  ],
  'a stage that forgets when it is halted': [
    'keeps those that are announced while it does not run for the next run',
    'the callback, in the run',
    class extends Stage {
      override announceLater(announced: Announced): void {
        if (this.running) super.announceLater(announced)
      }
    },
  ],
  'a stage that always runs': [
    'keeps those that are announced while it does not run for the next run',
    'running, before run()',
    class extends Stage {
      override get running(): boolean {
        return true
      }
    },
  ],
  'a stage with ids of its own': [
    'lends ids that no handle has',
    'different ids',
    class extends Stage {
      #ids = 0
      override nextId(): number {
        return ++this.#ids
      }
    },
  ],
  'a stage that hides what is thrown': [
    'rejects run with what threw when it was called back',
    'run() to reject with what was thrown',
    class extends Stage {
      override announceLater(announced: Announced): void {
        this.loop.later(() => {
          try {
            announced.announce()
          } catch {}
        })
      }
    },
  ],
}

function mutants<Make>(wrong: Wrong<Make>, create: (make: Make) => ReferenceLoop): Mutant[] {
  return Object.entries(wrong).map(([fault, [caughtBy, saying, make]]) => ({
    fault,
    caughtBy,
    saying,
    create: () => create(make),
  }))
}

/** Loops whose pipes, or whose stage, are wrong. */
export const MUTANT_PIPES: readonly Mutant[] = [
  ...mutants(
    ENDS,
    (End) =>
      new (class extends ReferenceLoop {
        override readonly pipes: PipeService = new ReferencePipes(this, End)
      })(),
  ),
  ...mutants(
    SERVICES,
    (Pipes) =>
      new (class extends ReferenceLoop {
        override readonly pipes: PipeService = new Pipes(this)
      })(),
  ),
  ...mutants(
    STAGES,
    (Wrong) =>
      new (class extends ReferenceLoop {
        override readonly stage: HandleStage = new Wrong(this)
      })(),
  ),
]
