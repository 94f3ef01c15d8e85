import type { Chunk, Ends, HandleState, Mode } from '@poe/loop'
import type { Mutant } from './mutant-loops.test-kit.ts'
import { ReferenceLoop } from './reference-loop.test-kit.ts'
import { ReferenceStream } from './reference-stream.test-kit.ts'

type Streams = Readonly<Record<string, readonly [caughtBy: string, saying: string, make: typeof ReferenceStream]>>

const STREAMS: Streams = {
  'octets delivered twice': [
    'gives octets in order',
    'what was read',
    class extends ReferenceStream {
      override write(chunk: Chunk): Chunk | null {
        super.write(chunk)
        return super.write(chunk)
      }
    },
  ],
  'octets lost between two runs': [
    'keeps readiness for the next run',
    'between two runs',
    class extends ReferenceStream {
      override deliver(): void {
        if (!this.loop.running) this.coming = []
        super.deliver()
        setImmediate(() => {
          if (!this.loop.running) this.coming = []
        })
      }
    },
  ],
  'readiness told once': [
    'repeats readiness while nobody reads',
    'five calls for one unread octet',
    class extends ReferenceStream {
      told = false
      override watch(mode: Mode, ready: () => void): void {
        super.watch(mode, () => {
          if (!this.told) ready()
          this.told = true
        })
      }
      override read(max: number): Uint8Array | null {
        this.told = false
        return super.read(max)
      }
    },
  ],
  'more read than asked for': [
    'gives at most what is asked for, and repeats readiness until all is taken',
    'the longest read',
    class extends ReferenceStream {
      override read(): Uint8Array | null {
        return super.read(65_536)
      }
    },
  ],
  'reading while paused': [
    'reads nothing for a watcher that is paused, and all after resume',
    'calls while reading is paused',
    class extends ReferenceStream {
      override pause(mode: Mode): void {
        if (mode !== 'read') super.pause(mode)
      }
    },
  ],
  'a callback inside resume': [
    'reads nothing for a watcher that is paused, and all after resume',
    '"read readiness" was called inside resume()',
    class extends ReferenceStream {
      ready = (): void => {}
      override watch(mode: Mode, ready: () => void): void {
        if (mode === 'read') this.ready = ready
        super.watch(mode, ready)
      }
      override resume(mode: Mode): void {
        super.resume(mode)
        this.ready()
      }
    },
  ],
  'a watcher that is called though ignored': [
    'calls nobody who is ignored, and keeps octets for the next',
    'calls of a watcher that is ignored',
    class extends ReferenceStream {
      override ignore(): void {}
    },
  ],
  'a handle that calls after close': [
    'calls nothing after close in its own callback',
    'of which the first closed the handle',
    class extends ReferenceStream {
      override close(): void {
        this.shutdown()
      }
    },
  ],
  'octets put back behind the others': [
    'gives what was put back before what follows',
    'what was read',
    class extends ReferenceStream {
      override unread(octets: Uint8Array): void {
        const after = super.read(65_536) ?? new Uint8Array()
        super.unread(octets)
        super.unread(after)
      }
    },
  ],
  'a write that drops what finds no room': [
    'takes no more than there is room for, and gives back the rest',
    'takes without end',
    class extends ReferenceStream {
      override write(chunk: Chunk): Chunk | null {
        super.write(chunk)
        return null
      }
    },
  ],
  'readiness to write while octets are pending': [
    'is ready to write when nothing is pending',
    'pending octets when ready to write',
    class extends ReferenceStream {
      override watch(mode: Mode, ready: () => void): void {
        if (mode === 'write') this.loop.later(ready)
        else super.watch(mode, ready)
      }
    },
  ],
  'an end that shows before it is told': [
    'keeps the state open until reading tells the end',
    'states before and after the end was told',
    class extends ReferenceStream {
      override get state(): HandleState {
        return this.slot.finished ? 'ended' : super.state
      }
    },
  ],
  'an end that is told for ever': [
    'tells the end once, after the last octet',
    'what was told',
    class extends ReferenceStream {
      override read(max: number): Uint8Array | null {
        const octets = super.read(max)
        if (octets === null && this.slot.state === 'ended') {
          super.unread(new Uint8Array(1))
          super.read(1)
        }
        return octets
      }
      override get state(): HandleState {
        return this.slot.finished ? 'ended' : super.state
      }
    },
  ],
  'an end that closes both ways': [
    'leaves writing open when reading has ended',
    'what was told',
    class extends ReferenceStream {
      override shutdown(): void {
        super.shutdown()
        this.loop.later(() => this.slot.finish())
      }
    },
  ],
  'a shutdown that drops what was taken': [
    'is shut down after what was taken',
    'what was told',
    class extends ReferenceStream {
      override shutdown(): void {
        if (this.peer !== null) this.peer.coming = []
        super.shutdown()
      }
    },
  ],
  'own ends forgotten for those a proxy told': [
    'has the ends a proxy tells of, and knows its own',
    'its own ends',
    class extends ReferenceStream {
      override readdress(told: Ends): void {
        super.readdress(told)
        this.direct = told
      }
    },
  ],
  'a reset that looks like an end': [
    'is a failure with ECONNRESET, told once',
    'endings told',
    class extends ReferenceStream {
      override reset(): void {
        this.shutdown()
      }
    },
  ],
}

/** Loops whose streams are broken. */
export const MUTANT_STREAMS: readonly Mutant[] = Object.entries(STREAMS).map(([fault, [caughtBy, saying, Broken]]) => ({
  fault,
  caughtBy,
  saying,
  create: () =>
    new (class extends ReferenceLoop {
      override readonly Stream = Broken
    })(),
}))
