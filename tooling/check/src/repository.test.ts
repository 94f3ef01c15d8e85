import { describe, expect, it } from 'vitest'
import { checkHostFree } from './host-free.ts'
import { checkImports } from './imports.ts'
import { checkLayers } from './layers.ts'
import { checkShape } from './shape.ts'
import { readWorkspaces, repository } from './workspace.ts'

const workspaces = readWorkspaces(repository)
const checks = {
  'every dependency goes down a layer': checkLayers,
  'sources import what is declared, by the front door': checkImports,
  'what runs anywhere does not touch the host': checkHostFree,
  'every package has the same shape': checkShape,
}

describe('this repository', () => {
  for (const [promise, check] of Object.entries(checks))
    it(promise, () => {
      expect(check(workspaces)).toEqual([])
    })
})
