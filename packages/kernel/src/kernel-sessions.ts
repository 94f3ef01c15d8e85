import { eventName, sessionOf, stateOf } from './arguments.ts'
import { countEvents, soonestTime } from './events.ts'
import { Watches } from './kernel-watches.ts'
import { allocate, detach } from './lifetime.ts'
import { resolve } from './resolve.ts'
import { type SessionHost, SessionHostImpl } from './session-host.ts'
import { publicSession } from './views.ts'

/** Sessions: making them known, their handlers, their place in the tree. */
export class Sessions extends Watches {
  #host: SessionHost | null = null

  get host(): SessionHost {
    // Of whoever is active now, unless this is the view of one session.
    if (this.session === null) return new SessionHostImpl(this.core, this.needed('host'))
    this.#host ??= new SessionHostImpl(this.core, this.session)
    return this.#host
  }

  state(event: string, handler?: unknown): void {
    const session = this.needed('state')
    eventName('state', event)
    const state = handler === undefined ? undefined : stateOf(event, handler)
    if (state !== undefined && session.states[event] !== undefined) session.redefined(event)
    session.define(event, state)
  }

  detachMyself(): boolean {
    this.needed('detachMyself')
    const session = this.sender()
    return session !== undefined && detach(this.core, session)
  }

  detachChild(child: unknown): boolean {
    const session = resolve(this.core, child)
    const parent = this.sender()
    if (session === undefined || parent === undefined) return false
    if (session.parent === parent && parent !== this.core.root) return detach(this.core, session)
    this.core.errno = 'EPERM'
    return false
  }

  getActiveSession(): unknown {
    return publicSession(this.core.active)
  }

  getActiveEvent(): string | undefined {
    return this.core.activeEvent
  }

  getEventCount(): number {
    return countEvents(this.core)
  }

  getNextEventTime(): number | undefined {
    return soonestTime(this.core)
  }

  getSessionCount(): number {
    return this.core.sessions.size
  }

  /** Makes a session known and starts it: for those who write kinds of sessions (POE: `session_alloc`). */
  sessionAlloc(session: unknown, ...args: unknown[]): void {
    // What a stopped session starts is nobody's child.
    allocate(this.core, sessionOf('sessionAlloc', session), this.sender() ?? this.core.root, args)
  }
}
