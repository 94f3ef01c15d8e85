import type { Mutant } from './mutant-loops.test-kit.ts'
import { ReferenceLoop } from './reference-loop.test-kit.ts'

/** Loops with a fault in `setTimer`. */
export const MUTANT_TIMERS: readonly Mutant[] = [
  {
    fault: 'a timer that is early',
    caughtBy: 'brings a turn at or after its time, never early',
    saying: 'ms early',
    create: () =>
      new (class extends ReferenceLoop {
        override setTimer(at: number): void {
          super.setTimer(at - 3)
        }
      })(),
  },
  {
    fault: 'a timer that never comes',
    caughtBy: 'brings one turn for one request',
    saying: 'the turn',
    create: () =>
      new (class extends ReferenceLoop {
        override arm(): void {}
      })(),
  },
  {
    fault: 'a timer that comes twice',
    caughtBy: 'brings one turn for one request',
    saying: 'turns for one timer',
    create: () =>
      new (class extends ReferenceLoop {
        override due(): void {
          super.due()
          setTimeout(() => this.wake(), 2)
        }
      })(),
  },
  {
    fault: 'a timer that a later one does not replace',
    caughtBy: 'is replaced by a later request',
    saying: 'the timer that was replaced',
    create: () =>
      new (class extends ReferenceLoop {
        override setTimer(at: number): void {
          super.setTimer(Math.min(at, this.at))
        }
      })(),
  },
  {
    fault: 'a timer that an earlier one does not replace',
    caughtBy: 'is replaced by an earlier request',
    saying: 'the turn of the earlier request',
    create: () =>
      new (class extends ReferenceLoop {
        override setTimer(at: number): void {
          if (this.at === Number.POSITIVE_INFINITY) super.setTimer(at)
        }
      })(),
  },
  {
    fault: 'a timer that Infinity does not cancel',
    caughtBy: 'is cancelled by Infinity',
    saying: 'turns of a timer that was cancelled',
    create: () =>
      new (class extends ReferenceLoop {
        override setTimer(at: number): void {
          if (at < Number.POSITIVE_INFINITY) super.setTimer(at)
        }
      })(),
  },
  {
    fault: 'a far timer that comes at once',
    caughtBy: 'waits long where the time is far',
    saying: 'ms ahead brought a turn at once',
    create: () =>
      new (class extends ReferenceLoop {
        override due(): void {
          this.at = Number.POSITIVE_INFINITY
          this.wake()
        }
        override arm(): void {
          clearTimeout(this.timer)
          const left = this.at - this.now()
          // As the host does with what it cannot count.
          if (this.running && left < Number.POSITIVE_INFINITY)
            this.timer = setTimeout(() => this.due(), left > 2 ** 31 - 1 ? 1 : left)
        }
      })(),
  },
  {
    fault: 'a timer lost by a wake-up',
    caughtBy: 'is not forgotten for a wake-up that comes first',
    saying: 'the turn of the timer',
    create: () =>
      new (class extends ReferenceLoop {
        override wake(): void {
          this.setTimer(Number.POSITIVE_INFINITY)
          super.wake()
        }
      })(),
  },
]
