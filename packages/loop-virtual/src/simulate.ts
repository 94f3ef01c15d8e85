import { check, checkOptions, PoeError } from '@poe/errors'
import type { FaultOptions } from './fault-options.ts'
import type { Fault } from './faults.ts'
import type { VirtualLoopOptions } from './options.ts'
import { parseReplay, type Replay, writeReplay } from './replay.ts'
import { shrink } from './shrink.ts'
import { VirtualLoop } from './virtual-loop.ts'

/** A program in a simulated world. It makes its kernel on the loop, runs it, and gives what `check` is to look at. */
export type SimulatedProgram<R> = (loop: VirtualLoop, seed: number) => R | Promise<R>

/** How {@link simulate} runs a program. */
export interface SimulateOptions<R> {
  /** How many seeds. Default: 100. */
  readonly seeds?: number
  /** The first of them. Default: 1. */
  readonly from?: number
  /** What is wrong with the world, the same for each seed or by seed. Default: nothing. */
  readonly faults?: FaultOptions | ((seed: number) => FaultOptions)
  /** The rest of the world. Default: that of a {@link VirtualLoop}. */
  readonly world?: Omit<VirtualLoopOptions, 'seed' | 'faults' | 'onlyFaults'>
  /** Throws where the result is wrong. What the program itself throws is a failure anyhow. Default: nothing is. */
  readonly check?: (result: R, loop: VirtualLoop) => void | Promise<void>
  /** Simulated milliseconds a run may take. Default: an hour. */
  readonly limit?: number
  /** Runs that may be spent on finding the smallest faults. Default: 300. */
  readonly shrinkRuns?: number
  /** Runs one seed again instead, as a failure said: `process.env.POE_SIMULATE`. Default: all seeds. */
  readonly replay?: string | undefined
  /** What is typed to run it again, for the message of a failure. Default: `npm test`. */
  readonly command?: string
}

const HOUR = 3_600_000
/** Lines of the journal that a failure shows. */
const SHOWN = 40

const CHECKS = {
  seeds: check.integer(1),
  from: check.integer(0),
  faults: check.anything,
  world: check.object,
  check: check.callable,
  limit: check.integer(1),
  shrinkRuns: check.integer(0),
  replay: check.anything,
  command: check.name,
}

/** What became of one run. */
interface Outcome {
  readonly failure: { readonly error: unknown } | null
  readonly faults: readonly Fault[]
  readonly journal: readonly string[]
}

/**
 * Runs a program under many seeds, each a world of its own, and gives how many.
 *
 * Rejects at the first that fails, with PoeError `ERR_POE_SIMULATION`: its message tells the seed, what was wrong, the
 * fewest faults with which it still fails, what the world did last, and how to run just that again. Its `cause` is the
 * error.
 */
export async function simulate<R>(program: SimulatedProgram<R>, options: SimulateOptions<R> = {}): Promise<number> {
  checkOptions('simulate()', options, CHECKS)
  const { seeds = 100, from = 1, replay } = options
  if (replay !== undefined && replay !== '') return again(program, options, parseReplay(replay))
  for (let seed = from; seed < from + seeds; seed++) {
    const outcome = await run(program, options, { seed, faults: null })
    if (outcome.failure !== null) throw await explain(program, options, seed, outcome)
  }
  return seeds
}

async function again<R>(program: SimulatedProgram<R>, options: SimulateOptions<R>, replay: Replay): Promise<number> {
  const outcome = await run(program, options, replay)
  if (outcome.failure !== null) throw failureOf(options, replay.seed, outcome, outcome.faults.length)
  return 1
}

async function run<R>(program: SimulatedProgram<R>, options: SimulateOptions<R>, replay: Replay): Promise<Outcome> {
  const { seed, faults: only } = replay
  const { faults = {}, world = {}, limit = HOUR } = options
  const loop = new VirtualLoop({
    ...world,
    seed,
    faults: typeof faults === 'function' ? faults(seed) : faults,
    ...(only === null ? {} : { onlyFaults: new Set(only) }),
  })
  using _deadline = loop.at(limit, () => {
    throw new PoeError(
      'ERR_POE_LIMIT',
      `The program still runs after ${limit} simulated milliseconds. ${loop.report()}`,
    )
  })
  let failure: Outcome['failure'] = null
  try {
    const result = await program(loop, seed)
    await options.check?.(result, loop)
  } catch (error) {
    failure = { error }
  }
  return { failure, faults: loop.faultLog, journal: loop.journal }
}

/** Finds the smallest script of faults that still fails, and tells of it. */
async function explain<R>(
  program: SimulatedProgram<R>,
  options: SimulateOptions<R>,
  seed: number,
  first: Outcome,
): Promise<PoeError> {
  let least = first
  const fails = async (faults: readonly number[]) => {
    const outcome = await run(program, options, { seed, faults })
    if (outcome.failure !== null) least = outcome
    return outcome.failure !== null
  }
  const ids = first.faults.map(({ id }) => id)
  await shrink(ids, fails, options.shrinkRuns ?? 300)
  return failureOf(options, seed, least, first.faults.length)
}

function failureOf<R>(options: SimulateOptions<R>, seed: number, outcome: Outcome, of: number): PoeError {
  const { faults, journal } = outcome
  const error = outcome.failure?.error
  const replay = writeReplay({ seed, faults: faults.map(({ id }) => id) })
  const script = faults.map(({ at, kind, subject, id }) => `  ${at.toFixed(3)} ms ${subject}: ${kind} (${id})`)
  const message = [
    `Seed ${seed} fails: ${error instanceof Error ? error.message : String(error)}`,
    faults.length === 0
      ? 'No fault is needed for it.'
      : `The fewest faults with which it fails (${faults.length} of ${of}):`,
    ...script,
    `What the world did last (${Math.min(SHOWN, journal.length)} of ${journal.length} lines):`,
    ...journal.slice(-SHOWN).map((line) => `  ${line}`),
    `To run it again: POE_SIMULATE='${replay}' ${options.command ?? 'npm test'}`,
  ].join('\n')
  return new PoeError('ERR_POE_SIMULATION', message, { cause: error })
}
