import { isPoeError } from '@poe/errors'
import { endOfInput, filterError, type WheelError } from '@poe/wheel'
import type { Wheel } from './connection.ts'

/**
 * What a handler that walked a connection has met: the end of input, or an error of reading, which are told as they
 * would be without the walk; undefined where it left for another reason.
 * @throws whatever else the handler threw
 */
export async function walked(wheel: Wheel, walk: Promise<unknown>): Promise<WheelError | undefined> {
  try {
    await walk
    return wheel.getInputHandle().state === 'ended' ? endOfInput(wheel.id) : undefined
  } catch (error) {
    const told = isPoeError(error, 'ERR_POE_READ') ? (error.cause as WheelError) : filterError(error, wheel.id)
    if (told === undefined) throw error
    return told
  }
}

/** Whether a callback takes its time. */
export function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof (value as Partial<Promise<T>> | null | undefined)?.then === 'function'
}
