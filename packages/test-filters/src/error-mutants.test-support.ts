import { PoeError } from '@poe/errors'
import { TinyFilter } from './tiny-filter.test-support.ts'

const REFUSES = 'refuses a letter'

/** Filters that do wrong what has to do with errors, and what finds each. */
export const ERROR_MUTANTS: readonly (readonly [string, new () => TinyFilter, string])[] = [
  [
    'throws errors of its own',
    class extends TinyFilter {
      override fail() {
        return (this.failure = new RangeError('no digit'))
      }
    },
    REFUSES,
  ],
  [
    'throws a PoeError of another code',
    class extends TinyFilter {
      override fail() {
        return (this.failure = new PoeError('ERR_POE_TINY', 'no digit'))
      }
    },
    REFUSES,
  ],
  [
    'goes on after an error',
    class extends TinyFilter {
      override fail() {
        this.kept = this.kept.slice(1)
        return new PoeError('ERR_POE_FILTER_TINY', 'no digit')
      }
    },
    REFUSES,
  ],
  [
    'waits for ever instead of failing',
    class extends TinyFilter {
      override getOne() {
        return this.kept[0] === 120 ? undefined : super.getOne()
      }
    },
    REFUSES,
  ],
  [
    'fails before the records that are good',
    class extends TinyFilter {
      override getOne() {
        if (this.kept.includes(120)) this.fail()
        return super.getOne()
      }
    },
    'refuses a letter after a record',
  ],
  [
    'fills up after an error',
    class extends TinyFilter {
      #more = 0
      override getOneStart(chunks: readonly Uint8Array[]) {
        if (this.failure === undefined) super.getOneStart(chunks)
        else this.#more += chunks.reduce((sum, chunk) => sum + chunk.length, 0)
      }
      override getPending() {
        return this.#more === 0 ? super.getPending() : [this.kept, new Uint8Array(this.#more)]
      }
    },
    REFUSES,
  ],
  [
    'loses its input with the error',
    class extends TinyFilter {
      override fail() {
        this.kept = Uint8Array.of(1)
        return super.fail()
      }
    },
    REFUSES,
  ],
  [
    'forgets its input but not its error at reset',
    class extends TinyFilter {
      override reset() {
        this.kept = new Uint8Array(0)
      }
    },
    REFUSES,
  ],
]
