import { PoeError } from '@poe/errors'

/** The limits of one filter, and which of them was passed: from then on it fails the same way. */
export class Limits {
  readonly maxLength: number
  readonly maxBuffer: number
  /** What went wrong, if anything did. */
  failure: PoeError | undefined

  constructor(maxLength: number, maxBuffer: number) {
    this.maxLength = maxLength
    this.maxBuffer = maxBuffer
  }

  tooLong(): PoeError {
    return this.#fail('LINE_TOO_LONG', `A line is longer than maxLength, ${this.maxLength} octets.`)
  }

  bufferFull(size: number): PoeError {
    const waiting = `${size} octets of input wait, more than maxBuffer, ${this.maxBuffer}`
    return this.#fail('BUFFER_FULL', `${waiting}; take lines with getOne before giving more.`)
  }

  #fail(code: string, message: string): PoeError {
    this.failure = new PoeError(`ERR_POE_FILTER_${code}`, message)
    return this.failure
  }
}
