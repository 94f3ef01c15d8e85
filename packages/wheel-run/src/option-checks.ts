import { badOption, check, checkOptions, type OptionCheck, type OptionChecks } from '@poe/errors'
import { checkMarks, type Marks } from '@poe/wheel-readwrite/sides'

/** Options as they are given, whatever their types promise. */
export type Given = Readonly<Record<string, unknown>>

const DRIVER = check.having('a driver', 'get', 'put', 'flush')
const READS = check.having('a filter', 'getOneStart', 'getOne')
const WRITES = check.having('a filter', 'put')
const OWNER = check.integer(0, 2 ** 32 - 2)
const LINES = check.integer(1, 65_535)

const program: OptionCheck = (value) => {
  if (typeof value === 'string') return value.trim() === '' ? 'more than blanks' : undefined
  if (Array.isArray(value))
    return value.length > 0 && value.every((part) => typeof part === 'string') && value[0] !== ''
      ? undefined
      : 'a list of strings: the program, then its arguments'
  return typeof value === 'object' && value !== null
    ? undefined
    : 'text, a list of strings, or { module, export }; a function cannot be sent to another process, so name its module'
}

const winsize: OptionCheck = (value) =>
  Array.isArray(value) && value.length === 2 && value.every((size) => LINES(size) === undefined)
    ? undefined
    : '[rows, columns], whole numbers from 1 to 65535'

const redirection: OptionCheck = (value) => {
  if (typeof value === 'string') return check.name(value)
  if (typeof value === 'number') return check.integer(0)(value)
  return check.having('a file name, a stream handle or a descriptor', 'read', 'write', 'close')(value)
}

const kill: OptionCheck = (value) => (typeof value === 'boolean' ? undefined : signal(value))

const signal: OptionCheck = (value) =>
  typeof value === 'string' && /^[A-Z][A-Z0-9]*$/.test(value) && !value.startsWith('SIG')
    ? undefined
    : 'true, false or the name of a signal without "SIG", as "TERM"'

const MARK_EVENTS = { highEvent: check.name, lowEvent: check.name }

const EVENTS = {
  stdinEvent: check.name,
  stdoutEvent: check.name,
  stderrEvent: check.name,
  errorEvent: check.name,
  closeEvent: check.name,
  ...MARK_EVENTS,
}

const CHECKS: OptionChecks = {
  program,
  programArgs: check.list,
  ...EVENTS,
  stdioFilter: check.having('a filter', 'getOneStart', 'getOne', 'put'),
  stdinFilter: WRITES,
  stdoutFilter: READS,
  stderrFilter: READS,
  stdioDriver: DRIVER,
  stdinDriver: DRIVER,
  stdoutDriver: DRIVER,
  stderrDriver: DRIVER,
  conduit: check.oneOf('pipe', 'socketpair', 'pty', 'pty-pipe'),
  winsize,
  raw: check.flag,
  capture: check.flag,
  redirectStdin: redirection,
  redirectStdout: redirection,
  redirectStderr: redirection,
  redirectOutput: redirection,
  noStdin: check.flag,
  priority: check.integer(-40, 40),
  user: OWNER,
  group: OWNER,
  noSetPgrp: check.flag,
  cwd: check.name,
  env: check.object,
  killOnDispose: kill,
  highMark: check.integer(1),
  lowMark: check.integer(1),
  autoFlush: check.flag,
  maxOutput: check.integer(1),
  stallTimeout: check.milliseconds,
}

const MODULE = {
  module: ((value) =>
    typeof value === 'string' || value instanceof URL ? undefined : 'a URL, or text of one') satisfies OptionCheck,
  export: check.name,
}

/** Options that leave no room for others. */
const CONFLICTS: Readonly<Record<string, readonly string[]>> = {
  stdioFilter: ['stdinFilter', 'stdoutFilter'],
  stdioDriver: ['stdinDriver', 'stdoutDriver'],
  noStdin: ['redirectStdin', 'stdinEvent', 'highMark', 'lowMark'],
  redirectStdin: ['stdinEvent', 'highMark', 'lowMark'],
  redirectStdout: ['stdoutEvent', 'redirectOutput', 'capture'],
  redirectStderr: ['stderrEvent', 'redirectOutput', 'capture'],
  redirectOutput: ['stdoutEvent', 'stderrEvent', 'capture'],
}

const NOT_ON_A_TERMINAL = ['redirectStdin', 'redirectStdout', 'redirectStderr', 'redirectOutput', 'noStdin']
const ONLY_ON_A_TERMINAL = ['winsize', 'raw']
const NOT_WITHOUT_ERRORS = ['stderrEvent', 'stderrFilter', 'stderrDriver']

/** Refuses options that are wrong, or do not go together. */
export function checkRun(options: Given): void {
  checkOptions('Run', options, CHECKS, ['program'])
  if (isModule(options.program)) checkOptions('Run, option "program"', options.program, MODULE, ['module'])
  else checkArguments(options.programArgs)
  for (const name in options) {
    const others = CONFLICTS[name]
    if (others !== undefined && isGiven(options[name]))
      refuseAny(options, others, () => `left out where "${name}" is given`)
  }
  checkConduit(options)
  const { highMark, lowMark } = options as { highMark?: number; lowMark?: number }
  if ((highMark ?? lowMark) !== undefined) checkMarks('Run', { highMark, lowMark })
  checkMarkEvents('Run', options, highMark)
}

/** Refuses names of events that are none. */
export function checkEvents(names: Given, { highMark }: Marks): void {
  checkOptions('Run.event()', names, EVENTS)
  checkMarkEvents('Run.event()', names, highMark)
}

/** Refuses options of `close()` that are wrong. */
export function checkClose(options: object): void {
  checkOptions('Run.close()', options, { timeout: check.milliseconds })
}

/** Refuses what is no size of a window. */
export function checkWinsize(rows: number, columns: number): void {
  for (const [name, value] of Object.entries({ rows, columns })) {
    const wrong = LINES(value)
    if (wrong !== undefined) throw badOption('Run.winsize()', name, value, wrong)
  }
}

function isModule(value: unknown): value is object {
  return typeof value === 'object' && !Array.isArray(value)
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== false
}

function checkArguments(given: unknown): void {
  for (const argument of (given as readonly unknown[] | undefined) ?? [])
    if (typeof argument !== 'string' && typeof argument !== 'number')
      throw badOption('Run', 'programArgs', argument, 'a list of strings and numbers, but for a function')
}

function checkConduit(options: Given): void {
  const conduit = options.conduit as string | undefined
  const onTerminal = conduit?.startsWith('pty') === true
  if (onTerminal) refuseAny(options, NOT_ON_A_TERMINAL, () => `left out where "conduit" is "${conduit}"`)
  else refuseAny(options, ONLY_ON_A_TERMINAL, () => 'left out unless "conduit" is "pty" or "pty-pipe"')
  if (conduit === 'pty')
    refuseAny(options, NOT_WITHOUT_ERRORS, () => 'left out where "conduit" is "pty"; with "pty-pipe" errors come apart')
}

function refuseAny(options: Given, names: readonly string[], wanted: () => string): void {
  for (const name of names) if (isGiven(options[name])) throw badOption('Run', name, options[name], wanted())
}

function checkMarkEvents(taker: string, names: Given, highMark: number | undefined): void {
  if (highMark === undefined && (names.highEvent ?? names.lowEvent) !== undefined)
    throw badOption(taker, 'highMark', highMark, 'given, with "lowMark", where "highEvent" or "lowEvent" is')
}
