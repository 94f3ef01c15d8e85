import { TinyFilter } from './tiny-filter.test-support.ts'

const ANYWHERE = 'gives all that is left when its input ends anywhere'

/** Filters that end badly, and what finds each. */
export const ENDING_MUTANTS: readonly (readonly [string, new () => TinyFilter, string])[] = [
  [
    'makes an empty record of nothing when it finishes',
    class extends TinyFilter {
      override rest() {
        return super.rest() ?? ''
      }
    },
    'gives nothing more at the end of a whole wire',
  ],
  [
    'gives the rest again and again',
    class extends TinyFilter {
      override rest() {
        const kept = this.kept
        const record = super.rest()
        this.kept = kept
        return record
      }
    },
    ANYWHERE,
  ],
  [
    'keeps the rest when it finishes',
    class extends TinyFilter {
      override rest() {
        return undefined
      }
    },
    ANYWHERE,
  ],
  [
    'has finished for good',
    class extends TinyFilter {
      override reset() {
        const { finished } = this
        super.reset()
        this.finished = finished
      }
    },
    ANYWHERE,
  ],
  [
    'has clones that have finished',
    class extends TinyFilter {
      override clone() {
        const clone = super.clone()
        clone.finished = this.finished
        return clone
      }
    },
    ANYWHERE,
  ],
]
