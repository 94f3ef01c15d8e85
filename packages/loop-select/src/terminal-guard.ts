import process from 'node:process'

/** Something that gives a terminal back as it was. */
export interface Restorable {
  restore(): void
}

/** Signals that end a process nobody catches them in. */
const DEADLY = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'] as const

const guarded = new Set<Restorable>()

/** Has a terminal given back should the process end before {@link release}. Twice is harmless. */
export function guard(terminal: Restorable): void {
  if (guarded.size === 0) listen()
  guarded.add(terminal)
}

/** Ends {@link guard}. */
export function release(terminal: Restorable): void {
  if (guarded.delete(terminal) && guarded.size === 0) leave()
}

function listen(): void {
  process.on('exit', restoreAll)
  process.on('uncaughtExceptionMonitor', crashed)
  for (const signal of DEADLY) process.on(signal, killed)
}

function leave(): void {
  process.off('exit', restoreAll)
  process.off('uncaughtExceptionMonitor', crashed)
  for (const signal of DEADLY) process.off(signal, killed)
}

function restoreAll(): void {
  const all = [...guarded]
  guarded.clear()
  leave()
  for (const terminal of all) terminal.restore()
}

/** Before the host prints the error, so that it is to be seen; not where somebody else catches it. */
function crashed(): void {
  if (process.listenerCount('uncaughtException') === 0) restoreAll()
}

/** Listening has taken the signal's effect away: where nobody else listens, it is given back. */
function killed(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return
  restoreAll()
  process.kill(process.pid, signal)
}
