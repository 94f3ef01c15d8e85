import { describe, expect, it } from 'vitest'
import { named } from './__file__.ts'

describe('named', () => {
  it('finds the one of that name, or nothing', () => {
    const all = [{ name: 'one' }, { name: 'two' }]
    expect(named(all, 'two')).toBe(all[1])
    expect(named(all, 'three')).toBeUndefined()
  })
})
