import { PoeError, show } from '@poe/errors'
import type { Watchable } from '@poe/loop'
import type { AnyHandler } from './event-types.ts'
import { MethodState, SessionRecord, type State } from './session-record.ts'

/** The name of an event. @throws PoeError `ERR_POE_EVENT` */
export function eventName(method: string, event: unknown): string {
  if (typeof event === 'string' && event !== '') return event
  throw new PoeError('ERR_POE_EVENT', `${method}() needs the name of an event, not ${show(event)}.`)
}

/** A due time of the wall clock. @throws PoeError `ERR_POE_TIME` */
export function wallTime(method: string, time: unknown): number {
  const value = time instanceof Date ? time.getTime() : time
  if (Number.isFinite(value)) return value as number
  throw new PoeError(
    'ERR_POE_TIME',
    `${method}() needs a time in Unix milliseconds or a valid Date, not ${show(time)}.`,
  )
}

/** A span of time; negative ones are allowed, as in POE: due at once. @throws PoeError `ERR_POE_TIME` */
export function duration(method: string, milliseconds: unknown): number {
  if (Number.isFinite(milliseconds)) return milliseconds as number
  throw new PoeError('ERR_POE_TIME', `${method}() needs a finite number of milliseconds, not ${show(milliseconds)}.`)
}

/** The name of a signal. @throws PoeError `ERR_POE_SIGNAL` */
export function signalName(method: string, name: unknown): string {
  if (typeof name === 'string' && name !== '') return name
  throw new PoeError('ERR_POE_SIGNAL', `${method}() needs the name of a signal, such as "TERM", not ${show(name)}.`)
}

/** The id of a process. @throws PoeError `ERR_POE_PID` */
export function processId(method: string, pid: unknown): number {
  if (Number.isSafeInteger(pid) && (pid as number) > 0) return pid as number
  throw new PoeError('ERR_POE_PID', `${method}() needs the id of a process, a positive integer, not ${show(pid)}.`)
}

/** A window, widget or element. @throws PoeError `ERR_POE_WINDOW` */
export function windowOf(method: string, target: unknown): object {
  if (typeof target === 'object' && target !== null) return target
  throw new PoeError('ERR_POE_WINDOW', `${method}() needs a window, widget or element, not ${show(target)}.`)
}

/** The tag of an external reference. @throws PoeError `ERR_POE_TAG` */
export function tagName(method: string, tag: unknown): string {
  if (typeof tag === 'string') return tag
  throw new PoeError('ERR_POE_TAG', `${method}() needs a tag, a string, not ${show(tag)}.`)
}

/** A handle. @throws PoeError `ERR_POE_HANDLE` */
export function handleOf(method: string, handle: unknown): Watchable {
  const watch: unknown = (handle as Partial<Watchable> | null | undefined)?.watch
  if (typeof watch === 'function') return handle as Watchable
  throw new PoeError('ERR_POE_HANDLE', `${method}() needs a handle of the loop, not ${show(handle)}.`)
}

/** A session of this copy of the package. @throws PoeError `ERR_POE_SESSION` */
export function sessionOf(method: string, session: unknown): SessionRecord {
  if (session instanceof SessionRecord) return session
  throw new PoeError(
    'ERR_POE_SESSION',
    `${method}() needs an object of a class that extends SessionBase, from this copy of @poe/kernel, not ${show(session)}. ` +
      'If it is one, look for two installed copies of @poe/kernel: `npm ls @poe/kernel` shows them. ' +
      'Who depends on it should have it as a peer dependency.',
  )
}

/** The id of a timer. @throws PoeError `ERR_POE_ID` */
export function timerId(method: string, id: unknown): number {
  if (typeof id === 'number') return id
  throw new PoeError('ERR_POE_ID', `${method}() needs the id of a timer, a number, not ${show(id)}.`)
}

/** The name of an alias, plain or typed. @throws PoeError `ERR_POE_ALIAS` */
export function aliasName(method: string, alias: unknown): string {
  const name = typeof alias === 'object' && alias !== null && 'name' in alias ? alias.name : alias
  if (typeof name === 'string') return name
  throw new PoeError('ERR_POE_ALIAS', `${method}() needs a name, or what alias() gave, not ${show(alias)}.`)
}

/**
 * A handler as sessions keep it: a function, or a method of an object or class, looked up when it is called.
 * @throws PoeError `ERR_POE_HANDLER` for anything else, and for a method that is not there
 */
export function stateOf(event: string, given: unknown): State {
  if (typeof given === 'function') return given as AnyHandler
  if (typeof given === 'object' && given !== null && 'object' in given) {
    const { object, method = event } = given as { readonly object: unknown; readonly method?: unknown }
    if (isMethod(object, method)) return new MethodState(object as object, method)
  }
  throw new PoeError(
    'ERR_POE_HANDLER',
    `The handler of event "${event}" must be a function, or an object with such a method, not ${show(given)}.`,
  )
}

function isMethod(object: unknown, method: unknown): method is string {
  if ((typeof object !== 'object' && typeof object !== 'function') || object === null) return false
  return typeof method === 'string' && typeof (object as Record<string, unknown>)[method] === 'function'
}
