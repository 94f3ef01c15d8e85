import type { Child, Exit, ProcessService, SpawnOptions } from '@poe/loop'
import type { Mutant } from './mutant-loops.test-kit.ts'
import { ReferenceLoop } from './reference-loop.test-kit.ts'
import { ReferencePrograms } from './reference-programs.test-kit.ts'

type Told = (exit: Exit) => void

/** Changes how a program's end is told to those who asked. */
type Change = (loop: ReferenceLoop, child: Child) => (told: Told) => void

/** Changes what can be done with a program. */
type Tweak = (child: Child) => Partial<Child>

const asItIs: Change = (_, child) => (told) => child.onExit(told)

function create(change: Change, tweak: Tweak = () => ({}), least: SpawnOptions = {}): ReferenceLoop {
  return new (class extends ReferenceLoop {
    override readonly process = changed(this, change, tweak, least)
  })()
}

/** @param least - what is started where nothing is asked for */
function changed(loop: ReferenceLoop, change: Change, tweak: Tweak, least: SpawnOptions): ProcessService {
  const programs = new ReferencePrograms(loop, (pid, exit) => loop.exited(pid, exit))
  const spawn = (options: SpawnOptions): Child => {
    const child = programs.spawn({ ...least, ...options })
    return {
      pid: child.pid,
      ...(child.stdin === undefined ? {} : { stdin: child.stdin }),
      ...(child.stdout === undefined ? {} : { stdout: child.stdout }),
      kill: (signal) => child.kill(signal),
      renice: () => child.renice?.(1) ?? null,
      onExit: change(loop, child),
      ...tweak(child),
    }
  }
  return {
    pid: programs.pid,
    spawn,
    isRunning: (pid) => programs.isRunning(pid),
    get running() {
      return programs.running
    },
  }
}

const everybody = { caughtBy: 'tells everybody once, and the host last', saying: 'what was told' }

/** Loops that tell the end of a program wrongly. */
export const MUTANT_PROGRAMS: readonly Mutant[] = [
  {
    ...everybody,
    fault: 'exited before onExit',
    create: () =>
      create((loop, child) => (told) => child.onExit((exit) => loop.later(() => loop.later(() => told(exit))))),
  },
  {
    ...everybody,
    fault: 'an exit told twice',
    create: () =>
      create((_, child) => (told) => {
        child.onExit(told)
        child.onExit(told)
      }),
  },
  {
    ...everybody,
    fault: 'an exit told to who asked first only',
    create: () =>
      create((_, child) => {
        let asked = false
        return (told) => {
          if (!asked) child.onExit(told)
          asked = true
        }
      }),
  },
  {
    fault: 'an exit told inside onExit',
    caughtBy: 'is a failed start, told once, when there is no such program',
    saying: '"onExit" was called inside onExit()',
    create: () => create(() => (told) => told({ code: 1, signal: null, error: null })),
  },
  {
    fault: 'a group that cannot be killed',
    caughtBy: 'kills by a signal to the whole group, and says which',
    saying: 'kill() of the group',
    create: () => create(asItIs, (child) => ({ kill: (signal) => !signal.startsWith('-') && child.kill(signal) })),
  },
  {
    fault: 'a program that has ended and still is made nicer',
    caughtBy: 'makes a program nicer while it runs, where it can',
    saying: 'after the end',
    create: () => create(asItIs, () => ({ renice: () => null })),
  },
  {
    fault: 'starting something where nothing was asked for',
    caughtBy: 'refuses to start nothing, and two things at once',
    saying: 'spawn()',
    create: () => create(asItIs, () => ({}), { command: ['cat'] }),
  },
]
