import { describe, expect, it } from 'vitest'
import { checkLayers } from './layers.ts'
import { workspace } from './test/workspace.ts'

const queue = workspace({ name: '@poe/queue', poe: { layer: 0 } })

describe('checkLayers', () => {
  it('accepts a dependency on a lower layer, half a step included', () => {
    const wheel = workspace({ name: '@poe/wheel', poe: { layer: 4 }, dependencies: { '@poe/queue': 'workspace:^' } })
    const above = workspace({
      name: '@poe/wheel-run',
      poe: { layer: 4.5 },
      dependencies: { '@poe/wheel': 'workspace:^' },
    })
    expect(checkLayers([queue, wheel, above])).toEqual([])
  })

  for (const kind of ['dependencies', 'peerDependencies', 'devDependencies', 'optionalDependencies'])
    it(`refuses ${kind} on the same layer`, () => {
      const sibling = workspace({ name: '@poe/loop', poe: { layer: 0 }, [kind]: { '@poe/queue': 'workspace:^' } })
      expect(checkLayers([queue, sibling])).toEqual([
        `packages/loop: ${kind}: @poe/queue is of layer 0, which is not below layer 0`,
      ])
    })

  it('refuses a dependency upwards', () => {
    const low = workspace({ name: '@poe/errors', poe: { layer: 0 }, dependencies: { '@poe/kernel': 'workspace:^' } })
    const kernel = workspace({ name: '@poe/kernel', poe: { layer: 2 } })
    expect(checkLayers([low, kernel])[0]).toContain('@poe/kernel is of layer 2, which is not below layer 0')
  })

  it('refuses a workspace without a layer', () => {
    expect(checkLayers([workspace({ name: '@poe/pipe' })])[0]).toContain('packages/pipe: package.json has no "poe"')
  })

  it('refuses a dependency on a package of POE that is not here', () => {
    const lost = workspace({ name: '@poe/nfa', poe: { layer: 3 }, dependencies: { '@poe/gone': 'workspace:^' } })
    expect(checkLayers([lost])).toEqual(['packages/nfa: dependencies: @poe/gone is not in this workspace'])
  })
})
