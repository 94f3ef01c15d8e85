import { octets, TinyFilter } from './tiny-filter.test-support.ts'

/** The tests that find them. */
export const ANYWHERE = 'gives the same records wherever the wire is cut'
const TOGETHER = 'gives the same records when many chunks come together'
const PENDING = 'has the input pending that is in no record yet, wherever the wire is cut'
const ASKED = 'goes on after it was asked what is pending'
const CLONES = 'makes clones of the same settings with nothing in them'

/** Broken filters, and what finds each. */
export const MUTANTS: readonly (readonly [string, new () => TinyFilter, string])[] = [
  [
    'is in a hurry to give an empty record',
    class extends TinyFilter {
      override getOne() {
        return this.kept.length === 0 ? '' : super.getOne()
      }
    },
    'gives nothing of nothing',
  ],
  [
    'has an empty list pending',
    class extends TinyFilter {
      override getPending() {
        return [this.kept]
      }
    },
    'gives nothing of nothing',
  ],
  [
    'never gives an empty record',
    class extends TinyFilter {
      override getOne() {
        return super.getOne() || super.getOne()
      }
    },
    'gives the records of the wire',
  ],
  [
    'loses half a record',
    class extends TinyFilter {
      override getOne() {
        const record = super.getOne()
        if (record === undefined && this.failure === undefined) this.kept = new Uint8Array(0)
        return record
      }
    },
    ANYWHERE,
  ],
  [
    'decodes characters chunk by chunk',
    class extends TinyFilter {
      override keep(chunk: Uint8Array) {
        super.keep(octets(new TextDecoder().decode(chunk)))
      }
    },
    'gives the same records one octet or item at a time',
  ],
  [
    'reads the last chunk only',
    class extends TinyFilter {
      override getOneStart(chunks: readonly Uint8Array[]) {
        return super.getOneStart(chunks.slice(-1))
      }
    },
    TOGETHER,
  ],
  [
    'counts characters, not octets',
    class extends TinyFilter {
      override put(records: readonly string[]) {
        return records.map((record) => `${record.length}${record}`)
      }
    },
    'gives back what was put',
  ],
  [
    'writes into chunks',
    class extends TinyFilter {
      override keep(chunk: Uint8Array) {
        super.keep(chunk)
        chunk.fill(0)
      }
    },
    'leaves chunks and lists as they are',
  ],
  [
    'takes chunks off the list',
    class extends TinyFilter {
      override getOneStart(chunks: readonly Uint8Array[]) {
        const list = chunks as Uint8Array[]
        for (let chunk = list.shift(); chunk !== undefined; chunk = list.shift()) super.getOneStart([chunk])
      }
    },
    'leaves chunks and lists as they are',
  ],
  [
    'keeps the list of chunks',
    class extends TinyFilter {
      #lists: (readonly Uint8Array[])[] = []
      override getOneStart(chunks: readonly Uint8Array[]) {
        this.#lists.push(chunks)
      }
      override getOne() {
        for (const list of this.#lists.splice(0)) super.getOneStart(list)
        return super.getOne()
      }
    },
    'keeps the chunks, not the list they come in',
  ],
  [
    'forgets a length it has read',
    class extends TinyFilter {
      override getPending() {
        const pending = super.getPending()
        const short = pending !== null && pending[0]!.length <= pending[0]![0]! - 48
        return short ? [pending[0]!.subarray(1)] : pending
      }
    },
    PENDING,
  ],
  [
    'gives its input away when asked what is pending',
    class extends TinyFilter {
      override getPending() {
        const pending = super.getPending()
        this.kept = new Uint8Array(0)
        return pending
      }
    },
    ASKED,
  ],
  [
    'clones what is inside',
    class extends TinyFilter {
      override clone() {
        return Object.assign(super.clone(), { kept: this.kept })
      }
    },
    CLONES,
  ],
  [
    'does not reset',
    class extends TinyFilter {
      override reset() {}
    },
    'forgets all its input at reset',
  ],
]
