/**
 * Jobs that may fail or take too long: each is a machine that waits for its turn, runs, is tried again after a while, and at
 * last is done or given up.
 */
import { type kernel, Nfa, Session } from '@poe/poe'

export interface Job {
  readonly name: string
  /** Does the work; is told to stop when it takes too long. */
  run(attempt: number, signal: AbortSignal): Promise<string>
}

export interface Limits {
  readonly atOnce: number
  readonly attempts: number
  readonly timeout: number
  /** Milliseconds before the second attempt; twice as long before each further one. */
  readonly pause: number
}

/** Runs jobs within limits; `report` is told of each step. */
export function runJobs(on: typeof kernel, jobs: readonly Job[], limits: Limits, report: (line: string) => void): void {
  const machines = jobs.map((job) => machineFor(on, job, limits, report))
  Session.create({
    kernel: on,
    heap: { waiting: machines, running: 0 },
    inlineStates: {
      _start({ kernel }) {
        kernel.aliasSet('queue')
        kernel.yield('next')
      },
      next({ heap, kernel }) {
        while (heap.running < limits.atOnce) {
          const machine = heap.waiting.shift()
          if (machine === undefined) break
          heap.running++
          kernel.post(machine, 'begin')
        }
        if (heap.running === 0) kernel.aliasRemove('queue')
      },
      over({ heap, kernel }) {
        heap.running--
        kernel.yield('next')
      },
    },
  })
}

function machineFor(on: typeof kernel, job: Job, limits: Limits, report: (line: string) => void) {
  const machine = Nfa.spawn({
    kernel: on,
    runstate: { attempt: 0, stop: new AbortController() },
    inlineStates: {
      waiting: {
        wait: ({ kernel, machine }) => void kernel.refcountIncrement(machine.id, 'waiting'),
        begin({ machine, kernel }) {
          kernel.refcountDecrement(machine.id, 'waiting')
          machine.gotoState('running', 'run')
        },
      },
      running: {
        run({ runstate, kernel, machine }) {
          runstate.attempt++
          runstate.stop = new AbortController()
          kernel.delay('late', limits.timeout)
          const { attempt, stop } = runstate
          report(`${job.name}: attempt ${attempt}`)
          // A handler may be async; what it waits for comes back as an event of this attempt.
          return job.run(attempt, stop.signal).then(
            (result) => void kernel.post(machine, 'finished', attempt, result),
            (error: Error) => void kernel.post(machine, 'failed', attempt, error.message),
          )
        },
        late: ({ runstate }) => runstate.stop.abort(new Error(`not done within ${limits.timeout} ms`)),
        finished({ runstate, machine }, attempt: number, result: string) {
          if (attempt === runstate.attempt) machine.gotoState('over', 'end', `done, ${result}`)
        },
        failed({ runstate, machine }, attempt: number, reason: string) {
          if (attempt !== runstate.attempt) return
          if (attempt === limits.attempts) machine.gotoState('over', 'end', `given up, ${reason}`)
          else machine.gotoState('pausing', 'pause', reason)
        },
        leave: ({ kernel }) => kernel.delay('late'),
      },
      pausing: {
        pause({ runstate, kernel }, reason: string) {
          const pause = limits.pause * 2 ** (runstate.attempt - 1)
          report(`${job.name}: ${reason}; again in ${pause} ms`)
          kernel.delay('again', pause)
        },
        again: ({ machine }) => machine.gotoState('running', 'run'),
      },
      over: {
        end({ kernel }, how: string) {
          report(`${job.name}: ${how}`)
          kernel.post('queue', 'over')
        },
      },
    },
  })
  machine.gotoState('waiting', 'wait')
  return machine
}
