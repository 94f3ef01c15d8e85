import { describe, expect, it } from 'vitest'
import { mergeStates } from './index.ts'

const own = { shutdown: () => 'own', _start: () => {} }
const object = { tick() {}, beat() {} }

describe('mergeStates', () => {
  it('gives the handlers of a component and of its user', () => {
    const hello = () => {}
    expect(mergeStates('Thing', own, { inlineStates: { hello }, objectStates: [[object, ['tick']]] })).toEqual({
      inlineStates: { hello, ...own },
      objectStates: [[object, ['tick']]],
      packageStates: [],
    })
    expect(mergeStates('Thing', own, {})).toEqual({ inlineStates: own, objectStates: [], packageStates: [] })
  })

  it.each([
    [{ inlineStates: { shutdown() {} } }],
    [{ objectStates: [[object, { shutdown: 'tick' }]] as const }],
    [{ packageStates: [[class {}, ['shutdown']]] as const }],
  ])('refuses a handler in place of one the component works by: %j', (users) => {
    expect(() => mergeStates('Thing', own, users)).toThrow(
      expect.objectContaining({
        code: 'ERR_POE_STATE_TAKEN',
        message: 'Thing: it handles the event "shutdown" itself; give your handler another name.',
      }),
    )
  })

  it.each<[object, string]>([
    [{ inlineStates: { hello: 5 } }, 'Thing: the handler of "hello" in inlineStates must be a function, not 5.'],
    [{ objectStates: [object] }, 'objectStates and packageStates take pairs [object, methods], not an object.'],
    [{ objectStates: [[object, 'tick']] }, 'take pairs [object, methods], not an array of 2.'],
    [{ packageStates: [undefined] }, 'take pairs [object, methods], not undefined.'],
  ])('refuses states that are none: %j', (users, message) => {
    expect(() => mergeStates('Thing', own, users as never)).toThrow(message)
  })
})
