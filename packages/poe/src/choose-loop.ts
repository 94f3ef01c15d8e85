import { isPoeError, nearest, PoeError, show } from '@poe/errors'
import type { Loop } from '@poe/loop'
import type { LoopChoice } from './loop-choice.ts'

/** What a runtime is to somebody who looks for a loop. */
export interface Runtime {
  /** The loops that need no further package; the first is the one nobody has to ask for. */
  readonly loops: Readonly<Record<string, () => Loop>>
  /** What the environment asks for. */
  readonly asked?: string | undefined
  /** Loads a package; throws an error with code `MODULE_NOT_FOUND` where it is not installed. Missing: nothing can be loaded. */
  readonly load?: (name: string) => object
}

/** Loops in packages of their own. */
const NAMES = ['select', 'virtual', 'poll', 'glib', 'tk', 'browser']

/** A short name; anything else is a package or a file. */
const SHORT = /^[a-z][a-z0-9_]*$/i
/** How POE calls them: `POE::Loop::Select`, `POE::XS::Loop::Poll`, `Loop::Tk`. */
const OF_PERL = /^(POE::)?(XS::)?(Loop::)?/

/**
 * The loop that is meant: by the choice, by the environment variable `POE_EVENT_LOOP`, by what the runtime is.
 *
 * @throws PoeError `ERR_POE_NO_LOOP` where it cannot be had, with what to do; `ERR_POE_BAD_OPTION` for what means no loop
 */
export function loopFor(runtime: Runtime, choice: LoopChoice | undefined): Loop {
  if (typeof choice === 'string') return loopByName(runtime, choice, 'the loop')
  if (typeof choice === 'function') return checked(choice(), 'what the function made')
  if (choice !== undefined) return checked(choice, 'the loop')
  if (runtime.asked !== undefined && runtime.asked !== '') return loopByName(runtime, runtime.asked, 'POE_EVENT_LOOP')
  const [standard] = Object.values(runtime.loops)
  return (standard as () => Loop)()
}

function loopByName(runtime: Runtime, given: string, asked: string): Loop {
  const bare = given.replace(OF_PERL, '')
  const short = SHORT.test(bare) ? bare.toLowerCase() : undefined
  const ours = short !== undefined && Object.hasOwn(runtime.loops, short) ? runtime.loops[short] : undefined
  if (ours !== undefined) return ours()
  const name = short === undefined ? given : `@poe/loop-${short.replaceAll('_', '-')}`
  const fail = (why: string, cause?: unknown): PoeError =>
    new PoeError('ERR_POE_NO_LOOP', `POE cannot use ${asked} ${show(given)}: ${why}.`, { cause })
  if (runtime.load === undefined) throw fail(`here there is only ${Object.keys(runtime.loops).join(', ')}`)
  let found: object
  try {
    found = runtime.load(name)
  } catch (error) {
    throw fail(isMissing(error, name) ? missing(name, short) : reason(name, error), error)
  }
  try {
    return loopOf(found, name)
  } catch (error) {
    throw fail(reason(name, error), error)
  }
}

function missing(name: string, short: string | undefined): string {
  if (short === undefined) return `${name} is not installed, or no file`
  if (NAMES.includes(short)) return `${name} is not installed; npm install ${name}`
  const near = nearest(short, NAMES)
  const remedy =
    near === undefined ? `there are ${NAMES.join(', ')}, or give the name of a package` : `did you mean ${show(near)}?`
  return `${name} is not installed, and POE knows no such loop; ${remedy}`
}

/** A loop whose own dependency is missing is installed. */
function isMissing(error: unknown, name: string): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown }
  const isCode = code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND'
  return isCode && String(message).includes(`'${name}'`)
}

function reason(name: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return isPoeError(error) ? `${name}: ${message.replace(/\.$/, '')}` : `${name} cannot be loaded: ${message}`
}

/** A package gives a loop by its function `createLoop`, or by the one class that is called a loop. */
function loopOf(found: object, name: string): Loop {
  const all = Object.entries(found)
  const create = all.find(([key, value]) => key === 'createLoop' && typeof value === 'function')
  if (create !== undefined) return checked((create[1] as () => unknown)(), `what createLoop() of ${name} made`)
  const classes = all.filter(([key, value]) => /^[A-Z]\w*Loop$/.test(key) && typeof value === 'function')
  const [only] = classes
  if (only === undefined || classes.length > 1)
    throw new PoeError('ERR_POE_NO_LOOP', `it exports neither a function createLoop nor one class that is called …Loop`)
  return checked(new (only[1] as new () => unknown)(), `${only[0]} of ${name}`)
}

const MEMBERS = ['attach', 'wake', 'setTimer', 'now', 'run', 'halt'] as const

function checked(made: unknown, what: string): Loop {
  const isLoop =
    typeof made === 'object' &&
    made !== null &&
    MEMBERS.every((key) => typeof (made as Partial<Loop>)[key] === 'function')
  if (isLoop) return made as Loop
  throw new PoeError('ERR_POE_BAD_OPTION', `${what} has to be a loop, as SelectLoop is one, not ${show(made)}.`)
}
