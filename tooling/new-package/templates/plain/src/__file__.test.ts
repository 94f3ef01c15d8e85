import { describe, expect, it } from 'vitest'
import { __Class__ } from './__file__.ts'

describe('__Class__', () => {
  it('is called as its options say', () => {
    expect(new __Class__().label).toBe('__name__')
    expect(new __Class__({ label: 'mine' }).label).toBe('mine')
  })

  it('refuses options it does not know', () => {
    // @ts-expect-error the option is mistyped
    expect(() => new __Class__({ labl: 'mine' })).toThrow('did you mean "label"?')
  })
})
