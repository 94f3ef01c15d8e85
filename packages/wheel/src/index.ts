/**
 * What every wheel shares: the session it belongs to, its id, its end, and the shape of its error events.
 *
 * @packageDocumentation
 */
export { Wheel, type WheelContext } from './wheel.ts'
export { endOfInput, filterError, type WheelError, wheelError, wheelErrorOf } from './wheel-error.ts'
