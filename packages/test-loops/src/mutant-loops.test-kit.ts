import { ReferenceLoop } from './reference-loop.test-kit.ts'

/** A loop with one fault, the test that has to find it, and what that test says. */
export interface Mutant {
  readonly fault: string
  readonly caughtBy: string
  readonly saying: string
  readonly create: () => ReferenceLoop
}

type Loops = Readonly<Record<string, readonly [caughtBy: string, saying: string, make: new () => ReferenceLoop]>>

const LOOPS: Loops = {
  'a run that goes on after halt': [
    'runs until it is halted',
    'run() after halt()',
    class extends ReferenceLoop {
      override run(): Promise<void> {
        return super.run().then(() => new Promise(() => {}))
      }
    },
  ],
  'turns outside run': [
    'calls nothing before it runs',
    '"turn" was called outside run()',
    class extends ReferenceLoop {
      override wake(): void {
        setImmediate(() => this.host?.turn())
      }
    },
  ],
  'a turn inside wake': [
    'brings a turn, and not inside the call',
    '"turn" was called inside wake()',
    class extends ReferenceLoop {
      override wake(): void {
        if (this.running) this.turn()
      }
    },
  ],
  'a turn for each wake': [
    'brings one turn for any number of calls',
    'turns for 1001 wake(): expected 1',
    class extends ReferenceLoop {
      override wake(): void {
        this.later(() => this.turn())
      }
    },
  ],
  'a wake-up lost in a turn': [
    'brings another turn when called in a turn',
    'five turns, each of which asks for the next',
    class extends ReferenceLoop {
      override turn(): void {
        this.host?.turn()
        this.woken = false
      }
    },
  ],
  'an error swallowed': [
    'rejects run with what a turn threw, and runs again',
    'run() to reject with what a turn threw',
    class extends ReferenceLoop {
      override step(): void {
        try {
          super.step()
        } catch {
          // The fault.
        }
      }
    },
  ],
  'turns that starve sockets': [
    'serves sockets while every turn asks for another',
    'not within',
    class extends ReferenceLoop {
      override step(): void {
        if (this.woken) this.turn()
        else super.step()
      }
    },
  ],
  'sockets that starve turns': [
    'takes turns while a socket is always ready',
    'a turn while a socket is always ready',
    class extends ReferenceLoop {
      override step(): void {
        const asked = this.woken
        this.woken = asked && this.next.length === 0
        super.step()
        this.woken ||= asked && this.round.length > 0
      }
    },
  ],
  'a turn before ready sockets': [
    'dispatches ready I/O before a turn asked for after it',
    'what was called',
    class extends ReferenceLoop {
      override step(): void {
        if (this.woken && this.round.length === 0) this.turn()
        else super.step()
      }
    },
  ],
  'callbacks without a pause for promises': [
    'lets promises settle between any two callbacks',
    'began before the promises',
    class extends ReferenceLoop {
      override step(): void {
        super.step()
        while (this.running && this.round.length > 0) super.step()
      }
    },
  ],
  'a clock that goes back': [
    'never goes back',
    'now() went back',
    class extends ReferenceLoop {
      override now(): number {
        return super.now() - Math.random()
      }
    },
  ],
  'a clock that is the wall clock': [
    'moves neither the monotonic clock nor a timer when the wall clock steps',
    'now() stepped',
    class extends ReferenceLoop {
      override now(): number {
        return this.wallClock()
      }
    },
  ],
  'random numbers up to 1': [
    'gives random numbers from 0 up to, not including, 1',
    'random() gave 1',
    class extends ReferenceLoop {
      override random(): number {
        return 1
      }
    },
  ],
  'a signal lost outside run': [
    'keeps a signal that comes while it does not run',
    'the signal that came before run()',
    class extends ReferenceLoop {
      override raise(name: string): void {
        if (this.running) super.raise(name)
      }
    },
  ],
  'a signal told twice': [
    'tells a signal once that is watched twice',
    'how often one signal was told',
    class extends ReferenceLoop {
      override raise(name: string): void {
        super.raise(name)
        super.raise(name)
      }
    },
  ],
  'a signal told though ignored': [
    'tells a signal no more that is ignored',
    'the second was ignored',
    class extends ReferenceLoop {
      override ignoreSignal(): void {}
    },
  ],
}

/** Broken loops. */
export const MUTANT_LOOPS: readonly Mutant[] = Object.entries(LOOPS).map(([fault, [caughtBy, saying, Broken]]) => ({
  fault,
  caughtBy,
  saying,
  create: () => new Broken(),
}))
