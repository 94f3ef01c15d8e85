import { Component, mergeStates, type UserStates } from '@poe/component'
import { check, checkOptions } from '@poe/errors'
import { chooseKernel, type Kernel, type SessionRef } from '@poe/kernel'
import { Session } from '@poe/session'

/** What a {@link __Class__} takes, besides states of its user's. */
export interface __Class__Options extends UserStates<object> {
  /** Milliseconds between two events `tick`. @defaultValue 1000 */
  readonly interval?: number
  /** @defaultValue the default kernel */
  readonly kernel?: Kernel
}

const CHECKS = {
  interval: check.milliseconds,
  kernel: check.object,
  inlineStates: check.object,
  objectStates: check.object,
  packageStates: check.object,
}

/** Ticks until it is closed: what a `tick` does is its user's. */
export class __Class__ extends Component {
  readonly session: SessionRef

  constructor(options: __Class__Options) {
    checkOptions('__Class__', options, CHECKS)
    const { interval = 1000, kernel: given, ...users } = options
    super(chooseKernel('__Class__', given))
    const own = {
      _start: ({ kernel }) => void kernel.delay('round', interval, 1),
      round({ kernel }, count: number) {
        kernel.yield('tick', count)
        kernel.delay('round', interval, count + 1)
      },
      // It is asked to end: without its timer nothing holds it any more.
      _drain: ({ kernel }) => void kernel.delay('round'),
    } satisfies UserStates<object>['inlineStates']
    this.session = Session.create({ kernel: this.kernel, ...mergeStates<object>('__Class__', own, users) })
  }
}
