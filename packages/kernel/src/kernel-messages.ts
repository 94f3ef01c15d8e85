import { Acting } from './acting.ts'
import { eventName } from './arguments.ts'
import { callSelf, canHandle, invoke } from './dispatch.ts'
import { USER } from './event-ring.ts'
import { enqueue } from './events.ts'
import { resolve } from './resolve.ts'

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
    enqueue(core, target, source, event, this.eventOf(source), USER, args)
    return true
  }

  yield(event: string, ...args: unknown[]): void {
    const core = this.core
    this.needed('yield')
    if (typeof event !== 'string') eventName('yield', event)
    const session = this.sender()
    if (session !== undefined) enqueue(core, session, session, event, this.eventOf(session), USER, args)
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
    const result =
      target === source
        ? callSelf(core, target, event, args)
        : invoke(core, target, source, event, this.eventOf(source), args)
    if (core.exception !== null) throw core.exception.error
    core.errno = result === undefined && !canHandle(target, event) ? 'ENOSYS' : ''
    return result
  }
}
