import { HostLoop } from '@poe/host-loop'

/**
 * POE on another event loop: here Node's timers stand for it. Replace what is given to `HostLoop` by what your event loop
 * has for "call me soon" and "call me in so many milliseconds".
 */
export class __Class__ extends HostLoop {
  constructor() {
    super({
      name: '__name__',
      now: () => performance.now(),
      soon: (call) => void setImmediate(call),
      later(milliseconds, call) {
        const timer = setTimeout(call, milliseconds)
        return () => clearTimeout(timer)
      },
      hold() {
        const timer = setInterval(() => {}, 2 ** 31 - 1)
        return () => clearInterval(timer)
      },
      warn: (message) => process.emitWarning(message),
    })
  }
}
