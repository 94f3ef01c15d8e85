import { PoeError } from '@poe/errors'
import type { Loop } from '@poe/loop'
import type { Core } from './core.ts'
import { DEAD, type SessionRecord } from './session-record.ts'
import type { Errno } from './types.ts'

/**
 * What acts on a kernel: for everybody, or as `ctx.kernel` for one session. The methods are in classes by concern,
 * each extending the one before: one chain of prototypes, and one shape for every kernel and view.
 */
export class Acting {
  protected readonly core: Core
  /** Null: whichever session is active. */
  protected readonly session: SessionRecord | null

  constructor(core: Core, session: SessionRecord | null) {
    this.core = core
    this.session = session
  }

  get id(): string {
    return this.core.id
  }

  get errno(): Errno {
    return this.core.errno
  }

  get loop(): Loop {
    return this.core.loop
  }

  /**
   * What consoles show, instead of everything a kernel holds.
   * @production none
   */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.session === null ? `Kernel(${this.id})` : `Kernel(${this.id}, session ${this.session.id})`
  }

  /** The session acted for. @throws PoeError `ERR_POE_NO_SESSION` where there is none */
  protected needed(method: string): SessionRecord {
    const session = this.session ?? this.core.active
    if (session !== this.core.root) return session
    throw new PoeError(
      'ERR_POE_NO_SESSION',
      `${method}() needs a session to act for: call it in a handler, or on the ctx.kernel of one.`,
    )
  }

  /** Who sends: the session acted for, or else the kernel. Undefined, errno ESRCH: it has stopped. */
  protected sender(): SessionRecord | undefined {
    const session = this.session ?? this.core.active
    if ((session.flags & DEAD) === 0) return session
    this.core.errno = 'ESRCH'
    return undefined
  }

  /** The event its session is handling just now. */
  protected eventOf(session: SessionRecord): string | undefined {
    return session === this.core.active ? this.core.activeEvent : undefined
  }
}
