import type { Chunk, Mode } from '@poe/loop'
import type { Mutant } from './mutant-loops.test-kit.ts'
import {
  ReferenceDescriptorStream,
  ReferenceDescriptors,
  ReferenceEnd,
  ReferenceWatched,
} from './reference-descriptors.test-kit.ts'
import { ReferenceLoop } from './reference-loop.test-kit.ts'

type Wrong<Make> = Readonly<Record<string, readonly [caughtBy: string, saying: string, make: Make]>>

const LEVEL = 'repeats readiness of a descriptor until others have taken all'
const LEFT_OPEN = 'leaves a descriptor open that it no longer watches'
const STREAM = 'reads and writes a descriptor, and tells its end once'
const ROOM = 'gives back what a descriptor has no room for, and says when there is some'
const CLOSING = 'closes the descriptor of a stream that is closed, and uses it no more'

const WATCHED: Wrong<typeof ReferenceWatched> = {
  'descriptors that are ready once': [
    LEVEL,
    'readiness, three times',
    class extends ReferenceWatched {
      override watch(mode: Mode, ready: () => void): void {
        super.watch(mode, () => {
          this.ignore(mode)
          ready()
        })
      }
    },
  ],
  'descriptors that are always ready': [
    LEVEL,
    'calls before there was anything',
    class extends ReferenceWatched {
      override get readable(): boolean {
        return true
      }
    },
  ],
  'descriptors that cannot be written': [
    'says that there is room to write to a descriptor',
    'readiness to write, three times',
    class extends ReferenceWatched {
      override watch(mode: Mode, ready: () => void): void {
        if (mode === 'read') super.watch(mode, ready)
      }
    },
  ],
  'descriptors whose modes share a pause': [
    'watches a descriptor in one mode without the other',
    'readiness to read',
    class extends ReferenceWatched {
      override pause(): void {
        super.pause('read')
        super.pause('write')
      }
    },
  ],
  'descriptors that cannot be paused': [
    'calls nobody for a descriptor that is paused, and all after resume',
    'calls while paused',
    class extends ReferenceWatched {
      override pause(): void {}
    },
  ],
  'descriptors that forget what came while paused': [
    'calls nobody for a descriptor that is paused, and all after resume',
    'readiness after resume',
    class extends ReferenceWatched {
      override resume(mode: Mode): void {
        this.end.coming = []
        super.resume(mode)
      }
    },
  ],
  'descriptors that are watched on after close': [
    LEFT_OPEN,
    'calls after close',
    class extends ReferenceWatched {
      override get state() {
        return 'closed' as const
      }
      override close(): void {}
    },
  ],
  'descriptors that are closed with what watches them': [
    LEFT_OPEN,
    'the descriptor was closed',
    class extends ReferenceWatched {
      override close(): void {
        super.close()
        this.end.close()
      }
    },
  ],
  'descriptors that say nothing of a hang-up': [
    'says that a descriptor can be read that has hung up',
    'readiness',
    class extends ReferenceWatched {
      override get readable(): boolean {
        return this.end.coming.length > 0
      }
    },
  ],
  'descriptors that are called outside of a run': [
    'keeps readiness of a descriptor for the next run',
    'outside run()',
    class extends ReferenceWatched {
      override watch(mode: Mode, ready: () => void): void {
        super.watch(mode, ready)
        if (!this.loop.running) setImmediate(ready)
      }
    },
  ],
  'descriptors that stop everything else': [
    'takes turns, and serves others, while a descriptor is always ready',
    'a turn, and the other descriptor',
    class extends ReferenceWatched {
      override watch(mode: Mode, ready: () => void): void {
        const again = (): void => {
          if (this.readable) this.loop.round.unshift(again)
          ready()
        }
        super.watch(mode, again)
      }
    },
  ],
}

const STREAMS: Wrong<typeof ReferenceDescriptorStream> = {
  'a stream that loses octets': [
    STREAM,
    'five octets',
    class extends ReferenceDescriptorStream {
      override read(max: number): Uint8Array | null {
        return super.read(max)?.subarray(1) ?? null
      }
    },
  ],
  'a stream whose end is told again and again': [
    STREAM,
    'what was told',
    class extends ReferenceDescriptorStream {
      override get readable(): boolean {
        return this.end.readable
      }
    },
  ],
  'a stream that gives all there is': [
    'gives at most what is asked for of a descriptor, and repeats readiness',
    'the longest read',
    class extends ReferenceDescriptorStream {
      override read(): Uint8Array | null {
        return super.read(Number.POSITIVE_INFINITY)
      }
    },
  ],
  'a stream that puts back behind': [
    'gives what was put back before what follows of a descriptor',
    'what was read',
    class extends ReferenceDescriptorStream {
      override unread(octets: Uint8Array): void {
        this.end.coming.push(...octets)
        this.reading.tell()
      }
    },
  ],
  'a stream that forgets its end for what was put back': [
    'gives what was put back before what follows of a descriptor',
    'what was put back, and the end again',
    class extends ReferenceDescriptorStream {
      override unread(octets: Uint8Array): void {
        const { ended } = this
        super.unread(octets)
        this.ended = ended
      }
    },
  ],
  'a stream without a bottom': [
    ROOM,
    'write() takes without end',
    class extends ReferenceDescriptorStream {
      override write(chunk: Chunk): Chunk | null {
        super.write(chunk)
        return null
      }
    },
  ],
  'a stream that has room while it is full': [
    ROOM,
    'readiness to write while the descriptor is full',
    class extends ReferenceDescriptorStream {
      override watch(mode: Mode, ready: () => void): void {
        super.watch(mode, ready)
        if (mode === 'write') this.loop.later(ready)
      }
    },
  ],
  'a stream that ends while it is paused': [
    'reads nothing of a descriptor that is paused',
    'calls and state while paused',
    class extends ReferenceDescriptorStream {
      override get state() {
        return this.end.peer.closed ? ('ended' as const) : super.state
      }
    },
  ],
  'a stream that writes to nobody': [
    'fails to write to a descriptor that has hung up, without a throw',
    'a write that fails',
    class extends ReferenceDescriptorStream {
      override write(chunk: Chunk): Chunk | null {
        return this.end.peer.closed ? null : super.write(chunk)
      }
    },
  ],
  'a stream that leaves its descriptor open': [
    CLOSING,
    'a descriptor that is closed',
    class extends ReferenceDescriptorStream {
      override close(): void {
        this.closed = true
      }
    },
  ],
  'a stream that is open when it is closed': [
    CLOSING,
    'what a closed stream does',
    class extends ReferenceDescriptorStream {
      override close(): void {
        this.end.close()
      }
    },
  ],
}

const SERVICES: Wrong<typeof ReferenceDescriptors> = {
  'one handle for each descriptor': [
    'watches one descriptor twice, each by itself',
    'two handles have one id',
    class extends ReferenceDescriptors {
      readonly #known = new Map<number, ReferenceWatched>()
      override watch(descriptor: number): ReferenceWatched {
        const known = this.#known.get(descriptor) ?? new ReferenceWatched(this.loop, this.end(descriptor))
        this.#known.set(descriptor, known)
        return known
      }
    },
  ],
  'descriptors of any number': [
    'refuses to watch what is no descriptor',
    'should have thrown',
    class extends ReferenceDescriptors {
      override end(descriptor: number): ReferenceEnd {
        return descriptor > 1000 ? new ReferenceEnd() : super.end(descriptor)
      }
    },
  ],
}

function mutants<Make>(
  wrong: Wrong<Make>,
  create: (loop: ReferenceLoop, make: Make) => ReferenceDescriptors,
): Mutant[] {
  return Object.entries(wrong).map(([fault, [caughtBy, saying, make]]) => ({
    fault,
    caughtBy,
    saying,
    create: () =>
      new (class extends ReferenceLoop {
        override readonly descriptors = create(this, make)
      })(),
  }))
}

/** Loops whose descriptors are wrong. */
export const MUTANT_DESCRIPTORS: readonly Mutant[] = [
  ...mutants(WATCHED, (loop, Watched) => new ReferenceDescriptors(loop, Watched)),
  ...mutants(STREAMS, (loop, Stream) => new ReferenceDescriptors(loop, ReferenceWatched, Stream)),
  ...mutants(SERVICES, (loop, Service) => new Service(loop)),
]
