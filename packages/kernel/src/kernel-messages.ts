import { check, checkOptions } from '@poe/errors'
import { Acting } from './acting.ts'
import { agreedArgs, agreedResult } from './agreement.ts'
import { eventName } from './arguments.ts'
import { stoppedReason } from './context.ts'
import type { Core } from './core.ts'
import { callSelf, canHandle, invoke } from './dispatch.ts'
import { INLINE_ARGS, MANY_ARGS, USER } from './event-ring.ts'
import { enqueue, enqueueList } from './events.ts'
import { request } from './requests.ts'
import { resolve } from './resolve.ts'
import { CHECKED, DEAD, type SessionRecord } from './session-record.ts'
import type { RequestOptions, Requests } from './types.ts'

const NO_LIMITS: RequestOptions = {}

const REQUEST_CHECKS = {
  timeout: check.milliseconds,
  signal: check.having('an AbortSignal', 'addEventListener'),
}

/** Messages: `post`, `yield`, `call`. */
export class Messages extends Acting {
  post(to: unknown, event: string, ...args: unknown[]): boolean {
    const core = this.core
    const target = resolve(core, to)
    if (target === undefined) return false
    if (typeof event !== 'string') eventName('post', event)
    // What is posted to the kernel itself is accepted and goes nowhere, as in POE.
    if (target === core.root) return true
    const source = this.sender()
    if (source === undefined) return false
    const count = args.length
    const from = source === core.active ? core.activeEvent : undefined
    if (count > INLINE_ARGS || (target.flags & CHECKED) !== 0) {
      // Copied here: handed on, the list of arguments would have to be made for every post.
      const list = new Array<unknown>(count)
      for (let i = 0; i < count; i++) list[i] = args[i]
      sendList(core, target, source, event, from, list)
    } else
      enqueue(
        core,
        target,
        source,
        event,
        from,
        USER,
        count,
        count > 0 ? args[0] : undefined,
        count > 1 ? args[1] : undefined,
        count > 2 ? args[2] : undefined,
      )
    return true
  }

  yield(event: string, ...args: unknown[]): void {
    const core = this.core
    const session = this.needed('yield')
    if (typeof event !== 'string') eventName('yield', event)
    if ((session.flags & DEAD) !== 0) {
      core.errno = 'ESRCH'
      return
    }
    const count = args.length
    const from = session === core.active ? core.activeEvent : undefined
    if (count > INLINE_ARGS || (session.flags & CHECKED) !== 0) {
      const list = new Array<unknown>(count)
      for (let i = 0; i < count; i++) list[i] = args[i]
      sendList(core, session, session, event, from, list)
    } else
      enqueue(
        core,
        session,
        session,
        event,
        from,
        USER,
        count,
        count > 0 ? args[0] : undefined,
        count > 1 ? args[1] : undefined,
        count > 2 ? args[2] : undefined,
      )
  }

  call(to: unknown, event: string, ...args: unknown[]): unknown {
    const core = this.core
    const target = resolve(core, to)
    if (target === undefined) return undefined
    if (typeof event !== 'string') eventName('call', event)
    const source = this.sender()
    if (source === undefined) return undefined
    core.errno = ''
    if (target === core.root) return undefined
    const count = args.length
    if (count > INLINE_ARGS || (target.flags & CHECKED) !== 0) {
      const list = new Array<unknown>(count)
      for (let i = 0; i < count; i++) list[i] = args[i]
      return callWith(core, target, source, event, list)
    }
    return call(
      core,
      target,
      source,
      event,
      count,
      count > 0 ? args[0] : undefined,
      count > 1 ? args[1] : undefined,
      count > 2 ? args[2] : undefined,
    )
  }

  request(to: unknown, event: string, ...args: unknown[]): Promise<unknown> {
    return this.#ask(NO_LIMITS, to, event, args)
  }

  with(options: RequestOptions): Requests {
    checkOptions('with()', options, REQUEST_CHECKS)
    const ask = (to: unknown, event: string, ...args: unknown[]) => this.#ask(options, to, event, args)
    return { request: ask } as Requests
  }

  #ask(options: RequestOptions, to: unknown, event: string, args: readonly unknown[]): Promise<unknown> {
    const core = this.core
    eventName('request', event)
    const target = resolve(core, to)
    const source = this.sender()
    if (source === undefined) return Promise.reject(stoppedReason(this.session ?? core.active))
    const sent = target === undefined ? args : agreedArgs(target, source, event, args)
    return request(core, source, target, event, this.eventOf(source), sent, options, to)
  }
}

function call(
  core: Core,
  target: SessionRecord,
  source: SessionRecord,
  event: string,
  count: number,
  a?: unknown,
  b?: unknown,
  c?: unknown,
): unknown {
  const result =
    target === source
      ? callSelf(core, target, event, count, a, b, c)
      : invoke(core, target, source, event, source === core.active ? core.activeEvent : undefined, count, a, b, c)
  if (core.exception !== null) throw core.exception.error
  // Whatever the handler's own doings have left there: only that there is no handler counts.
  if (core.errno !== '') core.errno = result === undefined && !canHandle(target, event) ? 'ENOSYS' : ''
  return result
}

/** Calls with many arguments, or a session that has a contract. */
function callWith(
  core: Core,
  target: SessionRecord,
  source: SessionRecord,
  event: string,
  args: readonly unknown[],
): unknown {
  const result = call(core, target, source, event, MANY_ARGS, agreedArgs(target, source, event, args))
  return result === undefined ? result : agreedResult(target, event, result)
}

/** Queues an event of many arguments, or to a session that has a contract. */
function sendList(
  core: Core,
  target: SessionRecord,
  source: SessionRecord,
  event: string,
  from: string | undefined,
  args: readonly unknown[],
): void {
  enqueueList(core, target, source, event, from, agreedArgs(target, source, event, args))
}
