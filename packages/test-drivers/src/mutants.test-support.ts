import type { Chunk, Driver, DriverHandle } from '@poe/driver'
import { ListDriver } from './list-driver.test-support.ts'
import { joined, octetsOf } from './octets.ts'

type Mutants = readonly (readonly [string, new (blockSize?: number) => Driver, string])[]

const READS = 'reads once, at most its block size'
const NULL = 'gives null when there is nothing, at the end of input and after a failure'
const EMPTY = 'lets empty chunks vanish'
const UTF8 = 'counts text as its UTF-8'
const HALF = 'counts a half-written chunk until its last octet is taken'
const ORDER = 'writes what was not taken before what was put since'
const KEEPS = 'keeps all of what a handle does not take, and does not ask twice'
const WHOLE = 'cuts no character in two, wherever a text is cut'
const CUT = 'takes back octets of a text, cut inside a character'
const ALL = 'writes all there is, in order, to a handle that takes it'
const CLONE = 'is cloned with the same settings and nothing queued'
const FORGETS = 'does not keep what was written'

/** Drivers that read wrongly, and what finds each. */
const READERS: Mutants = [
  [
    'reads more than its block size',
    class extends ListDriver {
      override get = (handle: DriverHandle) => handle.read(this.blockSize + 1)
    },
    READS,
  ],
  [
    'reads until there is nothing',
    class extends ListDriver {
      override get(handle: DriverHandle) {
        const first = handle.read(this.blockSize)
        for (let more = first; more !== null; more = handle.read(this.blockSize));
        return first
      }
    },
    READS,
  ],
  [
    'gives an empty chunk instead of null',
    class extends ListDriver {
      override get = (handle: DriverHandle) => handle.read(this.blockSize) ?? new Uint8Array(0)
    },
    NULL,
  ],
  [
    'asks again at the end of input',
    class extends ListDriver {
      override get = (handle: DriverHandle) => handle.read(this.blockSize) ?? handle.read(this.blockSize)
    },
    NULL,
  ],
  [
    'reads no more once there was nothing',
    class extends ListDriver {
      #over = false
      override get(handle: DriverHandle) {
        const octets = this.#over ? null : handle.read(this.blockSize)
        this.#over = octets === null
        return octets
      }
    },
    'goes on reading after it was told nothing',
  ],
  [
    'gives octets of its own for those it read',
    class extends ListDriver {
      override get = (handle: DriverHandle) => handle.read(this.blockSize)?.slice() ?? null
    },
    'gives what was read as it is',
  ],
  [
    'forgets its queue when it reads',
    class extends ListDriver {
      override get(handle: DriverHandle) {
        this.pieces = []
        return super.get(handle)
      }
    },
    'leaves its queue alone when it reads',
  ],
]

/** Drivers that queue and count wrongly. */
const COUNTERS: Mutants = [
  [
    'keeps empty chunks',
    class extends ListDriver {
      override put = (chunks: readonly Chunk[]) => chunks.forEach((chunk) => void this.putOne(chunk))
    },
    EMPTY,
  ],
  [
    'stops at an empty chunk',
    class extends ListDriver {
      override put(chunks: readonly Chunk[]) {
        const end = chunks.findIndex((chunk) => chunk.length === 0)
        super.put(end < 0 ? chunks : chunks.slice(0, end))
      }
    },
    EMPTY,
  ],
  [
    'uses the list up',
    class extends ListDriver {
      override put(chunks: readonly Chunk[]) {
        super.put(chunks)
        ;(chunks as Chunk[]).length = 0
      }
    },
    'keeps neither the list nor what becomes of it',
  ],
  [
    'empties the list and fills it again',
    class extends ListDriver {
      override put(chunks: readonly Chunk[]) {
        const list = chunks as Chunk[]
        const taken = list.splice(0)
        super.put(taken)
        list.push(...taken)
      }
    },
    'takes a list that cannot be changed',
  ],
  [
    'counts what is put at once as one chunk',
    class extends ListDriver {
      override put(chunks: readonly Chunk[]) {
        const before = this.sizes.length
        super.put(chunks)
        const sizes = this.sizes.splice(before)
        if (sizes.length > 0) this.sizes.push(sizes.reduce((sum, size) => sum + size))
      }
    },
    'counts octets and chunks',
  ],
  [
    'counts text by its length',
    class extends ListDriver {
      #extra = 0
      protected override putOne(chunk: Chunk) {
        super.putOne(chunk)
        this.#extra += octetsOf(chunk).length - chunk.length
      }
      override get outOctets() {
        return Math.max(0, super.outOctets - this.#extra)
      }
    },
    UTF8,
  ],
  [
    'bounds its octets too low',
    class extends ListDriver {
      get outOctetsAtMost() {
        return super.outOctets - (super.outOctets > 9 ? 1 : 0)
      }
    },
    UTF8,
  ],
  [
    'counts a half-written chunk as written',
    class extends ListDriver {
      protected override drop(octets: number) {
        let left = octets
        while (left > 0 && this.sizes.length > 0) left -= this.sizes.shift() as number
      }
    },
    HALF,
  ],
  [
    'counts what is written, not what was put',
    class extends ListDriver {
      override get outMessages() {
        return this.pieces.length
      }
    },
    HALF,
  ],
  [
    'writes what is put',
    class extends ListDriver {
      #handle: DriverHandle | null = null
      override flush(handle: DriverHandle) {
        this.#handle = handle
        return super.flush(handle)
      }
      override put(chunks: readonly Chunk[]) {
        super.put(chunks)
        if (this.#handle !== null) super.flush(this.#handle)
      }
    },
    'writes nothing before flush',
  ],
]

/** Drivers that write wrongly. */
const WRITERS: Mutants = [
  [
    'writes an empty chunk when nothing is queued',
    class extends ListDriver {
      override flush(handle: DriverHandle) {
        if (this.empty) handle.write('')
        return super.flush(handle)
      }
    },
    'is empty at first, and has nothing to flush',
  ],
  [
    'loses what was not taken',
    class extends ListDriver {
      protected override written(head: Chunk, rest: Chunk | null) {
        super.written(head, rest === null || rest.length === head.length ? rest : null)
      }
    },
    ORDER,
  ],
  [
    'writes again what was taken',
    class extends ListDriver {
      protected override written(head: Chunk, rest: Chunk | null) {
        super.written(head, rest === null ? null : head)
      }
    },
    ORDER,
  ],
  [
    'puts what was not taken behind what was put since',
    class extends ListDriver {
      #rest: Chunk | null = null
      protected override written(head: Chunk, rest: Chunk | null) {
        super.written(head, null)
        this.#rest = rest
      }
      override flush(handle: DriverHandle) {
        if (this.#rest !== null) this.putOne(this.#rest)
        this.#rest = null
        return super.flush(handle) + ((this.#rest as Chunk | null) ?? '').length
      }
    },
    ORDER,
  ],
  [
    'asks until all is taken',
    class extends ListDriver {
      override flush(handle: DriverHandle) {
        while (super.flush(handle) > handle.pending);
        return handle.pending
      }
    },
    KEEPS,
  ],
  [
    'drops its queue when nothing is taken',
    class extends ListDriver {
      protected override written(head: Chunk, rest: Chunk | null) {
        super.written(head, rest?.length === head.length ? null : rest)
      }
    },
    KEEPS,
  ],
  [
    'does not count what is pending in the handle',
    class extends ListDriver {
      override flush = (handle: DriverHandle) => super.flush(handle) - handle.pending
    },
    'counts what the handle has not handed on',
  ],
  [
    'takes octets back as text',
    class extends ListDriver {
      protected override written(head: Chunk, rest: Chunk | null) {
        super.written(head, rest === null ? null : new TextDecoder().decode(octetsOf(rest)))
      }
    },
    CUT,
  ],
  [
    'cuts text every three units',
    class extends ListDriver {
      protected override putOne(chunk: Chunk) {
        if (typeof chunk !== 'string') super.putOne(chunk)
        else for (let at = 0; at < chunk.length; at += 3) super.putOne(chunk.slice(at, at + 3))
      }
    },
    WHOLE,
  ],
  [
    'waits for the other half of a character',
    class extends ListDriver {
      #half = ''
      protected override putOne(chunk: Chunk) {
        const text = typeof chunk === 'string' ? this.#half + chunk : chunk
        const waits = typeof text === 'string' && /[\ud800-\udbff]$/.test(text)
        this.#half = waits ? text.slice(-1) : ''
        const whole = waits ? text.slice(0, -1) : text
        if (whole.length > 0) super.putOne(whole)
      }
    },
    'counts down to nothing where characters were put in halves',
  ],
  [
    'writes text before octets',
    class extends ListDriver {
      override put(chunks: readonly Chunk[]) {
        super.put([...chunks].sort((a, b) => (typeof b.slice(0, 0) < typeof a.slice(0, 0) ? -1 : 1)))
      }
    },
    ALL,
  ],
  [
    'stops after one write',
    class extends ListDriver {
      override head = () => this.pieces[0] as Chunk
      override flush(handle: DriverHandle) {
        if (!this.empty) this.written(this.head(), handle.write(this.head()))
        return this.outOctets + handle.pending
      }
    },
    ALL,
  ],
  [
    'drops its queue when a write throws',
    class extends ListDriver {
      override flush(handle: DriverHandle) {
        try {
          return super.flush(handle)
        } catch (error) {
          this.pieces = []
          throw error
        }
      }
    },
    'keeps what is queued when a write throws',
  ],
  [
    'hides that a write throws',
    class extends ListDriver {
      override flush(handle: DriverHandle) {
        try {
          return super.flush(handle)
        } catch {
          return this.outOctets
        }
      }
    },
    'keeps what is queued when a write throws',
  ],
  [
    'writes to the first handle for ever',
    class extends ListDriver {
      #handle: DriverHandle | null = null
      override flush(handle: DriverHandle) {
        this.#handle ??= handle
        return super.flush(this.#handle)
      }
    },
    'hands its queue from one handle to another',
  ],
]

/** Drivers that make too many writes or copies. */
const SPENDERS: Mutants = [
  [
    'makes a write of each chunk',
    class extends ListDriver {
      override head = () => this.pieces[0] as Chunk
    },
    'writes all texts at once',
  ],
  [
    'joins two chunks at most',
    class extends ListDriver {
      override head() {
        this.pieces.unshift(joined(this.pieces.splice(0, 2)))
        return this.pieces[0] as Chunk
      }
    },
    'writes small chunks of octets at once',
  ],
  [
    'joins nothing once there is text among octets',
    class extends ListDriver {
      #kinds = new Set<string>()
      protected override putOne(chunk: Chunk) {
        this.#kinds.add(typeof chunk)
        super.putOne(chunk)
      }
      override head() {
        return this.#kinds.size > 1 ? (this.pieces[0] as Chunk) : super.head()
      }
    },
    'writes text and octets by turns, no more often than they change',
  ],
  [
    'makes a write of every hundred octets',
    class extends ListDriver {
      override head() {
        const all = super.head() as Uint8Array
        this.pieces = all.length <= 100 ? [all] : [all.subarray(0, 100), all.subarray(100)]
        return this.pieces[0] as Chunk
      }
    },
    'makes few writes of thousands of chunks',
  ],
  [
    'writes what was left over by itself',
    class extends ListDriver {
      #left = false
      override head() {
        return this.#left ? (this.pieces[0] as Chunk) : super.head()
      }
      override written(head: Chunk, rest: Chunk | null) {
        super.written(head, rest)
        this.#left = rest !== null
      }
    },
    'writes what was left over and what was put since at once',
  ],
  [
    'copies its whole queue at each flush',
    class extends ListDriver {
      override head = () => (super.head() as Uint8Array).slice()
    },
    'copies nothing over and over for a handle that takes little',
  ],
]

const SHARED: Uint8Array[] = []

/** Drivers that make wrong clones, or forget nothing. */
const KEEPERS: Mutants = [
  [
    'has clones of the usual block size',
    class extends ListDriver {
      override clone = () => new ListDriver()
    },
    CLONE,
  ],
  [
    'has clones with its queue in them',
    class extends ListDriver {
      override clone() {
        const clone = new ListDriver(this.blockSize)
        clone.put(this.pieces)
        return clone
      }
    },
    CLONE,
  ],
  [
    'is its own clone',
    class extends ListDriver {
      override clone = () => this
    },
    CLONE,
  ],
  [
    'has one queue with all others',
    class extends ListDriver {
      protected override pieces = SHARED
      protected override sizes = []
      protected override head = () => this.pieces[0] as Chunk
      override clone() {
        return super.clone()
      }
    },
    'has nothing to do with its clones',
  ],
  [
    'keeps all it has written',
    class extends ListDriver {
      readonly written_: Chunk[] = []
      protected override putOne(chunk: Chunk) {
        this.written_.push(chunk)
        super.putOne(chunk)
      }
    },
    FORGETS,
  ],
  [
    'forgets only when its queue is empty',
    class extends ListDriver {
      #kept: Chunk[] = []
      protected override putOne(chunk: Chunk) {
        this.#kept.push(chunk)
        super.putOne(chunk)
      }
      override flush(handle: DriverHandle) {
        const left = super.flush(handle)
        if (this.empty) this.#kept = []
        return left
      }
    },
    'does not keep what was written while something is still queued',
  ],
]

/** Broken drivers, and the test that finds each. */
export const MUTANTS: Mutants = [...READERS, ...COUNTERS, ...WRITERS, ...SPENDERS, ...KEEPERS]
