import { handleError } from '@poe/loop'
import { wheelError } from '@poe/wheel'
import { expect, it } from 'vitest'
import { runError } from './run-error.ts'

it('has the stream an error happened to, and its cause', () => {
  const cause = handleError('EPIPE', 'write')
  const error = runError(wheelError('write', cause, 1), 'stdin')
  expect(error).toEqual({ ...wheelError('write', cause, 1), stream: 'stdin' })
  expect([error.cause, Object.keys(error).includes('cause')]).toEqual([cause, false])
})
